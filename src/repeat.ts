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

/** One round of each second, for all that is done every so many whole seconds: the box wakes once for all of it. */
const BEAT_MS = 1_000;
const onBeat = new Set<() => void>();
let beat: NodeJS.Timeout | undefined;

/** Calls it every so many ms; no reason for the process to stay. The function returned ends it. */
function every(ms: number, call: () => void): () => void {
  if (ms % BEAT_MS !== 0) {
    const timer = setInterval(call, ms).unref();
    return () => clearInterval(timer);
  }
  let left = ms;
  const count = () => {
    left -= BEAT_MS;
    if (left > 0) return;
    left = ms;
    call();
  };
  onBeat.add(count);
  beat ??= setInterval(() => {
    // Over a copy: whoever is called may begin others, whose time has not come.
    for (const one of [...onBeat]) one();
  }, BEAT_MS).unref();
  return () => {
    onBeat.delete(count);
    if (onBeat.size > 0) return;
    clearInterval(beat);
    beat = undefined;
  };
}

/**
 * The one way to do something every `everyMs`, whole seconds on one beat with all others, so that the first time may
 * come up to a second early: guarded, never begun again before it is done, and no reason for the process to stay. The
 * function returned ends it, once what is under way is done.
 */
export function repeat(everyMs: number, doWork: () => unknown, parts: GuardParts): () => Promise<void> {
  const run = guarded(doWork, parts);
  let running: Promise<void> | undefined;
  const end = every(everyMs, () => {
    running ??= run().finally(() => {
      running = undefined;
    });
  });
  return async () => {
    end();
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
