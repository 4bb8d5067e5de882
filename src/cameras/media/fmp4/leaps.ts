import type { FragmentTimes } from './fragment.ts';

/** No camera sends pictures of a time that is still to come by so much, ms; a clock is set by more. */
const AHEAD_MS = 5_000;
/** What the times of a camera that has begun with old pictures settle in, ms. */
const SETTLES_MS = 3_000;
/** No camera sends a thousand pictures a second. */
const SHORTEST_MS = 1;
/** So many without a length are no chance. */
const MANY = 3;

/**
 * Whether the times of a stream have leapt. Cameras do that when their clock is set: with sound, ffmpeg takes the times
 * from their sender reports (RFC 3550 6.4.1). Ahead, one picture would last for an hour. Back, ffmpeg gives each picture
 * the time right behind the last one, until an hour has passed.
 */
export class Leaps {
  readonly #monotonic: () => number;
  #since: number | undefined;
  /** The furthest that the times were ahead of the clock, ms. */
  #ahead = Number.NEGATIVE_INFINITY;

  /** @param monotonic ms of a clock that only grows */
  constructor(monotonic: () => number = () => performance.now()) {
    this.#monotonic = monotonic;
  }

  see({ decodeMs, durationMs, pictures }: FragmentTimes): boolean {
    if (pictures === 0) return false;
    const now = this.#monotonic();
    this.#since ??= now;
    const before = this.#ahead;
    this.#ahead = Math.max(before, decodeMs + durationMs - now);
    const isSettled = now - this.#since > SETTLES_MS;
    if (isSettled && this.#ahead - before > AHEAD_MS) return true;
    return pictures >= MANY && durationMs < pictures * SHORTEST_MS;
  }
}
