import { DAY_MS } from '../../../../clock.ts';

/** The part of a day that the timeline shows, UTC ms. */
export interface Shown {
  from: number;
  to: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How much of the day can be shown at once, widest first; `tick`: from one mark to the next, `step`: of an arrow key. */
export const ZOOMS = [
  { spanMs: DAY_MS, tickMs: 2 * HOUR_MS, stepMs: 5 * MINUTE_MS },
  { spanMs: 6 * HOUR_MS, tickMs: 30 * MINUTE_MS, stepMs: MINUTE_MS },
  { spanMs: HOUR_MS, tickMs: 5 * MINUTE_MS, stepMs: 10_000 },
  { spanMs: 10 * MINUTE_MS, tickMs: MINUTE_MS, stepMs: 1_000 },
] as const;

/** The widest is 0. */
export type Zoom = 0 | 1 | 2 | 3;

export const isZoom = (value: number): value is Zoom => value in ZOOMS;

/** As much of the day as the zoom shows, with an instant as near its middle as the day allows. */
export function around(at: number, zoom: Zoom, day: Shown): Shown {
  const { spanMs } = ZOOMS[zoom];
  return inside({ from: at - spanMs / 2, to: at + spanMs / 2 }, day);
}

/** Room on both sides of what is to be seen whole. */
const ROOM = 0.8;

/** The closest zoom in which a range is seen whole, and what it shows. */
export function fitting({ from, to }: Shown, day: Shown): { zoom: Zoom; shown: Shown } {
  const found = ZOOMS.findLastIndex(({ spanMs }) => to - from <= spanMs * ROOM);
  const zoom = isZoom(found) ? found : 0;
  return { zoom, shown: around((from + to) / 2, zoom, day) };
}

/** Moved by so much, but not out of the day. */
export const moved = ({ from, to }: Shown, ms: number, day: Shown): Shown =>
  inside({ from: from + ms, to: to + ms }, day);

/** Moved on where an instant has left it: that is then near its beginning, so that a player runs into the open. */
export function following(shown: Shown, at: number, day: Shown): Shown {
  if (at >= shown.from && at <= shown.to) return shown;
  const spanMs = shown.to - shown.from;
  return inside({ from: at - spanMs / 10, to: at + (spanMs * 9) / 10 }, day);
}

function inside({ from, to }: Shown, day: Shown): Shown {
  const spanMs = Math.min(to - from, day.to - day.from);
  const begin = Math.max(day.from, Math.min(from, day.to - spanMs));
  return { from: begin, to: begin + spanMs };
}

/** Instants of the marks, from the beginning of the day on. */
export function ticks(shown: Shown, zoom: Zoom, day: Shown): number[] {
  const { tickMs } = ZOOMS[zoom];
  const first = day.from + Math.ceil((shown.from - day.from) / tickMs) * tickMs;
  const found: number[] = [];
  for (let at = first; at <= shown.to; at += tickMs) found.push(at);
  return found;
}

/** Where an instant lies, 0 to 1 inside of what is shown. */
export const shareOf = (at: number, { from, to }: Shown): number => (at - from) / (to - from);

/**
 * What was meant by pressing at an instant: a range that is drawn wider than it is long, or that was missed by a hair,
 * is pressed all the same. @param nearMs as far as a press may miss
 */
export function meant(at: number, ranges: readonly Shown[], nearMs: number): number {
  let [nearest, best] = [at, nearMs];
  for (const { from, to } of ranges) {
    if (at >= from && at < to) return at;
    const missedBy = at < from ? from - at : at - to;
    if (missedBy > best) continue;
    // Behind its end the end is meant, of a short one the whole.
    [nearest, best] = [at < from ? from : Math.max(from, to - nearMs), missedBy];
  }
  return nearest;
}

/**
 * What can be told apart of ranges in order, cut to what is shown: those of one kind that are nearer to each other than
 * the eye sees are drawn as one, so that a day of motion is some hundred pieces and not thousands.
 */
export function drawn<T extends Shown & { kind: string }>(ranges: readonly T[], shown: Shown): T[] {
  const closeMs = (shown.to - shown.from) / 1_000;
  const found: T[] = [];
  for (const range of ranges) {
    if (range.to <= shown.from || range.from >= shown.to) continue;
    const from = Math.max(range.from, shown.from);
    const to = Math.min(range.to, shown.to);
    const last = found.at(-1);
    if (last?.kind === range.kind && from - last.to <= closeMs) last.to = Math.max(last.to, to);
    else found.push({ ...range, from, to });
  }
  return found;
}
