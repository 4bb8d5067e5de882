import { type Clock, DAY_MS } from '../clock.ts';

/** A step of the wall clock below this deletes no more than it: NTP mends so much and more each time. */
const STEP_MS = 3_600_000;
/** Whoever was switched off for longer may as well have got a wrong date meanwhile. */
const LONG_OFF_MS = 2 * DAY_MS;
/** So long the clock has to go steadily behind a step. */
const BEHIND_STEP_MS = DAY_MS;
/** And so long behind any start: time servers have answered by then. */
const BEHIND_START_MS = 3_600_000;

export interface SteadyClockParts {
  clock: Pick<Clock, 'now' | 'monotonic' | 'trusted'>;
  /** When the station last ran before this start, UTC ms. */
  lastAlive: number | undefined;
}

export interface SteadyClock {
  /** Whether what is old by the clock may be deleted now; to be asked at least every few minutes. */
  isSteady(): boolean;
}

/**
 * Whether the wall clock can be believed enough to delete by age: one that jumps years ahead (a dead battery, a slip of
 * the hand) would otherwise make everything too old in a moment.
 */
export function createSteadyClock({ clock, lastAlive }: SteadyClockParts): SteadyClock {
  const ahead = () => clock.now() - clock.monotonic();
  const off = lastAlive === undefined ? 0 : clock.now() - lastAlive;
  const wasLongOff = off > LONG_OFF_MS || off < -STEP_MS;
  let steadyAt = clock.monotonic() + (wasLongOff ? BEHIND_STEP_MS : BEHIND_START_MS);
  let lastAhead = ahead();

  return {
    isSteady() {
      const stepped = Math.abs(ahead() - lastAhead) > STEP_MS;
      lastAhead = ahead();
      if (stepped) steadyAt = clock.monotonic() + BEHIND_STEP_MS;
      return clock.trusted() && clock.monotonic() >= steadyAt;
    },
  };
}
