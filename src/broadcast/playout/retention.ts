import { setImmediate as nextTurn } from 'node:timers/promises';
import { DAY_MS } from '../../clock.ts';
import type { Place, PlayoutsRepository } from './playouts-repository.ts';
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
const LOOKED_AT_AT_ONCE = 100;
const BEGINNING = { plannedAt: Number.MIN_SAFE_INTEGER, id: '' };

/** Forgets what is older than the commune keeps, a millisecond or two at a time. */
export async function forgetOld(
  playouts: Pick<PlayoutsRepository, 'forget' | 'plannedBefore'>,
  targets: Pick<TargetsRepository, 'forget'>,
  { now, logDays, targetDays, goOn }: Retention,
): Promise<void> {
  const before = now - Math.min(targetDays, logDays) * DAY_MS;
  // In the order of time and not of ids, which were given by whatever the machine's clock said.
  for (let behind: Place | undefined = BEGINNING; behind; ) {
    const step = playouts.plannedBefore(before, behind, LOOKED_AT_AT_ONCE);
    for (const { id } of step) {
      if (!goOn()) return;
      if (targets.forget(id) > 0) await nextTurn();
    }
    behind = step.at(-1);
    await nextTurn();
  }
  while (goOn() && playouts.forget(now - logDays * DAY_MS, PLAYOUTS_AT_ONCE) > 0) await nextTurn();
}
