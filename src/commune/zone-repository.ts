import type { Db } from '../db/open.ts';
import type { Zone } from './schemas.ts';

/** A zone as stored: the root takes its name and code from the commune. */
export interface ZoneRow {
  id: string;
  parentId: string | null;
  kind: Zone['kind'];
  name: string | null;
  code: string | null;
  sort: number;
}

export interface NewZone extends ZoneRow {
  nameKey: string | null;
  createdAt: number;
}

/** The SQL of the zone tree. */
export function zoneRepository(db: Db) {
  const COLUMNS = 'id, parent_id AS parentId, kind, name, code, sort';
  const all = db.prepare<[], ZoneRow>(`SELECT ${COLUMNS} FROM zones ORDER BY sort, id`);
  const byId = db.prepare<[string], ZoneRow>(`SELECT ${COLUMNS} FROM zones WHERE id = ?`);
  const root = db.prepare<[], ZoneRow>(`SELECT ${COLUMNS} FROM zones WHERE parent_id IS NULL`);
  const children = db.prepare<[string], ZoneRow>(
    `SELECT ${COLUMNS} FROM zones WHERE parent_id = ? ORDER BY sort, id`,
  );
  const sibling = db
    .prepare<[string, string], string>('SELECT id FROM zones WHERE parent_id = ? AND name_key = ?')
    .pluck();
  const below = db
    .prepare<[string], string>(
      `WITH RECURSIVE below (id) AS (
        SELECT zones.id FROM zones JOIN json_each(?) AS asked ON asked.value = zones.id
        UNION SELECT zones.id FROM zones JOIN below ON zones.parent_id = below.id)
      SELECT id FROM below`,
    )
    .pluck();
  const insert = db.prepare(`INSERT INTO zones (id, parent_id, kind, name, name_key, code, sort, created_at)
    VALUES (:id, :parentId, :kind, :name, :nameKey, :code, :sort, :createdAt)`);
  const update = db.prepare(`UPDATE zones SET parent_id = :parentId, kind = :kind, name = :name,
    name_key = :nameKey, code = :code WHERE id = :id`);
  const place = db.prepare<[number, string]>('UPDATE zones SET sort = ? WHERE id = ?');
  const remove = db.prepare<[string]>('DELETE FROM zones WHERE id = ?');
  return {
    all: () => all.all(),
    get: (id: string) => byId.get(id),
    root: () => root.get(),
    children: (parentId: string) => children.all(parentId),
    /** Which child of `parentId` carries the name. */
    findChild: (parentId: string, nameKey: string) => sibling.get(parentId, nameKey),
    /** These zones and all below them, each once; unknown ids are left out. */
    withDescendants: (ids: readonly string[]) => below.all(JSON.stringify(ids)),
    insert: (zone: NewZone) => void insert.run(zone),
    update: (zone: Omit<NewZone, 'createdAt' | 'sort'>) => void update.run(zone),
    setSort: (id: string, sort: number) => void place.run(sort, id),
    remove: (id: string) => void remove.run(id),
  };
}
