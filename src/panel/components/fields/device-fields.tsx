import { Textarea, TextInput } from '@mantine/core';
import { useText } from '../../i18n/index.ts';
import { ZoneSelect } from '../zones/zone-select.tsx';

/** What is asked of a speaker in other words than of a camera. */
const WORDS = {
  speaker: {
    name: 'speakers.name',
    namePlaceholder: 'speakers.namePlaceholder',
    zone: 'speakers.zoneHelp',
    place: 'speakers.placePlaceholder',
  },
  camera: {
    name: 'cameras.name',
    namePlaceholder: 'cameras.namePlaceholder',
    zone: 'cameras.zoneHelp',
    place: 'cameras.placePlaceholder',
  },
} as const;

type FieldError = (field: string) => string | null;

interface Where {
  name: string;
  zoneId: string | null;
  place: string;
}

interface Props {
  of: keyof typeof WORDS;
  value: Where;
  set: (change: Partial<Where>) => void;
  fieldError: FieldError;
}

/** What a device is called, and where it stands. */
export function DeviceFields({ of, value, set, fieldError }: Props) {
  const { t } = useText();
  const words = WORDS[of];
  return (
    <>
      <TextInput
        label={t(words.name)}
        placeholder={t(words.namePlaceholder)}
        value={value.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        maxLength={100}
        error={fieldError('name')}
        required
        withAsterisk={false}
      />
      <ZoneSelect
        value={value.zoneId}
        onChange={(zoneId) => set({ zoneId })}
        help={t(words.zone)}
        error={fieldError('zoneId')}
      />
      <TextInput
        label={t('speakers.place')}
        placeholder={t(words.place)}
        value={value.place}
        onChange={(event) => set({ place: event.currentTarget.value })}
        maxLength={200}
        error={fieldError('place')}
      />
    </>
  );
}

interface NoteProps {
  value: string;
  set: (change: { note: string }) => void;
  /** What the station takes, in characters. */
  maxLength: number;
  fieldError: FieldError;
}

/** Whatever else is to be known of a device. */
export function NoteField({ value, set, maxLength, fieldError }: NoteProps) {
  const { t } = useText();
  return (
    <Textarea
      label={t('speakers.note')}
      value={value}
      onChange={(event) => set({ note: event.currentTarget.value })}
      maxLength={maxLength}
      error={fieldError('note')}
      autosize
      minRows={2}
    />
  );
}
