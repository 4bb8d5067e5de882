import cron from 'node-cron';

const TIMEZONE = 'Asia/Ho_Chi_Minh';

export interface Chores {
  /** Just after midnight: a new day comes into the plan. */
  daily(): void;
  hourly(): void;
}

/** The clock of the chores; what must happen on the second is the engine's. Returns what ends it. */
export function startChores({ daily, hourly }: Chores): () => Promise<void> {
  const tasks = [
    cron.schedule('5 0 * * *', daily, { timezone: TIMEZONE }),
    cron.schedule('35 * * * *', hourly, { timezone: TIMEZONE }),
  ];
  return async () => {
    for (const task of tasks) await task.destroy();
  };
}
