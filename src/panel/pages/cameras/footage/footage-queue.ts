import type { SegmentView } from '../../../../cameras/recording/schemas.ts';

/** The pieces of one day of a recording, listed an hour at a time as they are needed. */
export interface FootageQueue {
  /** The piece that holds an instant, else the next behind it; undefined where none comes. */
  at(instant: number, signal: AbortSignal): Promise<SegmentView | undefined>;
  /** The piece behind one; undefined where none comes (yet). */
  after(segment: SegmentView, signal: AbortSignal): Promise<SegmentView | undefined>;
  /** The same piece as it is now. */
  again(segment: SegmentView, signal: AbortSignal): Promise<SegmentView | undefined>;
}

interface QueueParts {
  /** Those that reach into a range, oldest first. */
  list(from: number, to: number, signal: AbortSignal): Promise<SegmentView[]>;
  /** The station's time. */
  now(): number;
  /** The day, UTC ms. */
  from: number;
  to: number;
}

/** What is asked for at once. */
const WINDOW_MS = 3_600_000;
/** An hour that is not over is asked for again after this. */
const FRESH_MS = 3_000;

export function footageQueue({ list, now, from, to }: QueueParts): FootageQueue {
  const windows = new Map<number, { segments: SegmentView[]; listedAt: number }>();

  async function windowOf(begin: number, signal: AbortSignal): Promise<SegmentView[]> {
    const end = Math.min(begin + WINDOW_MS, to);
    const known = windows.get(begin);
    if (known && (known.listedAt > end || now() - known.listedAt < FRESH_MS)) return known.segments;
    const listedAt = now();
    const segments = await list(begin, end, signal);
    windows.set(begin, { segments, listedAt });
    return segments;
  }

  async function first(
    instant: number,
    signal: AbortSignal,
    isIt: (segment: SegmentView) => boolean,
  ): Promise<SegmentView | undefined> {
    const hours = Math.floor((Math.max(instant, from) - from) / WINDOW_MS);
    for (let begin = from + hours * WINDOW_MS; begin < Math.min(to, now()); begin += WINDOW_MS) {
      const found = (await windowOf(begin, signal)).find(isIt);
      if (found) return found;
    }
    return undefined;
  }

  return {
    at: (instant, signal) => first(instant, signal, (segment) => segment.to > instant),
    after: ({ id, from: began }, signal) =>
      first(began, signal, (other) => other.from > began || (other.from === began && other.id > id)),
    again: ({ id, from: began }, signal) => first(began, signal, (segment) => segment.id === id),
  };
}
