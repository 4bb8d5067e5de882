import type { FastifyInstance } from 'fastify';
import type { Bulletin } from '../bulletins/schemas.ts';
import type { BroadcastSettings } from '../config.ts';
import { PRIORITIES } from '../fields.ts';
import type { Air } from './air.ts';
import { COMMAND_LEAD_MS, type Decision, decide } from './decide.ts';
import type { PlayoutLog } from './log.ts';
import type { Notices } from './notices.ts';
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
  preparer: Preparer;
  starter: Starter;
  reach: Reach;
  notices: Notices;
  bulletin(id: string): Bulletin | undefined;
  /** Why a playout is late that should have begun before now. */
  whyLate(record: PlayoutRecord): PlayoutReason;
}

const ALL_DAY = { from: '00:00', to: '00:00' };

export type Dispatch = ReturnType<typeof createDispatch>;

/** Gathers what is known of a playout before air, and does what decide() makes of it. */
export function createDispatch(parts: DispatchParts) {
  const { app, settings, air, log, preparer, starter, reach, notices, bulletin, whyLate } = parts;
  /** Since when (monotonic ms) a playout that could begin waits for its speakers. */
  const waiting = new Map<string, number>();

  function judge(record: PlayoutRecord, now: number): Decision {
    const { graceSeconds, replayMinutes, waitMinutes, permittedFrom: from, permittedTo: to } = settings();
    const emergency = isEmergency(record);
    const since = waiting.get(record.id);
    return decide({
      now,
      plannedAt: record.plannedAt,
      emergency,
      approved: approved(record),
      ready: record.state === 'ready' && preparer.audioOf(record.id) !== undefined,
      error: preparer.errorOf(record.id),
      // A clock that is known to be wrong cannot say what hour it is.
      hours: app.clock.trusted() ? { from, to } : ALL_DAY,
      // An emergency is better late than never.
      graceMs: emergency ? replayMinutes * 60_000 : graceSeconds * 1_000,
      whyLate: whyLate(record),
      waitedMs: since === undefined ? undefined : app.clock.monotonic() - since,
      waitMs: waitMinutes * 60_000,
      emergencyLeadMs: emergencyLeadMs(),
      speakers() {
        const busy = reach(record).map(({ id }) => air.busyFor(id));
        return { count: busy.length, busyForMs: Math.max(0, ...busy) };
      },
    });
  }

  function carryOut(record: PlayoutRecord, decision: Decision): void {
    const audio = preparer.audioOf(record.id);
    if (decision.act === 'start' && audio) {
      const start = isEmergency(record) ? starter.startEmergency : starter.start;
      start({ record, audio, speakers: reach(record), startAt: decision.startAt });
      forget(record.id);
    } else if (decision.act === 'wait') {
      waiting.set(record.id, waiting.get(record.id) ?? app.clock.monotonic());
    } else if (decision.act === 'end') end(record, decision);
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

  function prepareAt({ plannedAt }: PlayoutRecord): number {
    return plannedAt - settings().prepareSeconds * 1_000;
  }

  function forget(id: string): void {
    waiting.delete(id);
    preparer.forget(id);
  }

  return {
    emergencyLeadMs,
    forget,
    /**
     * Whether nothing is to be done about it: while the clock is wrong, unless it was asked for at once; and where
     * it is on air already, but the disk has not taken that.
     */
    held({ id, plannedAt, createdAt }: PlayoutRecord): boolean {
      return air.get(id) !== undefined || (!app.clock.trusted() && plannedAt > createdAt);
    },
    step(record: PlayoutRecord, now: number): void {
      const decision = judge(record, now);
      if (decision.act === 'hold' && now >= prepareAt(record)) preparer.prepare(record);
      else carryOut(record, decision);
    },
    /** When `step` may next have something to do; busy speakers and renderings wake it by themselves. */
    nextAt(record: PlayoutRecord, now: number): number {
      const instants = [prepareAt(record), record.plannedAt - COMMAND_LEAD_MS, record.plannedAt];
      return instants.find((instant) => instant > now) ?? Number.POSITIVE_INFINITY;
    },
  };
}

/** Emergencies first, then by priority; within one, who was planned first. */
export function inOrder(a: PlayoutRecord, b: PlayoutRecord): number {
  const rank = ({ priority }: PlayoutRecord) => PRIORITIES.indexOf(priority);
  return rank(b) - rank(a) || a.plannedAt - b.plannedAt || (a.id < b.id ? -1 : 1);
}
