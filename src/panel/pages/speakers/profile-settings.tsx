import { TextInput } from '@mantine/core';
import type { Profile } from '../../../speakers/profile.ts';
import { useText } from '../../i18n/index.ts';

interface Props {
  profile: Profile;
  value: Record<string, string>;
  onChange: (value: Record<string, string>) => void;
  /** What is wrong with one of them. */
  errorOf: (name: string) => string | null;
}

/** The fields that a kind of speaker asks for, drawn from its profile. */
export function ProfileSettings({ profile, value, onChange, errorOf }: Props) {
  const { t, language } = useText();
  return Object.entries(profile.settings).map(([key, { title, example }]) => (
    <TextInput
      key={key}
      label={title[language]}
      description={example && t('speakers.example', { example })}
      value={value[key] ?? ''}
      onChange={(event) => onChange({ ...value, [key]: event.currentTarget.value })}
      maxLength={200}
      error={errorOf(key)}
    />
  ));
}
