import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../../clock.ts';
import { repeat } from '../../repeat.ts';

/** The wall clock is read at least this often, so that a step of it is noticed at once. */
const LOOK_EVERY_MS = 1_000;
/** A difference between the two clocks below this is slewing and rounding. */
const STEP_MS = 500;

/** What is to be done when; both UTC ms. */
export interface Due {
  /** Nothing is due before: until then the clock is only watched. */
  readonly next: number;
  /** Something is under way that nobody announces: looked at every second. */
  readonly busy: boolean;
}

export interface ClockworkParts {
  clock: Clock;
  /** Does what is due, and says when something will be. */
  tick(step: number): Due;
  onError(error: unknown): void;
  log: FastifyBaseLogger;
}

/**
 * What drives the broadcasts. It wakes when the next thing is due, and with the beat of each second to look at the
 * clock: that costs next to nothing, where a tick asks the database.
 */
export interface Clockwork {
  start(): void;
  stop(): void;
  /** Something may be due now. */
  poke(): void;
}

const UNKNOWN: Due = { next: Number.NEGATIVE_INFINITY, busy: true };

export function createClockwork({ clock, tick, onError, log }: ClockworkParts): Clockwork {
  let timer: NodeJS.Timeout | undefined;
  let soon: NodeJS.Immediate | undefined;
  let running = false;
  let stopLooking = async () => {};
  let offset = clock.now() - clock.monotonic();
  let trusted = clock.trusted();
  let due = UNKNOWN;

  /** By how much the clock was stepped since it was last looked at, ms. */
  function stepped(): number {
    const before = offset;
    offset = clock.now() - clock.monotonic();
    return Math.abs(offset - before) > STEP_MS ? Math.round(offset - before) : 0;
  }

  function look(): void {
    const step = stepped();
    const changed = step !== 0 || clock.trusted() !== trusted;
    if (due.busy || changed || due.next <= clock.now()) run(step);
    else wait();
  }

  function run(step: number): void {
    clearImmediate(soon);
    soon = undefined;
    trusted = clock.trusted();
    due = UNKNOWN;
    try {
      due = tick(step);
    } catch (error) {
      onError(error);
    }
    wait();
  }

  /** For what is due before the look after the next, which may come a little late. */
  function wait(): void {
    clearTimeout(timer);
    const left = due.next - clock.now();
    if (running && Number.isFinite(left) && left < 2 * LOOK_EVERY_MS)
      timer = setTimeout(look, Math.max(left, 1));
  }

  return {
    start() {
      running = true;
      offset = clock.now() - clock.monotonic();
      stopLooking = repeat(LOOK_EVERY_MS, look, { log, work: 'clock of the broadcasts looked at' });
      run(0);
    },
    stop() {
      running = false;
      void stopLooking();
      clearTimeout(timer);
      clearImmediate(soon);
    },
    poke() {
      if (running) soon ??= setImmediate(() => run(stepped()));
    },
  };
}
