import type { Db } from '../../db/open.ts';
import type { BulletinState } from '../bulletins/schemas.ts';

/** A schedule as it rests in the database, with the bulletin that it plays. */
export interface ScheduleRecord {
  readonly id: string;
  bulletinId: string;
  bulletinTitle: string;
  bulletinState: BulletinState;
  bulletinVersion: number;
  priority: 'normal' | 'priority';
  name: string;
  zoneIds: string[];
  kind: 'once' | 'weekly';
  date: string | null;
  days: number[];
  times: string[];
  from: string | null;
  to: string | null;
  except: string[];
  chime: string | null;
  repeats: number;
  enabled: boolean;
  version: number;
  byId: string;
  byName: string;
  createdAt: number;
  updatedAt: number;
}

export interface ScheduleFilter {
  bulletinId?: string | undefined;
  enabled?: boolean | undefined;
}

const LISTS = ['zoneIds', 'days', 'times', 'except'] as const;
type OfBulletin = 'bulletinTitle' | 'bulletinState' | 'bulletinVersion' | 'priority';
type Row = Omit<ScheduleRecord, (typeof LISTS)[number] | 'enabled'> &
  Record<(typeof LISTS)[number], string> & { enabled: number };

const SELECT = `SELECT s.id, s.bulletin_id AS bulletinId, v.title AS bulletinTitle, b.state AS bulletinState,
  b.version AS bulletinVersion, v.priority, s.name, s.zone_ids AS zoneIds, s.kind, s.date, s.days, s.times,
  s.from_day AS "from", s.to_day AS "to", s.except_days AS "except", s.chime, s.repeats, s.enabled, s.version,
  s.by_id AS byId, s.by_name AS byName, s.created_at AS createdAt, s.updated_at AS updatedAt
  FROM schedules s JOIN bulletins b ON b.id = s.bulletin_id
  JOIN bulletin_versions v ON v.bulletin_id = b.id AND v.version = b.version`;

export type SchedulesRepository = ReturnType<typeof schedulesRepository>;

/** SQL of `schedules`. */
export function schedulesRepository(db: Db) {
  const insert = db.prepare<
    [Omit<Row, OfBulletin>]
  >(`INSERT INTO schedules VALUES (@id, @bulletinId, @name, @zoneIds,
    @kind, @date, @days, @times, @from, @to, @except, @chime, @repeats, @enabled, @version, @byId, @byName,
    @createdAt, @updatedAt)`);
  const save = db.prepare<
    [Omit<Row, OfBulletin>]
  >(`UPDATE schedules SET bulletin_id = @bulletinId, name = @name,
    zone_ids = @zoneIds, kind = @kind, date = @date, days = @days, times = @times, from_day = @from, to_day = @to,
    except_days = @except, chime = @chime, repeats = @repeats, enabled = @enabled, version = @version,
    by_id = @byId, by_name = @byName, updated_at = @updatedAt WHERE id = @id`);
  const remove = db.prepare<[string]>('DELETE FROM schedules WHERE id = ?');
  const get = db.prepare<[string], Row>(`${SELECT} WHERE s.id = ?`);
  const ids = db.prepare<[], string>('SELECT id FROM schedules ORDER BY id').pluck();
  const ofBulletin = db
    .prepare<[string], string>('SELECT id FROM schedules WHERE bulletin_id = ? ORDER BY id')
    .pluck();
  const enabledOf = db
    .prepare<[string], number>('SELECT count(*) FROM schedules WHERE bulletin_id = ? AND enabled = 1')
    .pluck();
  const inZone = db
    .prepare<[string], number>(
      'SELECT count(*) FROM schedules WHERE EXISTS (SELECT 1 FROM json_each(zone_ids) WHERE value = ?)',
    )
    .pluck();
  const withChime = db.prepare<[string], number>('SELECT count(*) FROM schedules WHERE chime = ?').pluck();
  const list = db.prepare<[Record<string, string | number | null>], Row>(`${SELECT}
    WHERE (@bulletinId IS NULL OR s.bulletin_id = @bulletinId) AND (@enabled IS NULL OR s.enabled = @enabled)
      AND (@id IS NULL OR (s.created_at, s.id) < (@createdAt, @id))
    ORDER BY s.created_at DESC, s.id DESC LIMIT @limit`);

  return {
    insert: (record: Omit<ScheduleRecord, OfBulletin>) => void insert.run(toRow(record)),
    save: (record: Omit<ScheduleRecord, OfBulletin>) => void save.run(toRow(record)),
    remove: (id: string) => void remove.run(id),
    get(id: string): ScheduleRecord | undefined {
      const row = get.get(id);
      return row && fromRow(row);
    },
    ids: () => ids.all(),
    ofBulletin: (bulletinId: string) => ofBulletin.all(bulletinId),
    enabledOf: (bulletinId: string) => enabledOf.get(bulletinId) ?? 0,
    inZone: (zoneId: string) => inZone.get(zoneId) ?? 0,
    withChime: (chime: string) => withChime.get(chime) ?? 0,
    /** Newest first, before the cursor [createdAt, id]. */
    list: (filter: ScheduleFilter, limit: number, after?: [number, string]): ScheduleRecord[] =>
      list
        .all({
          bulletinId: filter.bulletinId ?? null,
          enabled: filter.enabled === undefined ? null : Number(filter.enabled),
          createdAt: after?.[0] ?? null,
          id: after?.[1] ?? null,
          limit,
        })
        .map(fromRow),
  };
}

function toRow(record: Omit<ScheduleRecord, OfBulletin>): Omit<Row, OfBulletin> {
  const { zoneIds, days, times, except, enabled, ...rest } = record;
  return {
    ...rest,
    zoneIds: JSON.stringify(zoneIds),
    days: JSON.stringify(days),
    times: JSON.stringify(times),
    except: JSON.stringify(except),
    enabled: Number(enabled),
  };
}

function fromRow(row: Row): ScheduleRecord {
  return {
    ...row,
    zoneIds: JSON.parse(row.zoneIds),
    days: JSON.parse(row.days),
    times: JSON.parse(row.times),
    except: JSON.parse(row.except),
    enabled: row.enabled === 1,
  };
}
