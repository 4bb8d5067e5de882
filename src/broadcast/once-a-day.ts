import { type Clock, localDay } from '../clock.ts';
import type { SteadyClock } from '../db/steady-clock.ts';

export interface OnceADayParts {
  clock: Pick<Clock, 'now'>;
  steady: SteadyClock;
  work(): Promise<void>;
}

/**
 * To be called every hour: does `work`, which deletes by age, once each local day at the first hour that will do, so that
 * a box that is off at night forgets too. Not while the clock cannot be believed: one that jumps years ahead would make
 * the whole log too old. What throws is done again an hour later.
 */
export function onceADay({ clock, steady, work }: OnceADayParts): () => Promise<void> {
  let doneOn = '';
  return async () => {
    const day = localDay(clock.now());
    if (!steady.isSteady() || day === doneOn) return;
    await work();
    doneOn = day;
  };
}
