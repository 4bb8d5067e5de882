import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { DAY_MS, localDay } from '../../clock.ts';
import type { Priority } from '../../speakers/schemas.ts';
import type { BroadcastSettings } from '../config.ts';
import type { Span, spanReader } from '../playout/spans.ts';
import { zonesTouching } from '../zones.ts';
import { type CheckedSchedule, FURTHEST_MS } from './input.ts';
import { firstOccurrences, meeting, occurrences } from './occurrences.ts';
import { permittedUntil } from './permitted-hours.ts';
import type { ScheduleCheck, ScheduleWarning } from './schemas.ts';
import { NO_SPEAKER, NOT_APPROVED, OVERLAP, PAST_HOURS, TOO_CLOSE, TOO_LONG, TOO_MANY } from './warnings.ts';

export interface CheckParts {
  app: FastifyInstance;
  settings(): Readonly<BroadcastSettings>;
  /** What is planned or on air, a page at a time. */
  spans: ReturnType<typeof spanReader>;
}

/** The bulletin that is to be played, as far as a check needs it. */
export interface ToBePlayed {
  readonly approved: boolean;
  readonly durationMs: number;
  readonly priority: Priority;
}

/** What is planned beside a schedule. */
interface Beside {
  readonly overlaps: ScheduleCheck['overlaps'];
  /** There are more overlaps than these. */
  more: boolean;
  /** Playouts a local day, this schedule's own among them. */
  readonly sessions: Map<string, number>;
}

const AHEAD_MS = 14 * DAY_MS;
const MAX_SHOWN = 10;
const MAX_OVERLAPS = 20;

/** What an officer should know before saving: when it will play, and what speaks against it. */
export function createCheck({ app, settings, spans }: CheckParts) {
  return async (schedule: CheckedSchedule, bulletin: ToBePlayed, ownId?: string): Promise<ScheduleCheck> => {
    const now = app.clock.now();
    const length = bulletin.durationMs * schedule.repeats;
    const coming = occurrences(schedule, now, now + AHEAD_MS);
    const beside = await look(schedule, coming, length, ownId);
    const speakers = app.speakers.inZones(schedule.zoneIds, bulletin.priority).length;
    const warnings = [
      beside.overlaps.length > 0 && OVERLAP(beside.overlaps.length, beside.more),
      coming.some((at, i) => (coming[i + 1] ?? Number.POSITIVE_INFINITY) < at + length) && TOO_CLOSE(length),
      speakers === 0 && NO_SPEAKER,
      !bulletin.approved && NOT_APPROVED,
      ...judgeLengths(coming, length, beside.sessions),
    ].filter((warning) => warning !== false);
    const next = firstOccurrences(schedule, now, now + FURTHEST_MS, MAX_SHOWN);
    return { next, overlaps: beside.overlaps, warnings, speakers };
  };

  /** Goes through what is planned, the main thread given back after each page. */
  async function look(
    schedule: CheckedSchedule,
    coming: number[],
    length: number,
    ownId: string | undefined,
  ): Promise<Beside> {
    const now = app.clock.now();
    const zones = zonesTouching(app.commune, schedule.zoneIds);
    const beside: Beside = { overlaps: [], more: false, sessions: new Map() };
    const count = (at: number) =>
      beside.sessions.set(localDay(at), (beside.sessions.get(localDay(at)) ?? 0) + 1);
    coming.forEach(count);
    let page = spans(now + AHEAD_MS);
    for (;;) {
      for (const span of page.spans) {
        if (span.until <= now || (ownId !== undefined && span.scheduleId === ownId)) continue;
        count(span.at);
        if (!beside.more && span.zoneIds.some((id) => zones.has(id))) meet(beside, coming, length, span);
      }
      if (!page.next) break;
      await nextTurn();
      page = spans(now + AHEAD_MS, page.next);
    }
    beside.overlaps.sort((a, b) => a.at - b.at || a.plannedAt - b.plannedAt);
    return beside;
  }

  function meet(beside: Beside, coming: number[], length: number, span: Span): void {
    const { playoutId, title, zoneIds, at: plannedAt } = span;
    for (const at of meeting(coming, length, plannedAt, span.until)) {
      if (beside.overlaps.length === MAX_OVERLAPS) {
        beside.more = true;
        return;
      }
      beside.overlaps.push({ at, playoutId, title, plannedAt, zoneIds: [...zoneIds] });
    }
  }

  function judgeLengths(
    coming: number[],
    length: number,
    sessions: ReadonlyMap<string, number>,
  ): (ScheduleWarning | false)[] {
    const { longestMinutes, maxSessionsPerDay, permittedFrom: from, permittedTo: to } = settings();
    const hours = { from, to };
    const most = Math.max(0, ...coming.map((at) => sessions.get(localDay(at)) ?? 0));
    return [
      length > longestMinutes * 60_000 && TOO_LONG(length, longestMinutes),
      most > maxSessionsPerDay && TOO_MANY(most, maxSessionsPerDay),
      coming.some((at) => at + length > (permittedUntil(hours, at) ?? Number.POSITIVE_INFINITY)) &&
        PAST_HOURS(to),
    ];
  }
}
