import type { Db } from '../../db/open.ts';
import { PLAIN, type PlayoutRecord } from './record.ts';
import type { PlayoutKind, PlayoutState } from './schemas.ts';

export interface PlayoutFilter {
  from?: number;
  to?: number;
  state?: PlayoutState;
  kind?: PlayoutKind;
  scheduleId?: string;
  bulletinId?: string;
  speakerId?: string;
}

/** SQL of `playouts`. */
export interface PlayoutsRepository {
  insert(record: PlayoutRecord): void;
  save(record: PlayoutRecord): void;
  get(id: string): PlayoutRecord | undefined;
  /** Newest planned first, before the cursor [plannedAt, id]. */
  list(filter: PlayoutFilter, limit: number, after?: [number, string]): PlayoutRecord[];
  /**
   * Before air and planned from `from` to `until`, both included, in order; with them what is in hand whatever its
   * time: ordered to sound at once, or waiting in line.
   */
  beforeAir(from: number, until: number): PlayoutRecord[];
  /** Before air, planned from `from` to `until`, of a bulletin that nobody has approved. */
  unapproved(from: number, until: number): PlayoutRecord[];
  /** Up to `limit` that are still before air although planned before `before`, without what is in hand. */
  longPast(before: number, limit: number): PlayoutRecord[];
  playing(): PlayoutRecord[];
  /** Whether a real emergency is ordered and not on air yet. */
  emergencyComing(): boolean;
  /** Whether any was heard, even if only in part. */
  everPlayed(): boolean;
  /** Those of one schedule planned at or after `from`, whatever their state. */
  ofSchedule(scheduleId: string, from: number): PlayoutRecord[];
  /** Those that are still plans. */
  plansOfSchedule(scheduleId: string, from: number): PlayoutRecord[];
  /** Plans of a bulletin that belong to no schedule. */
  plansOf(bulletinId: string): PlayoutRecord[];
  /** Drops those rows that are still plans. */
  removePlans(ids: readonly string[]): void;
  /** The next plan of a schedule. */
  nextOf(scheduleId: string, from: number): number | null;
  /** How many are planned for this very zone without a schedule. */
  plannedInZone(zoneId: string): number;
  /** The oldest `limit` planned before `before`, behind one of them. */
  plannedBefore(before: number, behind: Place, limit: number): Place[];
  /** Forgets up to `limit` ended playouts planned before `before`; returns how many. */
  forget(before: number, limit: number): number;
}

/** Where a playout stands in the order of time. */
export type Place = Pick<PlayoutRecord, 'plannedAt' | 'id'>;

const JSON_COLUMNS = ['script', 'details', 'zoneIds'] as const;
type Row = Omit<PlayoutRecord, (typeof JSON_COLUMNS)[number]> &
  Record<(typeof JSON_COLUMNS)[number], string | null>;

const FIELDS = {
  id: 'id',
  scheduleId: 'schedule_id',
  bulletinId: 'bulletin_id',
  bulletinVersion: 'bulletin_version',
  title: 'title',
  script: 'script',
  kind: 'kind',
  priority: 'priority',
  plannedAt: 'planned_at',
  plannedMono: 'planned_mono',
  bootId: 'boot_id',
  waitingSince: 'waiting_since',
  originAt: 'origin_at',
  replayOf: 'replay_of',
  state: 'state',
  dueAt: 'due_at',
  startedAt: 'started_at',
  finishedAt: 'finished_at',
  reason: 'reason',
  details: 'details',
  zoneIds: 'zone_ids',
  chime: 'chime',
  repeats: 'repeats',
  voice: 'voice',
  audioId: 'audio_id',
  durationMs: 'duration_ms',
  byId: 'by_id',
  byName: 'by_name',
  createdAt: 'created_at',
  total: 'total',
  accepted: 'accepted',
  started: 'started',
  finished: 'finished',
  failed: 'failed',
  unknown: 'unknown',
} as const satisfies Record<keyof PlayoutRecord, string>;
const ENTRIES = Object.entries(FIELDS);
const SELECT = `SELECT ${ENTRIES.map(([name, column]) => `${column} AS ${name}`).join(', ')} FROM playouts`;
// Word for word as in the partial indexes: else they are not used.
const BEFORE_AIR = "state IN ('planned', 'preparing', 'ready')";
const IN_HAND = '(planned_at = created_at OR waiting_since IS NOT NULL)';

export function playoutsRepository(db: Db): PlayoutsRepository {
  const insert = db.prepare<[Row]>(
    `INSERT INTO playouts (${ENTRIES.map(([, column]) => column).join(', ')})
     VALUES (${ENTRIES.map(([name]) => `@${name}`).join(', ')})`,
  );
  const save = db.prepare<[Row]>(
    `UPDATE playouts SET ${ENTRIES.filter(([name]) => name !== 'id')
      .map(([name, column]) => `${column} = @${name}`)
      .join(', ')} WHERE id = @id`,
  );
  const get = db.prepare<[string], Row>(`${SELECT} WHERE id = ?`);
  const list = db.prepare<[Record<string, string | number | null>], Row>(`${SELECT}
    WHERE planned_at >= @from AND planned_at < @to
      AND (@state IS NULL OR state = @state) AND (@kind IS NULL OR kind = @kind)
      AND (@scheduleId IS NULL OR schedule_id = @scheduleId)
      AND (@bulletinId IS NULL OR bulletin_id = @bulletinId)
      AND (@speakerId IS NULL OR EXISTS (SELECT 1 FROM playout_targets
        WHERE playout_id = playouts.id AND speaker_id = @speakerId))
      AND (@id IS NULL OR (planned_at, id) < (@plannedAt, @id))
    ORDER BY planned_at DESC, id DESC LIMIT @limit`);
  const beforeAir = db.prepare<[number, number], Row>(`${SELECT} WHERE rowid IN (
      SELECT rowid FROM playouts WHERE ${BEFORE_AIR} AND planned_at BETWEEN ? AND ?
      UNION SELECT rowid FROM playouts INDEXED BY playouts_in_hand WHERE ${BEFORE_AIR} AND ${IN_HAND})
    ORDER BY planned_at, id`);
  // EXISTS, for the few plans to be looked at and not the many bulletins.
  const unapproved = db.prepare<[number, number], Row>(`${SELECT}
    WHERE ${BEFORE_AIR} AND planned_at BETWEEN ? AND ?
      AND EXISTS (SELECT 1 FROM bulletins WHERE id = playouts.bulletin_id AND state <> 'approved')
    ORDER BY planned_at, id`);
  const longPast = db.prepare<[number, number], Row>(
    `${SELECT} WHERE ${BEFORE_AIR} AND planned_at < ? AND NOT ${IN_HAND} ORDER BY planned_at, id LIMIT ?`,
  );
  const playing = db.prepare<[], Row>(`${SELECT} WHERE state = 'playing' ORDER BY planned_at, id`);
  const emergencyComing = db
    .prepare<[], number>(
      `SELECT EXISTS (SELECT 1 FROM playouts INDEXED BY playouts_in_hand
        WHERE ${BEFORE_AIR} AND ${IN_HAND} AND kind = 'emergency')`,
    )
    .pluck();
  const everPlayed = db
    .prepare<[], number>("SELECT EXISTS (SELECT 1 FROM playouts WHERE state IN ('played', 'partial'))")
    .pluck();
  const ofSchedule = db.prepare<[string, number], Row>(
    `${SELECT} WHERE schedule_id = ? AND replay_of IS NULL AND planned_at >= ?`,
  );
  const plansOfSchedule = db.prepare<[string, number], Row>(
    `${SELECT} WHERE schedule_id = ? AND planned_at >= ? AND ${BEFORE_AIR}`,
  );
  const plansOf = db.prepare<[string], Row>(
    `${SELECT} WHERE bulletin_id = ? AND schedule_id IS NULL AND ${BEFORE_AIR}`,
  );
  const removePlans = db.prepare<[string]>(
    `DELETE FROM playouts WHERE id IN (SELECT value FROM json_each(?)) AND ${BEFORE_AIR}`,
  );
  const nextOf = db
    .prepare<[string, number], number | null>(
      `SELECT min(planned_at) FROM playouts WHERE schedule_id = ? AND planned_at >= ? AND ${BEFORE_AIR}`,
    )
    .pluck();
  const plannedInZone = db
    .prepare<[string], number>(
      `SELECT count(*) FROM playouts WHERE schedule_id IS NULL
         AND state IN ('planned', 'preparing', 'ready', 'playing')
         AND EXISTS (SELECT 1 FROM json_each(zone_ids) WHERE value = ?)`,
    )
    .pluck();
  const plannedBefore = db.prepare<[number, number, string, number], Place>(`
    SELECT planned_at AS plannedAt, id FROM playouts
    WHERE planned_at < ? AND (planned_at, id) > (?, ?) ORDER BY planned_at, id LIMIT ?`);
  const forget = db.prepare<[number, number]>(`
    DELETE FROM playouts WHERE id IN (SELECT id FROM playouts
      WHERE planned_at < ? AND state <> 'playing' AND NOT ${BEFORE_AIR} ORDER BY planned_at LIMIT ?)`);

  return {
    insert: (record) => void insert.run(toRow(record)),
    save: (record) => void save.run(toRow(record)),
    get: (id) => one(get.get(id)),
    list: (filter, limit, after) =>
      list
        .all({
          from: filter.from ?? 0,
          to: filter.to ?? Number.MAX_SAFE_INTEGER,
          state: filter.state ?? null,
          kind: filter.kind ?? null,
          scheduleId: filter.scheduleId ?? null,
          bulletinId: filter.bulletinId ?? null,
          speakerId: filter.speakerId ?? null,
          plannedAt: after?.[0] ?? null,
          id: after?.[1] ?? null,
          limit,
        })
        .map(fromRow),
    beforeAir: (from, until) => beforeAir.all(from, until).map(fromRow),
    unapproved: (from, until) => unapproved.all(from, until).map(fromRow),
    longPast: (before, limit) => longPast.all(before, limit).map(fromRow),
    playing: () => playing.all().map(fromRow),
    emergencyComing: () => emergencyComing.get() === 1,
    everPlayed: () => everPlayed.get() === 1,
    ofSchedule: (scheduleId, from) => ofSchedule.all(scheduleId, from).map(fromRow),
    plansOfSchedule: (scheduleId, from) => plansOfSchedule.all(scheduleId, from).map(fromRow),
    plansOf: (bulletinId) => plansOf.all(bulletinId).map(fromRow),
    removePlans: (ids) => void removePlans.run(JSON.stringify(ids)),
    nextOf: (scheduleId, from) => nextOf.get(scheduleId, from) ?? null,
    plannedInZone: (zoneId) => plannedInZone.get(zoneId) ?? 0,
    plannedBefore: (before, { plannedAt, id }, limit) => plannedBefore.all(before, plannedAt, id, limit),
    forget: (before, limit) => forget.run(before, limit).changes,
  };
}

function toRow(record: PlayoutRecord): Row {
  return {
    ...record,
    script: record.script && JSON.stringify(record.script),
    details: JSON.stringify(record.details),
    zoneIds: JSON.stringify(record.zoneIds),
  };
}

function fromRow(row: Row): PlayoutRecord {
  return {
    ...row,
    // Scripts of before know nothing of pitch and decisions.
    script: row.script === null ? null : { ...PLAIN, ...JSON.parse(row.script) },
    details: JSON.parse(row.details ?? '{}'),
    zoneIds: JSON.parse(row.zoneIds ?? '[]'),
  };
}

function one(row: Row | undefined): PlayoutRecord | undefined {
  return row && fromRow(row);
}
