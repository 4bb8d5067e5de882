import type { Acknowledges, ReportKind } from '../../speakers/schemas.ts';
import type { TargetError } from './reasons.ts';
import type { TargetState } from './schemas.ts';

/** What one speaker was told and did: a row of `playout_targets` and, while on air, where its lease stands. */
export interface Target {
  readonly speakerId: string;
  readonly name: string;
  readonly zoneId: string | null;
  readonly acknowledges: Acknowledges;
  readonly state: TargetState;
  readonly commandedAt: number;
  readonly acceptedAt: number | null;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly lateMs: number | null;
  readonly error: TargetError | null;
  readonly detail: string | null;
  readonly voice: string | null;
  /** Its link is down, or was when it was commanded, and it has said nothing since. */
  readonly away: boolean;
}

/** Where a playout stands. `elapsed` runs on the clock that never steps. */
export interface Moment {
  /** UTC ms. */
  readonly now: number;
  /** Milliseconds since the audio was due; negative before. */
  readonly elapsed: number;
  readonly dueAt: number;
  readonly durationMs: number;
}

export interface Report {
  readonly kind: ReportKind;
  readonly at: number;
  /** Milliseconds since it happened, where it had to wait for the speaker's network. */
  readonly age?: number;
  readonly reason?: string;
}

/** From due to the first sign of life; what a cluster of 4G boxes needs on a bad day. */
export const START_GRACE_MS = 10_000;
/** From the audio's end to “finished”. */
const FINISH_GRACE_MS = 10_000;
/** A speaker's time further than this from the arrival of its report is a wrong clock. */
const CLOCK_TOLERANCE_MS = 10_000;
/** Speakers trim silence and count differently; less than this is missing nothing that was said. */
const SHORT_TOLERANCE_MS = 2_000;
const DETAIL_MAX = 200;

/** Whether the row waits for nothing more. */
export function settled(target: Target): boolean {
  return target.state !== 'commanded' && target.state !== 'accepted' && target.state !== 'started';
}

/** Failed by silence only: it may still be heard while the playout lasts. */
export function silent(target: Target): boolean {
  return (
    target.state === 'failed' &&
    (target.error === 'no_answer' || target.error === 'no_start' || target.error === 'offline')
  );
}

/** The row after a report. What does not fit (repeated, out of order, after the end) changes nothing. */
export function reported(target: Target, report: Report, moment: Moment): Target {
  if (settled(target) && !silent(target)) return target;
  const { at, since } = instantOf(report, target, moment);
  const heard = { ...target, away: false };
  switch (report.kind) {
    case 'accepted':
      return target.state === 'commanded' ? { ...heard, state: 'accepted', acceptedAt: at } : target;
    case 'started':
      if (target.state === 'started') return target;
      return { ...heard, state: 'started', startedAt: at, lateMs: since, error: null };
    case 'finished':
      return finish(heard, { at, since }, moment);
    case 'stopped':
      return { ...heard, state: 'failed', finishedAt: at, error: 'stopped_there' };
    case 'failed':
      return {
        ...heard,
        state: 'failed',
        error: 'device',
        detail: report.reason?.slice(0, DETAIL_MAX) ?? null,
      };
    case 'ready':
      return target;
  }
}

/** “Finished” is believed only when the audio can have sounded whole. */
function finish(target: Target, { at, since }: Instant, { durationMs }: Moment): Target {
  const sounded = since - (target.lateMs ?? 0);
  const short = sounded < durationMs - Math.max(SHORT_TOLERANCE_MS, durationMs / 10);
  const end = { ...target, finishedAt: at };
  return short ? { ...end, state: 'failed', error: 'cut_short' } : { ...end, state: 'finished', error: null };
}

/** When it happened: `at` UTC ms, `since` ms after the audio was due. */
interface Instant {
  readonly at: number;
  readonly since: number;
}

/**
 * What had to wait for the network goes by its age, on the clock that never steps. Else it is the report's own time,
 * unless that is far from when the report arrived: then the speaker's clock is wrong.
 */
function instantOf(report: Report, { commandedAt }: Target, { now, dueAt, elapsed }: Moment): Instant {
  if (report.age !== undefined) {
    const since = Math.round(Math.max(elapsed - report.age, commandedAt - dueAt));
    return { at: dueAt + since, since };
  }
  const at = Math.abs(report.at - now) <= CLOCK_TOLERANCE_MS ? report.at : now;
  const byWall = at - dueAt;
  // The wall clock may have been set in between.
  return { at, since: Math.round(Math.abs(byWall - elapsed) <= CLOCK_TOLERANCE_MS ? byWall : elapsed) };
}

/** The link to the speaker went down. */
export function left(target: Target): Target {
  return settled(target) || target.away ? target : { ...target, away: true };
}

/** The row once a lease has run out, so that nothing stays on air for ever; the same row while none has. */
export function expired(target: Target, moment: Moment): Target {
  const { elapsed, durationMs } = moment;
  const ended = elapsed >= durationMs;
  switch (target.state) {
    case 'commanded':
      if (target.acknowledges === 'none') return ended ? { ...target, state: 'unknown' } : target;
      return elapsed > START_GRACE_MS ? fail(target, target.away ? 'offline' : 'no_answer') : target;
    case 'accepted':
      if (target.acknowledges === 'none' || target.acknowledges === 'accepted') {
        return ended ? { ...target, state: 'unknown' } : target;
      }
      return elapsed > START_GRACE_MS ? fail(target, target.away ? 'offline' : 'no_start') : target;
    case 'started':
      return expireStarted(target, moment);
    default:
      return target;
  }
}

function expireStarted(target: Target, { elapsed, durationMs }: Moment): Target {
  const end = (target.lateMs ?? 0) + durationMs;
  if (target.acknowledges === 'finished') {
    return elapsed > end + FINISH_GRACE_MS ? fail(target, target.away ? 'left' : 'no_finish') : target;
  }
  if (elapsed < end) return target;
  // It cannot say that it finished: no instant is made up for it.
  return target.away ? fail(target, 'left') : { ...target, state: 'finished' };
}

function fail(target: Target, error: TargetError): Target {
  return { ...target, state: 'failed', error };
}
