import type { Shown } from './timeline-view.ts';

/** So long before the end of what was recorded last one begins to look. */
export const LAST_LOOK_MS = 60_000;

/** Where to look first: the last minute of today, the first of any other day. UTC ms. */
export function firstLook(spans: readonly Shown[], day: Shown, isToday: boolean): number {
  const last = spans.at(-1);
  if (last && isToday) return Math.max(last.from, last.to - LAST_LOOK_MS);
  return spans[0]?.from ?? day.from;
}

/** What to show of the day at first: all that was recorded, and the day where that is nothing. */
export function firstView(spans: readonly Shown[], day: Shown): Shown {
  const [first, last] = [spans[0], spans.at(-1)];
  return first && last ? { from: first.from, to: last.to } : day;
}
