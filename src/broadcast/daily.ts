import { schedule } from '../cron.ts';

export interface Chores {
  /** Just after midnight: a new day comes into the plan. */
  daily(): unknown;
  hourly(): unknown;
  onError(error: unknown): void;
}

/** The clock of the chores; what must happen on the second is the engine's. Returns what ends it. */
export function startChores({ daily, hourly, onError }: Chores): () => Promise<void> {
  const ends = [
    schedule({ at: '5 0 * * *', work: daily, onError }),
    schedule({ at: '35 * * * *', work: hourly, onError }),
  ];
  return async () => {
    for (const end of ends) await end();
  };
}
