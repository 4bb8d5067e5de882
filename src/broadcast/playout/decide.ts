import { type Hours, permitted } from '../schedules/permitted-hours.ts';
import type { PlayoutReason, ReasonDetails, Said } from './reasons.ts';

/** The command goes out this long before the second, so that 500 speakers hold it in time. */
export const COMMAND_LEAD_MS = 3_000;
/** What starts late is still told a common instant, near enough, for its speakers to begin together. */
export const LATE_LEAD_MS = 1_000;

/** What stands for and against beginning a playout now. Instants are UTC ms. */
export interface Facts {
  readonly now: number;
  /** What was ordered to sound at once keeps its distance from now when the wall clock is stepped. */
  readonly plannedAt: number;
  readonly emergency: boolean;
  /** A drill while a real emergency is on air, or about to be. */
  readonly givesWay: boolean;
  /** The version that was prepared, or is to be, is approved. */
  readonly approved: boolean;
  /** Prepared, with its audio at hand. */
  readonly ready: boolean;
  /** Why the last try to prepare it failed. */
  readonly error: Said | undefined;
  readonly hours: Hours;
  /** How late it may begin. */
  readonly graceMs: number;
  /** Why it is late, should it be. */
  readonly whyLate: PlayoutReason;
  /** How long it has waited for its speakers; `undefined` when it has not had to. */
  readonly waitedMs: number | undefined;
  readonly waitMs: number;
  /** From now to the common start of an emergency; 0 for as soon as each can. */
  readonly emergencyLeadMs: number;
  /**
   * Speakers that it is for, and for how long the busiest of them still sounds: a command cuts off what a speaker
   * is saying, even if it is for later. Asked only near its time.
   */
  speakers(): { readonly count: number; readonly busyForMs: number };
}

export type Decision =
  | { readonly act: 'hold' }
  | { readonly act: 'wait' }
  /** `startAt` 0 is at once. */
  | { readonly act: 'start'; readonly startAt: number }
  | {
      readonly act: 'end';
      readonly event: 'missed' | 'failed' | 'cancelled';
      readonly reason: PlayoutReason;
      readonly details?: ReasonDetails;
    };

const HOLD = { act: 'hold' } as const;

/** Whether a playout before air begins, waits in line for busy speakers, is held, or will not be heard at all. */
export function decide(facts: Facts): Decision {
  const { now, plannedAt, emergency, approved, ready, error } = facts;
  if (facts.givesWay) return { act: 'end', event: 'cancelled', reason: 'drill_gives_way' };
  // At air time there is no more time for a leader: what is not approved by then stays silent.
  if (!approved) return now < plannedAt ? HOLD : { act: 'end', event: 'missed', reason: 'not_approved' };
  if (tooLate(facts)) {
    if (error === undefined) return { act: 'end', event: 'missed', reason: facts.whyLate };
    const details = { error: error.vi, errorEn: error.en };
    return { act: 'end', event: 'failed', reason: 'prepare_failed', details };
  }
  if (!ready || now < plannedAt - COMMAND_LEAD_MS) return HOLD;
  const { count, busyForMs } = facts.speakers();
  if (count === 0) return { act: 'end', event: 'failed', reason: 'no_speaker' };
  if (emergency) {
    return { act: 'start', startAt: facts.emergencyLeadMs > 0 ? now + facts.emergencyLeadMs : 0 };
  }
  const startAt = now > plannedAt - LATE_LEAD_MS ? now + LATE_LEAD_MS : plannedAt;
  if (!permitted(facts.hours, startAt)) return { act: 'end', event: 'missed', reason: 'quiet_hours' };
  if (busyForMs === 0) return { act: 'start', startAt };
  if ((facts.waitedMs ?? 0) <= facts.waitMs) return { act: 'wait' };
  return {
    act: 'end',
    event: 'missed',
    reason: 'busy',
    details: { minutes: Math.round(facts.waitMs / 60_000) },
  };
}

/** Waiting in line is no lateness; but after that time, only the station itself can have kept it from its turn. */
function tooLate({ now, plannedAt, graceMs, waitedMs, waitMs }: Facts): boolean {
  return waitedMs === undefined ? now > plannedAt + graceMs : waitedMs > waitMs + graceMs;
}
