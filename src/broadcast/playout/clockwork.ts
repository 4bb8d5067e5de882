import type { Clock } from '../../clock.ts';

/** The wall clock is read at least this often, so that a step of it is noticed at once. */
const LOOK_EVERY_MS = 1_000;
/** A difference between the two clocks below this is slewing and rounding. */
const STEP_MS = 500;

export interface ClockworkParts {
  clock: Pick<Clock, 'now' | 'monotonic'>;
  /** Does what is due; returns the next instant (UTC ms) at which something will be. */
  tick(step: number): number;
  onError(error: unknown): void;
}

/** The one timer of the broadcasts. It sleeps until the next thing due, never for more than a second. */
export interface Clockwork {
  start(): void;
  stop(): void;
  /** Something may be due now. */
  poke(): void;
}

export function createClockwork({ clock, tick, onError }: ClockworkParts): Clockwork {
  let timer: NodeJS.Timeout | undefined;
  let soon: NodeJS.Immediate | undefined;
  let running = false;
  let offset = clock.now() - clock.monotonic();

  function run(): void {
    if (!running) return;
    clearTimeout(timer);
    clearImmediate(soon);
    soon = undefined;
    const offsetNow = clock.now() - clock.monotonic();
    const step = Math.abs(offsetNow - offset) > STEP_MS ? Math.round(offsetNow - offset) : 0;
    offset = offsetNow;
    let next = Number.POSITIVE_INFINITY;
    try {
      next = tick(step);
    } catch (error) {
      onError(error);
    }
    const sleep = Math.min(Math.max(next - clock.now(), 1), LOOK_EVERY_MS);
    timer = setTimeout(run, sleep);
  }

  return {
    start() {
      running = true;
      offset = clock.now() - clock.monotonic();
      run();
    },
    stop() {
      running = false;
      clearTimeout(timer);
      clearImmediate(soon);
    },
    poke() {
      if (running) soon ??= setImmediate(run);
    },
  };
}
