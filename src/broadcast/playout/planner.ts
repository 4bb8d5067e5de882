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

const HORIZON_MS = 14 * DAY_MS;
/** A station that was off for longer than this does not list everything that it missed. */
const LOOK_BACK_MS = 31 * DAY_MS;
/** Rows that may change in one turn: some milliseconds. */
const CHANGES_AT_ONCE = 100;
const PLANNED_THROUGH = 'broadcast_planned_through';

interface PlannerParts {
  app: FastifyInstance;
  schedules: SchedulesRepository;
  playouts: PlayoutsRepository;
  log: PlayoutLog;
  bulletin(id: string): BulletinNow | undefined;
  /** Plans of one schedule or bulletin were dropped, or must be prepared anew. */
  onDropped(plans: PlayoutRecord[]): void;
  onPlanned(): void;
}

/** What was prepared of another version than the approved one is stale. */
interface Version {
  readonly state: BulletinState;
  readonly version: number;
}

interface BulletinNow extends Version {
  readonly title: string;
  readonly priority: Priority;
}

export type Planner = ReturnType<typeof createPlanner>;

/**
 * Keeps a row for each playout of the next 14 days. Planning twice changes nothing: a row is known by its schedule
 * and instant, so a clock that steps back meets the row of what it has already played.
 */
export function createPlanner(parts: PlannerParts) {
  const { app, schedules, playouts, log, bulletin, onDropped, onPlanned } = parts;
  const logger = app.log.child({ slice: 'broadcast' });
  /** Schedules whose plans are not in line with them yet. */
  const behind = new Set<string>();
  let running: Promise<void> | undefined;
  let catchingUp: Promise<void> | undefined;

  /** Brings the plans of one schedule in line with it, so many at once. False where some are left. */
  const bite = app.db.transaction((id: string): boolean => {
    const schedule = schedules.get(id);
    if (!schedule?.enabled) return drop(playouts.plansOfSchedule(id, earliest()));
    // With a wrong clock nobody knows what is due: nothing new is planned until it is right.
    if (!app.clock.trusted()) return true;
    const now = app.clock.now();
    const since = Math.min(schedule.updatedAt, now);
    const from = Math.max(since, Math.min(now, plannedThrough(now)), earliest());
    const wanted = new Set(occurrences(schedule, from, now + HORIZON_MS));
    // Missed, and still to come: the clock had run ahead and was set back.
    const known = playouts
      .ofSchedule(id, from)
      .filter((row) => row.state !== 'missed' || row.plannedAt <= now);
    drop(known.filter(({ plannedAt }) => !wanted.has(plannedAt)));
    let changes = 0;
    const [content, version] = [contentOf(schedule), playedBy(schedule)];
    for (const record of known) {
      if (!wanted.delete(record.plannedAt)) continue;
      if (refresh(record, content, version)) changes += 1;
      if (changes > CHANGES_AT_ONCE) return false;
    }
    for (const plannedAt of wanted) {
      playouts.insert(recordFor(schedule, plannedAt, now));
      changes += 1;
      if (changes > CHANGES_AT_ONCE) return false;
    }
    return true;
  });

  /** How far back anything is looked at. */
  function earliest(): number {
    return app.clock.now() - LOOK_BACK_MS;
  }

  function drop(records: PlayoutRecord[]): true {
    const plans = records.filter(isPlan);
    if (plans.length === 0) return true;
    playouts.removePlans(plans.map(({ id }) => id));
    onDropped(plans);
    return true;
  }

  /** A plan follows its schedule and bulletin up to its second; what was prepared of it is prepared anew. */
  function refresh(record: PlayoutRecord, content: Partial<PlayoutRecord>, played: Version): boolean {
    if (!isPlan(record)) return false;
    const version = played.state === 'approved' ? played.version : null;
    const stale = record.bulletinVersion !== null && record.bulletinVersion !== version;
    if (!stale && sameContent(record, content)) return false;
    if (record.state === 'planned') playouts.save({ ...record, ...content });
    else {
      log.move(record, 'reset', {
        ...content,
        bulletinVersion: null,
        audioId: null,
        voice: null,
        durationMs: null,
      });
      onDropped([record]);
    }
    return true;
  }

  function plannedThrough(now: number): number {
    return Number(readMeta(app.db, PLANNED_THROUGH) ?? now);
  }

  /** One schedule, a bite a turn. Throws nothing: false where it could not be planned, or the station closes. */
  async function planWhole(id: string): Promise<boolean> {
    for (;;) {
      if (!app.db.open) return false;
      try {
        if (bite(id)) return true;
      } catch (error) {
        logger.error({ err: error, schedule: id }, 'a schedule could not be planned');
        return false;
      }
      await nextTurn();
    }
  }

  async function planEach(): Promise<void> {
    if (!app.clock.trusted()) return;
    let complete = true;
    for (const id of schedules.ids()) {
      if (!(await planWhole(id))) complete = false;
      await nextTurn();
      if (!app.db.open) return;
    }
    if (complete) writeMeta(app.db, PLANNED_THROUGH, String(app.clock.now() + HORIZON_MS));
    onPlanned();
  }

  async function planBehind(): Promise<void> {
    for (const id of behind) {
      behind.delete(id);
      await planWhole(id);
      await nextTurn();
    }
    if (app.db.open) onPlanned();
  }

  function catchUp(): void {
    catchingUp ??= planBehind().finally(() => {
      catchingUp = undefined;
    });
  }

  /** Manual plans are few: at once. */
  const refreshManual = app.db.transaction((bulletinId: string): void => {
    const now = bulletin(bulletinId);
    if (!now) return;
    const { title, priority } = now;
    for (const record of playouts.plansOf(bulletinId)) {
      refresh(record, isEmergency(record) ? { title } : { title, priority }, now);
    }
  });

  return {
    /** Brings the plans of one schedule in line with it; many of them soon after. Nests in a caller's transaction. */
    plan(id: string): void {
      if (bite(id)) return;
      behind.add(id);
      setImmediate(catchUp);
    },
    unplan: app.db.transaction((id: string) => void drop(playouts.plansOfSchedule(id, earliest()))),
    /** Every schedule; a call while one runs waits for that one. */
    planAll(): Promise<void> {
      running ??= planEach()
        .catch((error) => logger.error({ err: error }, 'the next days could not be planned'))
        .finally(() => {
          running = undefined;
        });
      return running;
    },
    /** Everything planned of a bulletin follows its new version or state, one schedule a turn. */
    bulletinChanged(id: string): void {
      refreshManual(id);
      for (const schedule of schedules.ofBulletin(id)) behind.add(schedule);
      catchUp();
    },
    async idle(): Promise<void> {
      await running;
      await catchingUp;
    },
  };
}

function isPlan({ state }: PlayoutRecord): boolean {
  return BEFORE_AIR.includes(state);
}

function playedBy({ bulletinState: state, bulletinVersion: version }: ScheduleRecord): Version {
  return { state, version };
}

function sameContent(record: PlayoutRecord, content: Partial<PlayoutRecord>): boolean {
  return (Object.keys(content) as (keyof PlayoutRecord)[]).every((key) => {
    const [a, b] = [record[key], content[key]];
    return a === b || (Array.isArray(a) && JSON.stringify(a) === JSON.stringify(b));
  });
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
