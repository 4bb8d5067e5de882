import { NativeSelect } from '@mantine/core';
import { useChoices } from '../../api/speech.ts';
import type { Choices } from '../../editor-routes.ts';
import { useText } from '../../i18n/index.ts';
import type { BulletinForm } from './bulletin-form.ts';

const SPEEDS = [0.8, 0.9, 1, 1.1, 1.2];
/** How the lists say “whatever the commune has chosen”. */
const DEFAULT = 'default';

interface Props {
  form: BulletinForm;
  fieldError: (field: string) => string | null;
}

export function VoiceFields({ form, fieldError }: Props) {
  const { t, language } = useText();
  const choices = useChoices();
  const { voice, chime, speed, priority } = form.fields;
  const named = (list: Choices['voices'] = [], current: string | null) => {
    const known = list.map(({ id, name }) => ({ value: id, label: name[language] }));
    // A voice that is gone for the moment is still the one chosen.
    const isKnown = current === null || current === '' || list.some(({ id }) => id === current);
    return isKnown ? known : [...known, { value: current, label: current }];
  };
  const speeds = SPEEDS.includes(speed) ? SPEEDS : [...SPEEDS, speed].sort();
  return (
    <div className="quarters">
      <NativeSelect
        label={t('bulletins.voice')}
        value={voice ?? DEFAULT}
        onChange={({ currentTarget: { value } }) => form.set({ voice: value === DEFAULT ? null : value })}
        error={fieldError('voice')}
        data={[{ value: DEFAULT, label: t('bulletins.voiceDefault') }, ...named(choices.data?.voices, voice)]}
      />
      <NativeSelect
        label={t('bulletins.speed')}
        value={String(speed)}
        onChange={(event) => form.set({ speed: Number(event.currentTarget.value) })}
        error={fieldError('speed')}
        data={speeds.map((value) => ({ value: String(value), label: speedLabel(value, t) }))}
      />
      <NativeSelect
        label={t('bulletins.chime')}
        value={chime ?? DEFAULT}
        onChange={({ currentTarget: { value } }) => form.set({ chime: value === DEFAULT ? null : value })}
        error={fieldError('chime')}
        data={[
          { value: DEFAULT, label: t('bulletins.chimeDefault') },
          { value: '', label: t('bulletins.chimeNone') },
          ...named(choices.data?.chimes, chime),
        ]}
      />
      <NativeSelect
        label={t('bulletins.priority')}
        value={priority}
        onChange={(event) =>
          form.set({ priority: event.currentTarget.value === 'priority' ? 'priority' : 'normal' })
        }
        error={fieldError('priority')}
        data={[
          { value: 'normal', label: t('bulletin.priorities.normal') },
          { value: 'priority', label: t('bulletin.priorities.priority') },
        ]}
      />
    </div>
  );
}

function speedLabel(speed: number, t: ReturnType<typeof useText>['t']): string {
  if (speed === 1) return t('bulletins.speedNormal');
  const percent = Math.round(Math.abs(speed - 1) * 100);
  return speed < 1 ? t('bulletins.speedSlower', { percent }) : t('bulletins.speedFaster', { percent });
}
