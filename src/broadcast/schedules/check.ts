import type { FastifyInstance } from 'fastify';
import { DAY_MS, localDay } from '../../clock.ts';
import type { Priority } from '../../speakers/schemas.ts';
import type { BroadcastSettings } from '../config.ts';
import type { Span } from '../playout/spans.ts';
import type { CheckedSchedule } from './input.ts';
import { occurrences, overlap } from './occurrences.ts';
import { permittedUntil } from './permitted-hours.ts';
import type { ScheduleCheck, ScheduleWarning } from './schemas.ts';

export interface CheckParts {
  app: FastifyInstance;
  settings(): Readonly<BroadcastSettings>;
  /** What is planned or on air in a span of time. */
  spans(from: number, to: number): Span[];
}

/** The bulletin that is to be played, as far as a check needs it. */
export interface ToBePlayed {
  readonly approved: boolean;
  readonly durationMs: number;
  readonly priority: Priority;
}

const AHEAD_MS = 14 * DAY_MS;
const FAR_MS = 732 * DAY_MS;
const MAX_SHOWN = 10;
const MAX_OVERLAPS = 20;

/** What an officer should know before saving: when it will play, and what speaks against it. */
export function createCheck({ app, settings, spans }: CheckParts) {
  return (schedule: CheckedSchedule, bulletin: ToBePlayed, ownId?: string): ScheduleCheck => {
    const now = app.clock.now();
    const length = bulletin.durationMs * schedule.repeats;
    const coming = occurrences(schedule, now, now + AHEAD_MS);
    const planned = spans(now, now + AHEAD_MS).filter(({ scheduleId }) => !ownId || scheduleId !== ownId);
    const zones = new Set(app.commune.withDescendants(schedule.zoneIds));
    const overlaps = findOverlaps(coming, length, planned, zones);
    const speakers = app.speakers.inZones(schedule.zoneIds, bulletin.priority).length;
    const warnings = [
      overlaps.length > 0 && OVERLAP(overlaps.length),
      speakers === 0 && NO_SPEAKER,
      !bulletin.approved && NOT_APPROVED,
      ...judgeLengths(coming, length, planned),
    ].filter((warning) => warning !== false);
    return { next: nextOf(schedule, coming, now), overlaps, warnings, speakers };
  };

  function nextOf(schedule: CheckedSchedule, coming: number[], now: number): number[] {
    const found = coming.length >= MAX_SHOWN ? coming : occurrences(schedule, now, now + FAR_MS);
    return found.slice(0, MAX_SHOWN);
  }

  function findOverlaps(coming: number[], length: number, planned: Span[], zones: Set<string>) {
    const near = planned.filter(({ zoneIds }) => touches(zoneIds, zones));
    const found: ScheduleCheck['overlaps'] = [];
    let first = 0;
    for (const at of coming) {
      // What ended before this occurrence ended before all later ones too.
      while (first < near.length && (near[first]?.until ?? 0) <= at) first += 1;
      for (const span of near.slice(first)) {
        if (span.at >= at + length || found.length === MAX_OVERLAPS) break;
        if (!overlap(at, at + length, span.at, span.until)) continue;
        const { playoutId, title, zoneIds } = span;
        found.push({ at, playoutId, title, plannedAt: span.at, zoneIds: [...zoneIds] });
      }
    }
    return found;
  }

  function touches(zoneIds: readonly string[], zones: ReadonlySet<string>): boolean {
    return app.commune.withDescendants(zoneIds).some((id) => zones.has(id));
  }

  function judgeLengths(coming: number[], length: number, planned: Span[]): (ScheduleWarning | false)[] {
    const { longestMinutes, maxSessionsPerDay, permittedFrom: from, permittedTo: to } = settings();
    const hours = { from, to };
    const sessions = new Map<string, number>();
    for (const at of [...coming, ...planned.map((span) => span.at)]) {
      sessions.set(localDay(at), (sessions.get(localDay(at)) ?? 0) + 1);
    }
    const most = Math.max(0, ...coming.map((at) => sessions.get(localDay(at)) ?? 0));
    return [
      length > longestMinutes * 60_000 && TOO_LONG(length, longestMinutes),
      most > maxSessionsPerDay && TOO_MANY(most, maxSessionsPerDay),
      coming.some((at) => at + length > (permittedUntil(hours, at) ?? Number.POSITIVE_INFINITY)) &&
        PAST_HOURS(to),
    ];
  }
}

const NO_SPEAKER: ScheduleWarning = {
  code: 'no_speaker',
  message: 'Địa bàn đã chọn chưa có loa nào dùng được: đến giờ sẽ không phát được.',
  messageEn: 'There is no usable speaker in the chosen zones: nothing will be heard.',
};
const NOT_APPROVED: ScheduleWarning = {
  code: 'not_approved',
  message: 'Bản tin chưa được duyệt. Đến giờ mà chưa duyệt thì sẽ không phát.',
  messageEn: 'The bulletin is not approved. It will not be played unless it is by then.',
};
const OVERLAP = (count: number): ScheduleWarning => ({
  code: 'overlap',
  message: `Trùng giờ với ${count} lượt phát khác trên cùng địa bàn; loa bận thì lượt sau phải chờ.`,
  messageEn: `Overlaps ${count} other playouts in the same zones; the later ones will have to wait.`,
});
const TOO_LONG = (length: number, limit: number): ScheduleWarning => ({
  code: 'too_long',
  message: `Dài khoảng ${Math.round(length / 60_000)} phút, quá ${limit} phút cho một buổi phát.`,
  messageEn: `About ${Math.round(length / 60_000)} minutes long, more than ${limit} for one session.`,
});
const TOO_MANY = (most: number, limit: number): ScheduleWarning => ({
  code: 'too_many',
  message: `Có ngày phát tới ${most} buổi, quá ${limit} buổi một ngày.`,
  messageEn: `Some day would have ${most} sessions, more than ${limit}.`,
});
const PAST_HOURS = (to: string): ScheduleWarning => ({
  code: 'past_hours',
  message: `Phát xong sẽ quá ${to}, giờ cuối được phép phát.`,
  messageEn: `It would end after ${to}, the end of the permitted hours.`,
});
