import type { Clock } from '../clock.ts';

/** More than a clock drifts, or is slewed, between two looks. */
const STEP_MS = 500;
const DRIFT = 0.001;
/** A speaker asks for the time every two minutes: until then it may speak by the old one. */
const SETTLES_MS = 150_000;

/** Knows whether the box's wall clock was set a moment ago: what speakers say of the time is no fault of theirs then. */
export class ClockSteps {
  readonly #clock: Pick<Clock, 'now' | 'monotonic'>;
  #offset: number;
  #lookedAt: number;
  #steppedAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Pick<Clock, 'now' | 'monotonic'>) {
    this.#clock = clock;
    this.#lookedAt = clock.monotonic();
    this.#offset = clock.now() - this.#lookedAt;
  }

  /** To be called at whatever is heard, so that a step is noticed near its time. */
  look(): void {
    const instant = this.#clock.monotonic();
    const offset = this.#clock.now() - instant;
    const drift = (instant - this.#lookedAt) * DRIFT;
    if (Math.abs(offset - this.#offset) > STEP_MS + drift) this.#steppedAt = instant;
    this.#offset = offset;
    this.#lookedAt = instant;
  }

  /** Within the last minutes. */
  stepped(): boolean {
    this.look();
    return this.#clock.monotonic() - this.#steppedAt < SETTLES_MS;
  }
}
