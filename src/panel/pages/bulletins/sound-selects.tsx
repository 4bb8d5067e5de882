import { NativeSelect } from '@mantine/core';
import { useChoices } from '../../api/speech.ts';
import type { Choices } from '../../editor-routes.ts';
import { type Translate, useText } from '../../i18n/index.ts';

/** How the lists say “whatever the commune has chosen”. */
const DEFAULT = 'default';

interface Props {
  /** null: whatever the commune has chosen. */
  value: string | null;
  onChange: (value: string | null) => void;
  error: string | null;
}

export function VoiceSelect({ value, onChange, error }: Props) {
  const { t } = useText();
  const choices = useChoices();
  const known = useNamed(choices.data?.voices, value);
  return (
    <NativeSelect
      label={t('bulletins.voice')}
      value={value ?? DEFAULT}
      onChange={({ currentTarget }) => onChange(currentTarget.value === DEFAULT ? null : currentTarget.value)}
      error={error}
      data={[{ value: DEFAULT, label: t('bulletins.voiceDefault') }, ...known]}
    />
  );
}

/** The value '' is no chime at all. */
export function ChimeSelect({ value, onChange, error, defaultLabel }: Props & { defaultLabel: string }) {
  const { t } = useText();
  const choices = useChoices();
  const known = useNamed(choices.data?.chimes, value);
  return (
    <NativeSelect
      label={t('bulletins.chime')}
      value={value ?? DEFAULT}
      onChange={({ currentTarget }) => onChange(currentTarget.value === DEFAULT ? null : currentTarget.value)}
      error={error}
      data={[
        { value: DEFAULT, label: defaultLabel },
        { value: '', label: t('bulletins.chimeNone') },
        ...known,
      ]}
    />
  );
}

/** Semitones. */
const PITCHES = [-4, -3, -2, -1, 0, 1, 2, 3, 4];

interface PitchProps {
  value: number;
  onChange: (value: number) => void;
  error: string | null;
}

export function PitchSelect({ value, onChange, error }: PitchProps) {
  const { t } = useText();
  return (
    <NativeSelect
      label={t('bulletins.pitch')}
      value={String(value)}
      onChange={(event) => onChange(Number(event.currentTarget.value))}
      error={error}
      data={PITCHES.map((pitch) => ({ value: String(pitch), label: pitchLabel(pitch, t) }))}
    />
  );
}

function pitchLabel(pitch: number, t: Translate): string {
  if (pitch === 0) return t('bulletins.pitchNormal');
  const count = Math.abs(pitch);
  return t(pitch < 0 ? 'bulletins.pitchLower' : 'bulletins.pitchHigher', { count });
}

function useNamed(list: Choices['voices'] = [], current: string | null) {
  const { language } = useText();
  const known = list.map(({ id, name }) => ({ value: id, label: name[language] }));
  // A voice that is gone for the moment is still the one chosen.
  const isKnown = current === null || current === '' || list.some(({ id }) => id === current);
  return isKnown ? known : [...known, { value: current, label: current }];
}
