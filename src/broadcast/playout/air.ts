import type { Clock } from '../../clock.ts';
import { countTargets } from './outcome.ts';
import type { PlayoutRecord } from './record.ts';
import { type Moment, settled, type Target } from './target.ts';

/** A playout that sounds, or should. What its rows say is kept here and written in batches (reports.ts). */
export interface OnAir {
  record: PlayoutRecord;
  readonly targets: Map<string, Target>;
  /** UTC ms at which the audio is due. */
  readonly dueAt: number;
  /** The same on the clock that never steps: leases run on this one. */
  readonly dueMono: number;
  readonly durationMs: number;
  /** Speakers whose row has changed since it was written. */
  readonly unwritten: Set<string>;
  /** Writes its intent; null once that is written. Only an emergency is ever on air before it is. */
  intent: (() => void) | null;
  /** Somebody has stopped it, and the disk has not taken that yet: it is stop.ts’s business alone. */
  stopped: boolean;
  /** Left over by a crash: its leases are recovery's business. */
  readonly orphan: boolean;
}

/** Everything on air, by playout. */
export interface Air {
  put(entry: OnAir): void;
  get(playoutId: string): OnAir | undefined;
  all(): OnAir[];
  drop(playoutId: string): void;
  moment(entry: OnAir): Moment;
  /** Milliseconds for which a speaker will still be sounding; 0 when it is free. */
  busyFor(speakerId: string): number;
}

/** A speaker that has not said that it finished is left in peace this long after it should have. */
const TAIL_MS = 700;

export function createAir(clock: Pick<Clock, 'now' | 'monotonic'>): Air {
  const entries = new Map<string, OnAir>();

  function moment({ dueAt, dueMono, durationMs }: OnAir): Moment {
    return { now: clock.now(), elapsed: clock.monotonic() - dueMono, dueAt, durationMs };
  }

  return {
    put: (entry) => void entries.set(entry.record.id, entry),
    get: (playoutId) => entries.get(playoutId),
    all: () => [...entries.values()],
    drop: (playoutId) => void entries.delete(playoutId),
    moment,
    busyFor(speakerId) {
      let longest = 0;
      for (const entry of entries.values()) {
        const target = entry.targets.get(speakerId);
        if (!target || settled(target)) continue;
        const { elapsed, durationMs } = moment(entry);
        longest = Math.max(longest, durationMs + (target.lateMs ?? 0) + TAIL_MS - elapsed);
      }
      return longest;
    },
  };
}

/** Replaces one row, to be written with the next batch. */
export function setTarget(entry: OnAir, target: Target): void {
  entry.targets.set(target.speakerId, target);
  entry.unwritten.add(target.speakerId);
}

/** The record with what these rows add up to. */
export function counted(record: PlayoutRecord, targets: readonly Target[]): PlayoutRecord {
  const starts = targets.flatMap(({ startedAt }) => (startedAt === null ? [] : [startedAt]));
  const startedAt = starts.length > 0 ? starts.reduce((a, b) => Math.min(a, b)) : null;
  return { ...record, ...countTargets(targets), startedAt };
}

/** The speakers that have not said that they finished. */
export function unheard(targets: Iterable<Target>): string[] {
  return Array.from(targets).flatMap(({ state, speakerId }) => (state === 'finished' ? [] : [speakerId]));
}
