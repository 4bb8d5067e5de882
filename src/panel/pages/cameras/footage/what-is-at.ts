import type { TimelineView } from '../../../../cameras/recording/schemas.ts';
import { clockText, type Language } from '../../../format/time.ts';
import type { Translate } from '../../../i18n/index.ts';

/** What the timeline says of an instant, UTC ms: how it was recorded, or from when to when there is nothing, and why. */
export function whatIsAt(
  { spans, gaps }: Pick<TimelineView, 'spans' | 'gaps'>,
  at: number,
  t: Translate,
  language: Language,
): string {
  const holds = ({ from, to }: { from: number; to: number }) => at >= from && at < to;
  const span = spans.find(holds);
  if (span) return t(`footage.reasons.${span.reason}`);
  const gap = gaps.find(holds);
  if (!gap) return '';
  const text = language === 'en' ? gap.textEn : gap.text;
  if (gap.why === 'future') return text;
  return t('footage.gap', { text, from: clockText(gap.from), to: clockText(gap.to) });
}
