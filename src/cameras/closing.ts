import type { FastifyBaseLogger } from 'fastify';

/** What ends one part; its name is for the log. */
export type Ending = readonly [part: string, end: () => unknown];

/** Ends parts at once. One that fails skips no other: it is logged, and this does not throw. */
export async function endTogether(endings: readonly Ending[], log: FastifyBaseLogger): Promise<void> {
  const ended = await Promise.allSettled(endings.map(async ([, end]) => end()));
  for (const [i, result] of ended.entries()) {
    if (result.status === 'rejected')
      log.error({ err: result.reason, part: endings[i]?.[0] }, 'a part did not end as it should');
  }
}

/** The same one after the other, where the later needs the earlier to have ended. */
export async function endInTurn(endings: readonly Ending[], log: FastifyBaseLogger): Promise<void> {
  for (const ending of endings) await endTogether([ending], log);
}
