import type { FastifyInstance } from 'fastify';
import type { Bulletin } from '../bulletins/schemas.ts';
import type { BroadcastSettings } from '../config.ts';
import { PRIORITIES } from '../fields.ts';
import { ageOf, atOnce } from './age.ts';
import type { Air } from './air.ts';
import { COMMAND_LEAD_MS, type Decision, decide } from './decide.ts';
import type { PlayoutLog } from './log.ts';
import type { Notices } from './notices.ts';
import type { PlayoutsRepository } from './playouts-repository.ts';
import type { Preparer } from './prepare.ts';
import type { Reach } from './reach.ts';
import type { PlayoutReason } from './reasons.ts';
import { isEmergency, type PlayoutRecord } from './record.ts';
import type { Starter } from './start.ts';

interface DispatchParts {
  app: FastifyInstance;
  settings(): Readonly<BroadcastSettings>;
  air: Air;
  log: PlayoutLog;
  playouts: Pick<PlayoutsRepository, 'save'>;
  preparer: Preparer;
  starter: Starter;
  reach: Reach;
  notices: Notices;
  bulletin(id: string): Bulletin | undefined;
  /** Whether a real emergency is on air, or about to be. */
  emergencyUnderWay(): boolean;
  /** Whether somebody has cancelled it, and the disk has not taken that. */
  refused(id: string): boolean;
  /** Why a playout is late that should have begun before now. */
  whyLate(record: PlayoutRecord): PlayoutReason;
}

const ALL_DAY = { from: '00:00', to: '00:00' };
/** Speakers kept for another: until it has had its turn. */
const WHO_KNOWS_MS = Number.POSITIVE_INFINITY;

export type Dispatch = ReturnType<typeof createDispatch>;

/** Gathers what is known of a playout before air, and does what decide() makes of it. */
export function createDispatch(parts: DispatchParts) {
  const { app, settings, air, log, playouts, preparer, starter, reach, notices, bulletin, whyLate } = parts;
  const startedAt = app.clock.monotonic();
  /** Since when (monotonic ms) a playout that could begin waits for its speakers. */
  const waiting = new Map<string, number>();

  function judge(record: PlayoutRecord, now: number, kept: ReadonlySet<string>): Decision {
    const { waitMinutes, permittedFrom: from, permittedTo: to } = settings();
    const emergency = isEmergency(record);
    return decide({
      now,
      plannedAt: dueAt(record, now),
      emergency,
      givesWay: record.kind === 'drill' && parts.emergencyUnderWay(),
      approved: approved(record),
      ready: record.state === 'ready' && preparer.audioOf(record.id) !== undefined,
      error: preparer.errorOf(record.id),
      // A clock that is known to be wrong cannot say what hour it is.
      hours: app.clock.trusted() ? { from, to } : ALL_DAY,
      graceMs: graceMs(record),
      whyLate: ageOf(record, app.clock) === undefined ? 'clock_untrusted' : whyLate(record),
      waitedMs: waitedMs(record),
      waitMs: waitMinutes * 60_000,
      emergencyLeadMs: emergencyLeadMs(),
      speakers() {
        const busy = reach(record).map(({ id }) => (kept.has(id) ? WHO_KNOWS_MS : air.busyFor(id)));
        return { count: busy.length, busyForMs: Math.max(0, ...busy) };
      },
    });
  }

  /** By the wall clock as it stands; what was ordered at once moves along where that is stepped. */
  function dueAt(record: PlayoutRecord, now: number): number {
    return atOnce(record) ? now - (ageOf(record, app.clock) ?? Number.POSITIVE_INFINITY) : record.plannedAt;
  }

  /** How late it may begin. An emergency is better late than never; “now” is as soon as the audio can be made. */
  function graceMs(record: PlayoutRecord): number {
    const { graceSeconds } = settings();
    if (isEmergency(record)) return patienceMs();
    return graceSeconds * 1_000 + (atOnce(record) ? preparer.renderedMs(record.id) : 0);
  }

  function patienceMs(): number {
    return settings().replayMinutes * 60_000;
  }

  /** Known across a restart; within one run, by the clock that never steps. */
  function waitedMs(record: PlayoutRecord): number | undefined {
    const since = waiting.get(record.id);
    if (since !== undefined) return app.clock.monotonic() - since;
    if (record.waitingSince === null) return undefined;
    const age = ageOf(record, app.clock) ?? Number.POSITIVE_INFINITY;
    const waited = Math.max(0, age - (record.waitingSince - record.plannedAt));
    waiting.set(record.id, app.clock.monotonic() - waited);
    return waited;
  }

  function wait(record: PlayoutRecord): void {
    if (!waiting.has(record.id)) waiting.set(record.id, app.clock.monotonic());
    if (record.waitingSince !== null) return;
    const age = ageOf(record, app.clock) ?? 0;
    playouts.save({ ...record, waitingSince: Math.round(record.plannedAt + age) });
  }

  function carryOut(record: PlayoutRecord, decision: Decision): void {
    const audio = preparer.audioOf(record.id);
    if (decision.act === 'start' && audio) {
      const start = isEmergency(record) ? starter.startEmergency : starter.start;
      start({ record, audio, speakers: reach(record), startAt: decision.startAt });
      forget(record.id);
    } else if (decision.act === 'wait') wait(record);
    else if (decision.act === 'end') end(record, decision);
  }

  function end(record: PlayoutRecord, { event, reason, details = {} }: Decision & { act: 'end' }): void {
    app.db.transaction(() => notices.ended(log.move(record, event, { reason, details })))();
    forget(record.id);
  }

  function approved(record: PlayoutRecord): boolean {
    if (record.bulletinId === null) return true;
    const found = bulletin(record.bulletinId);
    return found?.state === 'approved' && (record.bulletinVersion ?? found.version) === found.version;
  }

  /** Where the station's clock is wrong, a speaker may go by a right one: “at once” is all that is sure. */
  function emergencyLeadMs(): number {
    return app.clock.trusted() ? settings().emergencyLeadMs : 0;
  }

  function prepareAt(record: PlayoutRecord, now: number): number {
    return dueAt(record, now) - settings().prepareSeconds * 1_000;
  }

  function forget(id: string): void {
    waiting.delete(id);
    preparer.forget(id);
  }

  return {
    emergencyLeadMs,
    forget,
    /**
     * Whether nothing is to be done about it: it is over or on air already, but the disk has not taken that; or the
     * clock is wrong. What was ordered at once does not need the clock, unless the machine was off since: then it
     * waits for the clock as long as it may be late.
     */
    held(record: PlayoutRecord): boolean {
      if (air.get(record.id) !== undefined || parts.refused(record.id)) return true;
      if (!atOnce(record)) return !app.clock.trusted();
      const patient = app.clock.monotonic() - startedAt <= patienceMs();
      return ageOf(record, app.clock) === undefined && patient;
    },
    /**
     * Does what is to be done about it.
     *
     * @param kept Speakers for which somebody waits who is before it in the line; where it has to wait itself, its
     * own are added.
     */
    step(record: PlayoutRecord, now: number, kept: Set<string>): Decision {
      const decision = judge(record, now, kept);
      if (decision.act === 'hold' && now >= prepareAt(record, now)) preparer.prepare(record);
      else carryOut(record, decision);
      if (decision.act === 'wait') for (const { id } of reach(record)) kept.add(id);
      return decision;
    },
    /** When `step` may next have something to do; busy speakers and renderings wake it by themselves. */
    nextAt(record: PlayoutRecord, now: number): number {
      const plannedAt = dueAt(record, now);
      const instants = [prepareAt(record, now), plannedAt - COMMAND_LEAD_MS, plannedAt];
      return instants.find((instant) => instant > now) ?? Number.POSITIVE_INFINITY;
    },
  };
}

/** Emergencies first, then by priority; within one, who was planned first. */
export function inOrder(a: PlayoutRecord, b: PlayoutRecord): number {
  const rank = ({ priority }: PlayoutRecord) => PRIORITIES.indexOf(priority);
  return rank(b) - rank(a) || a.plannedAt - b.plannedAt || (a.id < b.id ? -1 : 1);
}
