import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { type Clock, DAY_MS } from '../clock.ts';
import { schedule } from '../cron.ts';
import { repeat } from '../repeat.ts';
import type { Alerts } from './alerts.ts';

const WAKE_EVERY_MS = 15_000;
/** Deleted at a time, so that nothing else waits for more than a few ms. */
const BATCH = 200;

export interface HousekeepingParts {
  alerts: Pick<Alerts, 'wake' | 'dropClearedBefore'>;
  clock: Pick<Clock, 'now'>;
  keepDays(): number;
  log: FastifyBaseLogger;
}

/** Shows snoozed alerts again in time, and deletes old ones. The function returned ends both. */
export function keepHouse({ alerts, clock, keepDays, log }: HousekeepingParts): () => Promise<void> {
  const ending = new AbortController();
  // Looked at now and then rather than timed, since the wall clock may step.
  const stopWaking = repeat(WAKE_EVERY_MS, alerts.wake, { log, work: 'snoozed alerts woken' });
  const endDropping = schedule({
    // Every hour, so that a box that is off at night forgets too.
    at: '20 * * * *',
    work: () => dropOld(alerts, clock.now() - keepDays() * DAY_MS, ending.signal),
    log,
    name: 'old alerts dropped',
  });
  return async () => {
    ending.abort();
    await Promise.all([stopWaking(), endDropping()]);
  };
}

/** Deletes what was cleared before `instant` (UTC ms), a batch a turn; returns how many. */
export async function dropOld(
  alerts: Pick<Alerts, 'dropClearedBefore'>,
  instant: number,
  signal?: AbortSignal,
): Promise<number> {
  let dropped = 0;
  while (!signal?.aborted) {
    const batch = alerts.dropClearedBefore(instant, BATCH);
    dropped += batch;
    if (batch < BATCH) break;
    await nextTurn();
  }
  return dropped;
}
