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

export interface Pulse {
  /** There may be something to do: looks for it every `everyMs` from now on. */
  wake(): void;
  /** Ends it for good, once what is under way is done. */
  close(): Promise<void>;
}

/**
 * Repeats work only while there is some, since each wake-up of an idle station costs power: `doWork` answers whether
 * it is to be asked again, and where it throws it is.
 */
export function whileNeeded(everyMs: number, doWork: () => boolean, parts: GuardParts): Pulse {
  let stop: (() => Promise<void>) | undefined;
  let closed = false;
  const look = () => {
    if (doWork()) return;
    void stop?.();
    stop = undefined;
  };
  return {
    wake() {
      if (!closed) stop ??= repeat(everyMs, look, parts);
    },
    async close() {
      closed = true;
      await stop?.();
    },
  };
}
