import type { Db } from '../../db/open.ts';
import type { PlayoutRecord } from './record.ts';
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
  /** Before air and planned from `from` to `until`, both included, in order. */
  beforeAir(from: number, until: number): PlayoutRecord[];
  /** Before air, planned from `from` to `until`, of a bulletin that nobody has approved. */
  unapproved(from: number, until: number): PlayoutRecord[];
  /** Up to `limit` that are still before air although planned before `before`. */
  longPast(before: number, limit: number): PlayoutRecord[];
  playing(): PlayoutRecord[];
  /** Those of one schedule planned at or after `from`, whatever their state. */
  ofSchedule(scheduleId: string, from: number): PlayoutRecord[];
  /** Plans of a bulletin that belong to no schedule. */
  plansOf(bulletinId: string): PlayoutRecord[];
  /** Drops a row that is still a plan. */
  removePlan(id: string): void;
  /** The next plan of a schedule. */
  nextOf(scheduleId: string, from: number): number | null;
  /** Forgets up to `limit` ended playouts planned before `before`; returns how many. */
  forget(before: number, limit: number): number;
}

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
const BEFORE_AIR = "state IN ('planned', 'preparing', 'ready')";

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
  const beforeAir = db.prepare<[number, number], Row>(
    `${SELECT} WHERE ${BEFORE_AIR} AND planned_at BETWEEN ? AND ? ORDER BY planned_at, id`,
  );
  const unapproved = db.prepare<[number, number], Row>(`${SELECT}
    WHERE ${BEFORE_AIR} AND planned_at BETWEEN ? AND ?
      AND bulletin_id IN (SELECT id FROM bulletins WHERE state <> 'approved') ORDER BY planned_at, id`);
  const longPast = db.prepare<[number, number], Row>(
    `${SELECT} WHERE ${BEFORE_AIR} AND planned_at < ? ORDER BY planned_at, id LIMIT ?`,
  );
  const playing = db.prepare<[], Row>(`${SELECT} WHERE state = 'playing' ORDER BY planned_at, id`);
  const ofSchedule = db.prepare<[string, number], Row>(
    `${SELECT} WHERE schedule_id = ? AND replay_of IS NULL AND planned_at >= ?`,
  );
  const plansOf = db.prepare<[string], Row>(
    `${SELECT} WHERE bulletin_id = ? AND schedule_id IS NULL AND ${BEFORE_AIR}`,
  );
  const removePlan = db.prepare<[string]>(`DELETE FROM playouts WHERE id = ? AND ${BEFORE_AIR}`);
  const nextOf = db
    .prepare<[string, number], number | null>(
      `SELECT min(planned_at) FROM playouts WHERE schedule_id = ? AND planned_at >= ? AND ${BEFORE_AIR}`,
    )
    .pluck();
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
    ofSchedule: (scheduleId, from) => ofSchedule.all(scheduleId, from).map(fromRow),
    plansOf: (bulletinId) => plansOf.all(bulletinId).map(fromRow),
    removePlan: (id) => void removePlan.run(id),
    nextOf: (scheduleId, from) => nextOf.get(scheduleId, from) ?? null,
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
    script: row.script === null ? null : JSON.parse(row.script),
    details: JSON.parse(row.details ?? '{}'),
    zoneIds: JSON.parse(row.zoneIds ?? '[]'),
  };
}

function one(row: Row | undefined): PlayoutRecord | undefined {
  return row && fromRow(row);
}
