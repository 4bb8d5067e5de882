/** What to do so that the picture stays near the present. */
export interface EdgeMove {
  /** Go there at once, seconds of the stream. */
  seek?: number;
  rate: number;
}

/** Behind by more than this, the picture jumps. Seconds, as all of these. */
const JUMP_S = 1;
/** Behind by more than this, it hurries a little, which nobody sees. */
const HURRY_S = 0.35;
const RELAX_S = 0.2;
const HURRY_RATE = 1.05;
/** What the decoder needs before the newest picture, so that it does not run dry at once. */
const MARGIN_S = 0.2;

/**
 * Where a live picture should be: near the end of what has come, whatever the line did meanwhile. A hole in what has
 * come (the station left pictures out for a slow line) is jumped over.
 * @param ranges what the browser holds, `[start, end]` in seconds, ascending
 * @param pieceS how much comes at once: a camera of few pictures sends seconds of them, and is no further behind for it
 */
export function towardsEdge(
  ranges: readonly (readonly [number, number])[],
  currentTime: number,
  rate: number,
  pieceS = 0,
): EdgeMove {
  const last = ranges.at(-1);
  if (!last) return { rate: 1 };
  const [start, end] = last;
  const target = Math.max(start, end - Math.max(MARGIN_S, pieceS));
  if (currentTime < start - 0.01 || currentTime > end) return { seek: target, rate: 1 };
  const behind = end - currentTime - pieceS;
  if (behind > JUMP_S) return { seek: target, rate: 1 };
  if (behind > HURRY_S) return { rate: HURRY_RATE };
  return { rate: rate > 1 && behind > RELAX_S ? rate : 1 };
}
