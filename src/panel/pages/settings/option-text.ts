import { useText } from '../../i18n/index.ts';
import vi from '../../i18n/vi-start.ts';

type Option = keyof typeof vi.options;

const isKnown = (value: string): value is Option => value in vi.options;

/** The name of a choice in the settings; one that is a word for people already stays as it is. */
export function useOptionText(): (value: string | number) => string {
  const { t } = useText();
  return (value) => {
    const text = String(value);
    if (text === '') return t('common.none');
    return isKnown(text) ? t(`options.${text}`) : text;
  };
}
