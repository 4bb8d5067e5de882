import { setImmediate as nextTurn } from 'node:timers/promises';
import { DAY_MS } from '../../clock.ts';
import type { PlayoutsRepository } from './playouts-repository.ts';
import type { TargetsRepository } from './targets-repository.ts';

export interface Retention {
  /** UTC ms. */
  readonly now: number;
  /** Days for which a playout is kept, and for which it is kept what each speaker did. */
  readonly logDays: number;
  readonly targetDays: number;
  /** False ends it early: the station is closing. */
  goOn(): boolean;
}

const PLAYOUTS_AT_ONCE = 20;

/** Forgets what is older than the commune keeps, a millisecond or two at a time. */
export async function forgetOld(
  playouts: Pick<PlayoutsRepository, 'forget'>,
  targets: Pick<TargetsRepository, 'forgetOldest'>,
  { now, logDays, targetDays, goOn }: Retention,
): Promise<void> {
  while (goOn() && targets.forgetOldest(now - Math.min(targetDays, logDays) * DAY_MS)) await nextTurn();
  while (goOn() && playouts.forget(now - logDays * DAY_MS, PLAYOUTS_AT_ONCE) > 0) await nextTurn();
}
