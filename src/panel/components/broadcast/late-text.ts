import { decimalText } from '../../format/number.ts';
import { useText } from '../../i18n/index.ts';

const ON_TIME_MS = 500;

/** As a person hears it: half a second is what an ear begins to notice. */
export function useLateText(): (ms: number) => string {
  const { t, language } = useText();
  return (ms) =>
    ms < ON_TIME_MS
      ? t('playout.onTime')
      : t('playout.lateBy', { seconds: decimalText(ms / 1000, language) });
}
