import type { FastifyBaseLogger } from 'fastify';
import cron from 'node-cron';
import { guarded, repeat } from './repeat.ts';

const TIMEZONE = 'Asia/Ho_Chi_Minh';
const LOOK_EVERY_MS = 60_000;

export interface Chore {
  /** Five fields, local time. */
  at: string;
  work(): unknown;
  log: FastifyBaseLogger;
  /** What is done, for the log: `old alerts dropped`. */
  name: string;
}

/**
 * Does a chore at its minutes, to within a minute; never twice at once. After a step of the wall clock forward, or a sleep
 * of the machine, what was missed is done once. Returns what ends it, when the last run has ended.
 *
 * node-cron reckons the instants, the beat is ours: its own walks through every slot that it has missed, on the main
 * thread, 12 s of them for an hourly chore where the clock goes from 1970 to today.
 */
export function schedule({ at, work, log, name }: Chore): () => Promise<void> {
  const task = cron.createTask(at, () => {}, { timezone: TIMEZONE });
  const following = () => task.getNextRuns(1)[0]?.getTime() ?? Number.POSITIVE_INFINITY;
  const run = guarded(work, { log, work: name });
  let lookedAt = Date.now();
  let next = following();
  let running: Promise<void> | undefined;

  async function look(): Promise<void> {
    const now = Date.now();
    const due = now >= next;
    // Stepped back: what was next may be far ahead.
    if (due || now < lookedAt) next = following();
    lookedAt = now;
    if (due) {
      running ??= run().finally(() => {
        running = undefined;
      });
    }
  }

  const stopLooking = repeat(LOOK_EVERY_MS, look, { log, work: `look whether it is time: ${name}` });
  return async () => {
    await stopLooking();
    await running;
    await task.destroy();
  };
}
