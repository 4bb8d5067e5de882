import cron from 'node-cron';

const TIMEZONE = 'Asia/Ho_Chi_Minh';
const LOOK_EVERY_MS = 5_000;

export interface Chore {
  /** Five fields, local time. */
  at: string;
  work(): unknown;
  onError(error: unknown): void;
}

/**
 * Does a chore at its minutes, to within 5 s; never twice at once. After a step of the wall clock forward, or a sleep
 * of the machine, what was missed is done once. Returns what ends it, when the last run has ended.
 *
 * node-cron reckons the instants, the beat is ours: its own walks through every slot that it has missed, on the main
 * thread, 12 s of them for an hourly chore where the clock goes from 1970 to today.
 */
export function schedule({ at, work, onError }: Chore): () => Promise<void> {
  const task = cron.createTask(at, () => {}, { timezone: TIMEZONE });
  const following = () => task.getNextRuns(1)[0]?.getTime() ?? Number.POSITIVE_INFINITY;
  let lookedAt = Date.now();
  let next = following();
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    try {
      await work();
    } catch (error) {
      onError(error);
    } finally {
      running = undefined;
    }
  }

  const timer = setInterval(() => {
    const now = Date.now();
    const due = now >= next;
    // Stepped back: what was next may be far ahead.
    if (due || now < lookedAt) next = following();
    lookedAt = now;
    if (due) running ??= run();
  }, LOOK_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await running;
    await task.destroy();
  };
}
