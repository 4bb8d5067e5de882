import type { FastifyInstance } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import type { BroadcastSettings } from '../config.ts';
import { permitted } from '../schedules/permitted-hours.ts';
import { ageOf, orderedNow, originAge } from './age.ts';
import { type Air, counted, type OnAir, unheard } from './air.ts';
import type { PlayoutLog } from './log.ts';
import type { Notices } from './notices.ts';
import { outcome } from './outcome.ts';
import type { PlayoutsRepository } from './playouts-repository.ts';
import { EMPTY, isEmergency, type PlayoutRecord } from './record.ts';
import { settled, type Target } from './target.ts';
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
    const dueAt = record.dueAt ?? record.plannedAt;
    const age = ageOf(record, app.clock) ?? app.clock.now() - record.plannedAt;
    return {
      record,
      targets: new Map(targets.of(record.id).map((target) => [target.speakerId, target])),
      dueAt,
      dueMono: app.clock.monotonic() - age + (dueAt - record.plannedAt),
      durationMs: record.durationMs ?? 0,
      unwritten: new Set(),
      intent: null,
      stopped: false,
      orphan: true,
    };
  }

  function windowMs(): number {
    return settings().replayMinutes * 60_000;
  }

  /** An emergency at any hour, if not at any age: “evacuate” of last night would be a false alarm. */
  function replayable(record: PlayoutRecord): boolean {
    const { replay, permittedFrom: from, permittedTo: to } = settings();
    const age = originAge(record, app.clock);
    if (!replay || age === undefined || age > windowMs()) return false;
    // A clock that is known to be wrong cannot say what hour it is.
    return isEmergency(record) || !app.clock.trusted() || permitted({ from, to }, app.clock.now());
  }

  /** Ends what was on air when the station went down, and plans its replay where that is due. */
  function conclude({ record, targets: known }: OnAir): void {
    // Whether these sounded, nobody can say. In memory nothing changes: where the disk refuses, it is tried again.
    const rows = Array.from(known.values(), (row) =>
      settled(row) ? row : { ...row, state: 'unknown' as const },
    );
    const silent = [...known.values()].some((row) => !settled(row));
    const ended = app.db.transaction(() => {
      for (const row of rows) targets.update(record.id, row);
      const moved = end(counted(record, rows), rows, silent);
      notices.ended(moved);
      return moved;
    })();
    air.drop(ended.id);
    // One that still plays the old would be heard twice over; a stop reaches it whenever it is back.
    if (silent) app.speakers.stop({ playoutId: ended.id }, unheard(rows));
    logger.warn({ playout: ended.id, state: ended.state, reason: ended.reason }, 'taken up after a restart');
  }

  function end(sum: PlayoutRecord, rows: readonly Target[], silent: boolean): PlayoutRecord {
    if (!silent) {
      const { event, reason } = outcome(rows);
      const { total, failed, unknown } = sum;
      return log.move(sum, event, { reason, details: { total, failed, unknown } });
    }
    const again = replayable(sum);
    if (again) log.insert(replayFor(sum));
    return log.move(sum, 'interrupted', { reason: again ? 'power_replayed' : 'power' });
  }

  /** The same once more, as a playout of its own: a speaker plays each but once. */
  function replayFor(record: PlayoutRecord): PlayoutRecord {
    const { scheduleId, bulletinId, title, script, kind, priority, zoneIds } = record;
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
    const ordered = orderedNow(app.clock);
    // By the age, and not as it was written: the wall clock may have been stepped since.
    const originAt = Math.round(ordered.plannedAt - (originAge(record, app.clock) ?? 0));
    return { ...EMPTY, ...said, ...ordered, originAt, id: uuidv7(), replayOf: record.id };
  }

  /** Whether it is known how long ago it was, or need not be; where the clock never comes right, it will not be. */
  function decidable(entry: OnAir, upMs: number): boolean {
    if (originAge(entry.record, app.clock) !== undefined || upMs > windowMs()) return true;
    return [...entry.targets.values()].every(settled);
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
        if (!entry.orphan || entry.stopped) return false;
        const away = unheard(entry.targets.values()).some((id) => app.speakers.get(id)?.online === false);
        if (away) backAt.delete(entry);
        else if (!backAt.has(entry)) backAt.set(entry, now);
        if (patient && now - (backAt.get(entry) ?? now) < REPORT_MS) return false;
        return decidable(entry, now - startedAt);
      });
    },
  };
}
