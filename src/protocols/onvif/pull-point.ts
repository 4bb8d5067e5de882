import { setTimeout as sleep } from 'node:timers/promises';
import { OnvifError } from './error.ts';
import { type Subscription, subscribe } from './subscription.ts';
import type { PullPoint, PullPointOptions } from './types.ts';

const SECOND = 1_000;
const MAX_WAIT = 60 * SECOND;
/** What has no events at all has none a minute later, and each try is a sign-in. */
const NO_EVENTS_WAIT = 3_600 * SECOND;
/** It answers, and says no or nonsense. */
const NO_EVENTS = new Set(['fault', 'malformed', 'not_onvif', 'too_large']);
/** A wrong account is not tried again and again: that is what locks cameras. */
const REFUSED_WAIT = 300 * SECOND;
const LOCKED_WAIT = 1_800 * SECOND;
/** Between two pulls, whatever the camera answers: at once with nothing is what some do. */
const EMPTY_PULL = 1 * SECOND;
const FULL_PULL = 200;
/** A subscription that has lived so long was a good one: the waits begin anew. */
const GOOD_AFTER = 60 * SECOND;

/**
 * How long to wait after `failures` in a row (from 1 on), ms; `random` of 0…1 keeps 64 cameras apart.
 * @param heard it took the subscription before it failed: then it has events
 */
export function waitAfter(error: Error, failures: number, random: number, heard = false): number {
  const kind = error instanceof OnvifError ? error.kind : '';
  const wait =
    kind === 'locked'
      ? LOCKED_WAIT
      : kind === 'refused'
        ? REFUSED_WAIT
        : Math.min(
            !heard && NO_EVENTS.has(kind) ? NO_EVENTS_WAIT : MAX_WAIT,
            SECOND * 2 ** Math.min(12, failures - 1),
          );
  return Math.round(wait * (0.8 + 0.4 * random));
}

/**
 * Hears a camera's events until closed: subscribe, pull, renew, and after any failure a wait that grows from 1 s to
 * 60 s (5 min after a refused account, 30 min when locked, an hour where it has no events) and a connection anew, with the clock read anew. Never
 * throws; see `onState` for how it stands.
 */
export function pullPoint(options: PullPointOptions): PullPoint {
  const closing = new AbortController();
  const { signal } = closing;
  let listening = false;
  const onAbort = () => closing.abort();
  options.signal?.addEventListener('abort', onAbort, { once: true });
  if (options.signal?.aborted) closing.abort();

  const tell = (error: Error | null, nextTryMs = 0) => {
    listening = error === null;
    safely(() => options.onState?.({ listening, error, nextTryMs }));
  };

  async function run(): Promise<void> {
    for (let failures = 1; !signal.aborted; failures += 1) {
      const began = performance.now();
      try {
        await listen();
      } catch (error) {
        if (signal.aborted) break;
        if (performance.now() - began > GOOD_AFTER) failures = 1;
        const failure = error instanceof Error ? error : new Error(String(error));
        const wait = waitAfter(failure, failures, Math.random(), listening);
        tell(failure, wait);
        await sleep(wait, undefined, { signal, ref: false }).catch(() => {});
      }
    }
    listening = false;
  }

  /** Ends only by throwing. */
  async function listen(): Promise<never> {
    const { openLine } = await import('./line.ts');
    const line = await openLine({ ...options, signal: undefined }, signal);
    const subscription = await subscribe(line, signal);
    try {
      tell(null);
      let renewable = true;
      for (;;) {
        const began = performance.now();
        const events = await subscription.pull(signal);
        for (const event of events) safely(() => options.onEvent(event));
        if (renewable && subscription.renewalDue) renewable = await renew(subscription);
        const least = events.length === 0 ? EMPTY_PULL : FULL_PULL;
        const rest = least - (performance.now() - began);
        if (rest > 0) await sleep(rest, undefined, { signal });
      }
    } finally {
      await subscription.leave().catch(() => {});
    }
  }

  /** False where the camera knows no renewal: the subscription runs out, which the next pull then tells. */
  async function renew(subscription: Subscription): Promise<boolean> {
    try {
      await subscription.renew(signal);
      return true;
    } catch (error) {
      if (error instanceof OnvifError && error.kind === 'fault') return false;
      throw error;
    }
  }

  const running = run();
  return {
    get listening() {
      return listening;
    },
    async close() {
      options.signal?.removeEventListener('abort', onAbort);
      closing.abort();
      await running;
    },
  };
}

/** What a listener throws is its own fault: told on stderr as a warning, and the subscription goes on. */
function safely(call: () => void): void {
  try {
    call();
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error));
  }
}
