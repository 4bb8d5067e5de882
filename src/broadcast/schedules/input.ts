import { DAY_MS, localInstant } from '../../clock.ts';
import type { Commune } from '../../commune/index.ts';
import { invalid } from '../../errors.ts';
import { requireZones } from '../zones.ts';
import { dayExists, firstOccurrences } from './occurrences.ts';
import { type Hours, permitted } from './permitted-hours.ts';
import type { ScheduleInput } from './schemas.ts';

/** What an officer asked for, made whole; days and times exist, and something is left to play. */
export interface CheckedSchedule {
  bulletinId: string;
  name: string;
  zoneIds: string[];
  kind: 'once' | 'weekly';
  date: string | null;
  days: number[];
  times: string[];
  from: string | null;
  to: string | null;
  except: string[];
  chime: string | null;
  repeats: number;
  enabled: boolean;
}

export interface Surroundings {
  /** UTC ms. */
  readonly now: number;
  readonly hours: Hours;
  readonly commune: Pick<Commune, 'zone'>;
  /** The schedule as it stands, where one is edited. */
  readonly before?: Pick<CheckedSchedule, 'date' | 'times'> | undefined;
}

/** The furthest ahead that a once-only broadcast or the first of a weekly one may lie. */
export const FURTHEST_MS = 732 * DAY_MS;

/**
 * Checks what the schema cannot say; throws `input.invalid` naming the field. A schedule that is switched off
 * may lie in the past and outside the permitted hours: it is kept, not played.
 */
export function checkSchedule(input: ScheduleInput, around: Surroundings): CheckedSchedule {
  const checked: CheckedSchedule = {
    bulletinId: input.bulletinId,
    name: input.name?.trim() ?? '',
    zoneIds: input.zoneIds,
    kind: input.kind,
    chime: input.chime ?? null,
    repeats: input.repeats ?? 1,
    enabled: input.enabled ?? true,
    times: [...input.times].sort(),
    ...(input.kind === 'once' ? once(input) : weekly(input)),
  };
  requireZones(around.commune, checked.zoneIds);
  if (checked.enabled) {
    refuseQuietHours(input.times, around.hours);
    refusePast(checked, input, around);
  }
  return checked;
}

type Days = Pick<CheckedSchedule, 'date' | 'days' | 'from' | 'to' | 'except'>;

function once({ date }: ScheduleInput): Days {
  if (date == null) throw invalid('date', 'hãy chọn ngày phát', 'choose the day of the broadcast');
  mustExist('date', date);
  return { date, days: [], from: null, to: null, except: [] };
}

function weekly({ days = [], from = null, to = null, except = [] }: ScheduleInput): Days {
  if (days.length === 0)
    throw invalid('days', 'hãy chọn ít nhất một ngày trong tuần', 'choose at least one day of the week');
  if (from !== null) mustExist('from', from);
  if (to !== null) mustExist('to', to);
  if (from !== null && to !== null && to < from)
    throw invalid('to', 'ngày cuối không được trước ngày đầu', 'the last day must not be before the first');
  for (const [index, day] of except.entries()) mustExist(`except.${index}`, day);
  return { date: null, days: [...days].sort(), from, to, except: [...except].sort() };
}

function mustExist(field: string, day: string): void {
  if (!dayExists(day))
    throw invalid(field, 'không có ngày này trong lịch', 'there is no such day in the calendar');
}

function refuseQuietHours(times: readonly string[], hours: Hours): void {
  times.forEach((time, index) => {
    // Any day will do: Việt Nam's wall time never jumps.
    if (!permitted(hours, localInstant('2026-01-01', time) ?? 0)) {
      throw invalid(
        `times.${index}`,
        `ngoài giờ được phép phát (${hours.from}–${hours.to})`,
        `outside the permitted hours (${hours.from}–${hours.to})`,
      );
    }
  });
}

function refusePast(checked: CheckedSchedule, { times }: ScheduleInput, { now, before }: Surroundings): void {
  if (checked.date !== null) {
    refusePastTimes(checked.date, times, now, before);
    return;
  }
  const start = checked.from === null ? now : Math.max(now, localInstant(checked.from, '00:00') ?? now);
  if (start > now + FURTHEST_MS)
    throw invalid('from', 'xa quá, chỉ đặt trước được hai năm', 'too far ahead: two years at most');
  if (firstOccurrences(checked, start, start + FURTHEST_MS, 1).length === 0) {
    throw invalid(
      checked.to === null ? 'days' : 'to',
      'không còn lần phát nào từ nay về sau',
      'nothing is left to play from now on',
    );
  }
}

/** What of a schedule has been played already may stay in it, as long as something is left to play. */
function refusePastTimes(
  date: string,
  times: readonly string[],
  now: number,
  before: Surroundings['before'],
): void {
  const isPast = (time: string) => (localInstant(date, time) ?? 0) <= now;
  const stood = before?.date === date && !times.every(isPast) ? before.times : [];
  times.forEach((time, index) => {
    if (isPast(time) && !stood.includes(time)) {
      throw invalid(
        (localInstant(date, '23:59') ?? 0) < now ? 'date' : `times.${index}`,
        'giờ này đã qua',
        'this time has passed',
      );
    }
    if ((localInstant(date, time) ?? 0) > now + FURTHEST_MS) {
      throw invalid('date', 'xa quá, chỉ đặt trước được hai năm', 'too far ahead: two years at most');
    }
  });
}
