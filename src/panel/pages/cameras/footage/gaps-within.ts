import type { TimelineView } from '../../../../cameras/recording/schemas.ts';
import type { Shown } from './timeline-view.ts';

type Gaps = TimelineView['gaps'];

/** Shorter ones the station does not tell either. */
const TOLD_MS = 1_000;

/** What of a day's gaps lies in a part of it; what is still to come is none. */
export function gapsWithin(gaps: Gaps, { from, to }: Shown): Gaps {
  return gaps
    .filter(({ why }) => why !== 'future')
    .map((gap) => ({ ...gap, from: Math.max(gap.from, from), to: Math.min(gap.to, to) }))
    .filter((gap) => gap.to - gap.from > TOLD_MS);
}
