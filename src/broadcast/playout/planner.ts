import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { DAY_MS } from '../../clock.ts';
import { readMeta, writeMeta } from '../../db/open.ts';
import type { BulletinState } from '../bulletins/schemas.ts';
import type { Priority } from '../fields.ts';
import { occurrences } from '../schedules/occurrences.ts';
import type { ScheduleRecord, SchedulesRepository } from '../schedules/schedules-repository.ts';
import type { PlayoutLog } from './log.ts';
import type { PlayoutsRepository } from './playouts-repository.ts';
import { EMPTY, isEmergency, type PlayoutRecord } from './record.ts';
import { BEFORE_AIR } from './state.ts';

export const HORIZON_MS = 14 * DAY_MS;
/** A station that was off for longer than this does not list everything that it missed. */
const LOOK_BACK_MS = 31 * DAY_MS;
const PLANNED_THROUGH = 'broadcast_planned_through';

interface PlannerParts {
  app: FastifyInstance;
  schedules: SchedulesRepository;
  playouts: PlayoutsRepository;
  log: PlayoutLog;
  /** A plan was dropped or must be prepared anew. */
  onDropped(id: string): void;
  onPlanned(): void;
}

/** Where a bulletin stands: what was prepared of another version is stale. */
interface BulletinNow {
  readonly state: BulletinState;
  readonly version: number;
}

export type Planner = ReturnType<typeof createPlanner>;

/**
 * Keeps a row for each playout of the next 14 days. Planning twice changes nothing: a row is known by its schedule
 * and instant, so a clock that steps back meets the row of what it has already played.
 */
export function createPlanner({ app, schedules, playouts, log, onDropped, onPlanned }: PlannerParts) {
  const logger = app.log.child({ slice: 'broadcast' });
  let running: Promise<void> | undefined;

  /** Brings the plans of one schedule in line with it. Nests in a caller's transaction. */
  const plan = app.db.transaction((id: string) => {
    const schedule = schedules.get(id);
    // With a wrong clock nobody knows what is due: nothing new is planned until it is right.
    if (!schedule?.enabled) return drop(playouts.ofSchedule(id, 0));
    if (!app.clock.trusted()) return;
    const now = app.clock.now();
    const since = Math.min(schedule.updatedAt, now);
    const from = Math.max(since, Math.min(now, plannedThrough(now)), now - LOOK_BACK_MS);
    const wanted = new Set(occurrences(schedule, from, now + HORIZON_MS));
    // Missed, and still to come: the clock had run ahead and was set back.
    const known = playouts
      .ofSchedule(id, from)
      .filter((row) => row.state !== 'missed' || row.plannedAt <= now);
    drop(known.filter(({ plannedAt }) => !wanted.has(plannedAt)));
    for (const record of known) {
      if (wanted.delete(record.plannedAt)) refresh(record, contentOf(schedule), playedBy(schedule));
    }
    for (const plannedAt of wanted) playouts.insert(recordFor(schedule, plannedAt, now));
  });

  function drop(records: PlayoutRecord[]): void {
    for (const record of records.filter(isPlan)) {
      playouts.removePlan(record.id);
      onDropped(record.id);
    }
  }

  /** A plan follows its schedule and bulletin up to its second; what was prepared of it is prepared anew. */
  function refresh(record: PlayoutRecord, content: Partial<PlayoutRecord>, bulletin: BulletinNow): void {
    if (!isPlan(record)) return;
    const version = bulletin.state === 'approved' ? bulletin.version : null;
    const stale = record.bulletinVersion !== null && record.bulletinVersion !== version;
    const same = (Object.keys(content) as (keyof PlayoutRecord)[]).every(
      (key) => JSON.stringify(record[key]) === JSON.stringify(content[key]),
    );
    if (same && !stale) return;
    if (record.state === 'planned') playouts.save({ ...record, ...content });
    else {
      log.move(record, 'reset', {
        ...content,
        bulletinVersion: null,
        audioId: null,
        voice: null,
        durationMs: null,
      });
      onDropped(record.id);
    }
  }

  function plannedThrough(now: number): number {
    return Number(readMeta(app.db, PLANNED_THROUGH) ?? now);
  }

  async function planEach(): Promise<void> {
    if (!app.clock.trusted()) return;
    let complete = true;
    for (const id of schedules.ids()) {
      try {
        plan(id);
      } catch (error) {
        complete = false;
        logger.error({ err: error, schedule: id }, 'a schedule could not be planned');
      }
      // A hundred schedules with a dozen times each are some thousand rows: not in one breath.
      await nextTurn();
      if (!app.db.open) return;
    }
    if (complete) writeMeta(app.db, PLANNED_THROUGH, String(app.clock.now() + HORIZON_MS));
    onPlanned();
  }

  return {
    plan,
    unplan: app.db.transaction((id: string) => drop(playouts.ofSchedule(id, 0))),
    /** Every schedule; a call while one runs waits for that one. */
    planAll(): Promise<void> {
      running ??= planEach()
        .catch((error) => logger.error({ err: error }, 'the next days could not be planned'))
        .finally(() => {
          running = undefined;
        });
      return running;
    },
    /** Everything planned of a bulletin follows its new version or state. */
    bulletinChanged: app.db.transaction(
      (bulletin: BulletinNow & { id: string; title: string; priority: Priority }) => {
        for (const id of schedules.ofBulletin(bulletin.id)) plan(id);
        const { title, priority } = bulletin;
        for (const record of playouts.plansOf(bulletin.id)) {
          refresh(record, isEmergency(record) ? { title } : { title, priority }, bulletin);
        }
      },
    ),
    idle: () => running ?? Promise.resolve(),
  };
}

function isPlan({ state }: PlayoutRecord): boolean {
  return BEFORE_AIR.includes(state);
}

function playedBy({ bulletinState: state, bulletinVersion: version }: ScheduleRecord): BulletinNow {
  return { state, version };
}

/** What a plan takes over from its schedule. */
function contentOf(schedule: ScheduleRecord) {
  const { bulletinId, priority, zoneIds, chime, repeats } = schedule;
  return { bulletinId, title: schedule.bulletinTitle, priority, zoneIds, chime, repeats };
}

function recordFor(schedule: ScheduleRecord, plannedAt: number, createdAt: number): PlayoutRecord {
  return {
    ...EMPTY,
    ...contentOf(schedule),
    id: uuidv7(),
    scheduleId: schedule.id,
    kind: 'scheduled',
    plannedAt,
    originAt: plannedAt,
    byId: schedule.byId,
    byName: schedule.byName,
    createdAt,
  };
}
