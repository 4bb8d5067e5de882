import type { Clock } from '../../clock.ts';

/** A camera's clock may run so much slower or faster than the box's: 200 ppm, ten times a bad quartz. */
const SKEW = 0.0002;
/** A jump of the wall clock against the monotonic one beyond this is a step. */
const STEP_MS = 1_000;

/**
 * Places what a camera sends on the box's clock. A fragment comes when its last picture does, and later where the
 * network stalls: the least delay seen so far tells when the stream began.
 */
export class BoxTime {
  readonly #clock: Pick<Clock, 'now' | 'monotonic'>;
  /** Box time of the stream's instant 0, UTC ms. */
  #start: number | undefined;
  #seen = 0;
  #wallAhead: number;

  constructor(clock: Pick<Clock, 'now' | 'monotonic'>) {
    this.#clock = clock;
    this.#wallAhead = clock.now() - clock.monotonic();
  }

  /**
   * Takes in when a fragment came and where it ends in the stream, ms. True where the box's clock was set since the
   * last one: what went before can't be compared with what comes.
   */
  observe(at: number, endMs: number): boolean {
    const wallAhead = this.#clock.now() - this.#clock.monotonic();
    const stepped = Math.abs(wallAhead - this.#wallAhead) > STEP_MS;
    this.#wallAhead = wallAhead;
    const start = at - endMs;
    if (this.#start === undefined || stepped) this.#start = start;
    else this.#start = Math.min(start, this.#start + SKEW * Math.max(endMs - this.#seen, 0));
    this.#seen = endMs;
    return stepped;
  }

  /** The box's clock at an instant of the stream, UTC ms. */
  at(streamMs: number): number {
    return Math.round((this.#start ?? this.#clock.now()) + streamMs);
  }
}
