/** Keeps a failing engine from being asked again and again, since each attempt costs the time until it is given up. */
export interface Breaker {
  /** Whether it may be asked now. After the rest one attempt is let through; its outcome decides. */
  allows(engine: string): boolean;
  succeeded(engine: string): void;
  /** @param final it said no (wrong key, no quota): asking at once again is no use */
  failed(engine: string, final: boolean): void;
  /** Until when it rests, monotonic ms; undefined where it may be asked. */
  restsUntil(engine: string): number | undefined;
}

const FAILURES = 3;
const FIRST_REST_MS = 60_000;
const LONGEST_REST_MS = 30 * 60_000;

/** @param monotonic milliseconds that only grow */
export function createBreaker(monotonic: () => number): Breaker {
  const engines = new Map<string, { failures: number; restMs: number; until: number }>();

  return {
    allows(engine) {
      const state = engines.get(engine);
      if (!state || state.until === 0) return true;
      if (monotonic() < state.until) return false;
      // One attempt; whoever asks meanwhile is refused until its outcome is known.
      state.until = monotonic() + state.restMs;
      return true;
    },
    succeeded(engine) {
      engines.delete(engine);
    },
    failed(engine, final) {
      const state = engines.get(engine) ?? { failures: 0, restMs: 0, until: 0 };
      state.failures++;
      if (final || state.failures >= FAILURES || state.restMs > 0) {
        state.restMs = final
          ? LONGEST_REST_MS
          : Math.min(Math.max(state.restMs * 2, FIRST_REST_MS), LONGEST_REST_MS);
        state.until = monotonic() + state.restMs;
      }
      engines.set(engine, state);
    },
    restsUntil(engine) {
      const until = engines.get(engine)?.until;
      return until !== undefined && until > monotonic() ? until : undefined;
    },
  };
}
