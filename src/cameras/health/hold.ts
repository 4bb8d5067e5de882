import type { CameraState } from '../schemas.ts';
import { HEALTH_CODES, HEALTH_REASONS, type HealthCode } from './reasons.ts';

/** What is looked at, each by itself; `null` of an aspect: it is well. */
export const ASPECTS = {
  reach: { bad: 2, good: 2 },
  account: { bad: 1, good: 1 },
  stream: { bad: 2, good: 1 },
  /** The large stream, while it is in use. */
  main: { bad: 2, good: 1 },
  picture: { bad: 3, good: 1 },
  recording: { bad: 3, good: 2 },
  clock: { bad: 2, good: 1 },
  firmware: { bad: 1, good: 1 },
} as const satisfies Record<string, { bad: number; good: number }>;
export type Aspect = keyof typeof ASPECTS;

/** One aspect with its memory, so that a single odd look changes nothing. */
export interface Hold {
  /** What is said of it; undefined before it is known. */
  said: HealthCode | null | undefined;
  /** What the last look saw, and how many in a row saw just that. */
  seen: HealthCode | null;
  times: number;
  /** How many in a row saw some fault, whichever. */
  faulty: number;
}
export type Holds = Readonly<Partial<Record<Aspect, Hold>>>;

/** More looks than this need not be counted. */
const ENOUGH = 100;

/**
 * The aspect after one more look. A fault must be seen `bad` times in a row and its end `good` times; the first good
 * look of all counts at once. Another fault of the same aspect takes the place of the first once it is as well proven.
 */
export function look(before: Hold | undefined, seen: HealthCode | null, aspect: Aspect): Hold {
  const { bad, good } = ASPECTS[aspect];
  const times = Math.min(before?.seen === seen ? before.times + 1 : 1, ENOUGH);
  const faulty = seen === null ? 0 : Math.min((before?.faulty ?? 0) + 1, ENOUGH);
  const hold = { said: before?.said, seen, times, faulty };
  const isProven =
    seen === null
      ? times >= good || before?.said === undefined
      : times >= bad || (faulty >= bad && !before?.said);
  return isProven ? { ...hold, said: seen } : hold;
}

export interface Verdict {
  state: CameraState;
  reason: HealthCode | null;
}

/**
 * The state of a camera with its gravest reason. Unknown until somebody knows whether it is there: all else needs it.
 */
export function judge(holds: Holds, enabled: boolean): Verdict {
  if (!enabled) return { state: 'off', reason: null };
  const faults = new Set<HealthCode>();
  for (const hold of Object.values(holds)) if (hold.said) faults.add(hold.said);
  const reason = HEALTH_CODES.find((code) => faults.has(code)) ?? null;
  const state = reason === null ? 'ok' : HEALTH_REASONS[reason].state;
  if (state === 'ok' && holds.reach?.said === undefined) return { state: 'unknown', reason: null };
  return { state, reason };
}

/** True while the last look saw something else than what is said: it should be looked at again soon. */
export function isUnsure(hold: Hold | undefined): boolean {
  return hold !== undefined && hold.seen !== hold.said;
}
