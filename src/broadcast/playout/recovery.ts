import type { FastifyInstance } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import type { BroadcastSettings } from '../config.ts';
import { permitted } from '../schedules/permitted-hours.ts';
import { type Air, counted, type OnAir, setTarget, unheard } from './air.ts';
import type { PlayoutLog } from './log.ts';
import type { Notices } from './notices.ts';
import { outcome } from './outcome.ts';
import type { PlayoutsRepository } from './playouts-repository.ts';
import { EMPTY, isEmergency, type PlayoutRecord } from './record.ts';
import { settled } from './target.ts';
import type { TargetsRepository } from './targets-repository.ts';

/**
 * Speakers get this long to come back, and to say that they had finished, before anything is replayed: a play
 * that finds a speaker away is never told again. It ends sooner when all are there.
 */
const RECONNECT_MS = 20_000;
/** A speaker that is back first says that it is, then what it has to report. */
const REPORT_MS = 2_000;

interface RecoveryParts {
  app: FastifyInstance;
  settings(): Readonly<BroadcastSettings>;
  air: Air;
  log: PlayoutLog;
  playouts: PlayoutsRepository;
  targets: TargetsRepository;
  notices: Notices;
}

/** Takes up what a crash or a power cut left: nothing stays without an end, and nothing sounds twice unsaid. */
export function createRecovery({ app, settings, air, log, playouts, targets, notices }: RecoveryParts) {
  const logger = app.log.child({ slice: 'broadcast' });
  const startedAt = app.clock.monotonic();
  /** Since when (monotonic ms) all speakers that matter are there. */
  const backAt = new WeakMap<OnAir, number>();

  function orphan(record: PlayoutRecord): OnAir {
    const now = app.clock.now();
    const dueAt = record.dueAt ?? record.plannedAt;
    return {
      record,
      targets: new Map(targets.of(record.id).map((target) => [target.speakerId, target])),
      dueAt,
      dueMono: app.clock.monotonic() - (now - dueAt),
      durationMs: record.durationMs ?? 0,
      unwritten: new Set(),
      intent: null,
      orphan: true,
    };
  }

  function replayable(record: PlayoutRecord): boolean {
    const { replay, replayMinutes, permittedFrom: from, permittedTo: to } = settings();
    const now = app.clock.now();
    const fresh = now - record.originAt <= replayMinutes * 60_000;
    if (isEmergency(record)) return replay && (fresh || !app.clock.trusted());
    return replay && fresh && app.clock.trusted() && permitted({ from, to }, now);
  }

  /** Ends what was on air when the station went down, and plans its replay where that is due. */
  function conclude(entry: OnAir): void {
    const silent = [...entry.targets.values()].filter((target) => !settled(target));
    const ended = app.db.transaction(() => {
      // Whether these sounded, nobody can say.
      for (const target of silent) setTarget(entry, { ...target, state: 'unknown' });
      for (const target of entry.targets.values()) targets.update(entry.record.id, target);
      const sum = counted(entry);
      if (silent.length === 0) {
        const { event, reason } = outcome([...entry.targets.values()]);
        const { total, failed, unknown } = sum;
        return log.move(sum, event, { reason, details: { total, failed, unknown } });
      }
      const again = replayable(sum);
      if (again) log.insert(replayFor(sum));
      return log.move(sum, 'interrupted', { reason: again ? 'power_replayed' : 'power' });
    })();
    air.drop(ended.id);
    // One that still plays the old would be heard twice over; a stop reaches it whenever it is back.
    if (silent.length > 0) app.speakers.stop({ playoutId: ended.id }, unheard(entry));
    notices.ended(ended);
    logger.warn({ playout: ended.id, state: ended.state, reason: ended.reason }, 'taken up after a restart');
  }

  /** The same once more, as a playout of its own: a speaker plays each but once. */
  function replayFor(record: PlayoutRecord): PlayoutRecord {
    const now = app.clock.now();
    const { scheduleId, bulletinId, title, script, kind, priority, originAt, zoneIds } = record;
    const { chime, repeats, byId, byName } = record;
    const said = {
      scheduleId,
      bulletinId,
      title,
      script,
      kind,
      priority,
      zoneIds,
      chime,
      repeats,
      byId,
      byName,
    };
    return { ...EMPTY, ...said, id: uuidv7(), plannedAt: now, originAt, createdAt: now, replayOf: record.id };
  }

  return {
    /** Before the first tick. What had been prepared, prepare.ts prepares anew. */
    begin(): void {
      for (const record of playouts.playing()) air.put(orphan(record));
    },
    conclude,
    /** What is to be concluded now, until nothing is left of the last run. */
    due(): OnAir[] {
      const now = app.clock.monotonic();
      const patient = now - startedAt <= RECONNECT_MS;
      return air.all().filter((entry) => {
        if (!entry.orphan) return false;
        const away = unheard(entry).some((id) => app.speakers.get(id)?.online === false);
        if (away) backAt.delete(entry);
        else if (!backAt.has(entry)) backAt.set(entry, now);
        return !patient || now - (backAt.get(entry) ?? now) >= REPORT_MS;
      });
    },
  };
}
