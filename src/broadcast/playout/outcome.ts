import type { PlayoutReason } from './reasons.ts';
import type { PlayoutCounts } from './schemas.ts';
import type { PlayoutEvent } from './state.ts';
import { type Moment, settled, silent, type Target } from './target.ts';

/** How a playout ended, from the rows of its speakers and nothing else. */
export interface Outcome {
  readonly event: Extract<PlayoutEvent, 'played' | 'partial' | 'failed' | 'unknown' | 'interrupted'>;
  readonly reason: PlayoutReason | null;
}

export function countTargets(targets: Iterable<Target>): PlayoutCounts {
  const counts = { total: 0, accepted: 0, started: 0, finished: 0, failed: 0, unknown: 0 };
  for (const target of targets) {
    counts.total += 1;
    const started = target.startedAt !== null || target.state === 'finished';
    if (started || target.acceptedAt !== null) counts.accepted += 1;
    if (started) counts.started += 1;
    if (target.state === 'finished') counts.finished += 1;
    if (target.state === 'failed') counts.failed += 1;
    if (target.state === 'unknown') counts.unknown += 1;
  }
  return counts;
}

/** Whether no speaker can change the outcome any more. One that only kept silent may do so until the end. */
export function over(targets: Iterable<Target>, { elapsed, durationMs }: Moment): boolean {
  for (const target of targets) {
    if (!settled(target) || (silent(target) && elapsed < durationMs)) return false;
  }
  return true;
}

/**
 * Played only when every speaker says so: one that cannot say is never counted as heard. A row is stopped singly
 * only where an emergency took its speaker; a stop by hand ends the playout at once.
 */
export function outcome(targets: readonly Target[]): Outcome {
  const { total, finished, failed, unknown } = countTargets(targets);
  const taken = targets.filter((target) => target.state === 'stopped').length;
  if (total === 0) return { event: 'failed', reason: 'no_speaker' };
  if (taken > 0) return { event: finished + unknown > 0 ? 'partial' : 'interrupted', reason: 'emergency' };
  if (failed === total) return { event: 'failed', reason: 'all_failed' };
  if (failed > 0) return { event: 'partial', reason: 'some_failed' };
  if (unknown === total) return { event: 'unknown', reason: 'all_unknown' };
  if (unknown > 0) return { event: 'partial', reason: 'some_unknown' };
  return { event: 'played', reason: null };
}
