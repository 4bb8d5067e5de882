import type { FastifyBaseLogger } from 'fastify';

export interface GuardParts {
  log: FastifyBaseLogger;
  /** What is done, for the log: `sessions swept`. */
  work: string;
}

/**
 * Wraps work that a timer will do. What it throws, now or later, never reaches the process, which would end the whole
 * station (main.ts): on a full disk every write throws, and what is cached must still be heard. The log tells when it
 * begins to fail and when it succeeds again, not each time.
 */
export function guarded(doWork: () => unknown, { log, work }: GuardParts): () => Promise<void> {
  let failures = 0;
  return async () => {
    try {
      await doWork();
    } catch (error) {
      if (failures++ === 0) log.error({ err: error, work }, 'work that is done again and again fails');
      return;
    }
    if (failures > 0) log.info({ work, failures }, 'work that is done again and again succeeds again');
    failures = 0;
  };
}

/**
 * The one way to do something every `everyMs`: guarded, never begun again before it is done, and no reason for the
 * process to stay. The function returned ends it, once what is under way is done.
 */
export function repeat(everyMs: number, doWork: () => unknown, parts: GuardParts): () => Promise<void> {
  const run = guarded(doWork, parts);
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= run().finally(() => {
      running = undefined;
    });
  }, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
