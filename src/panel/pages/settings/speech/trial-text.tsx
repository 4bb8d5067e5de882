import { TextInput } from '@mantine/core';
import { useText } from '../../../i18n/index.ts';

const TEXT_MAX = 300;

/** What the voices say when they are tried; empty: the station's own words. */
export function TrialText({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const { t } = useText();
  return (
    <TextInput
      label={t('voices.text')}
      description={t('voices.textHelp')}
      placeholder={t('voices.textPlaceholder')}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
      maxLength={TEXT_MAX}
      spellCheck={false}
    />
  );
}
