import type { FastifyBaseLogger } from 'fastify';
import { schedule } from '../cron.ts';

export interface Chores {
  /** Just after midnight: a new day comes into the plan. */
  daily(): unknown;
  hourly(): unknown;
  log: FastifyBaseLogger;
}

/** The clock of the chores; what must happen on the second is the engine's. Returns what ends it. */
export function startChores({ daily, hourly, log }: Chores): () => Promise<void> {
  const ends = [
    schedule({ at: '5 0 * * *', work: daily, log, name: 'a new day planned' }),
    schedule({ at: '35 * * * *', work: hourly, log, name: 'plans and templates kept up' }),
  ];
  return async () => {
    for (const end of ends) await end();
  };
}
