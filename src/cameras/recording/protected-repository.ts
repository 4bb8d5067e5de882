import type { Db } from '../../db/open.ts';
import type { Range } from './retention.ts';

/** A range that is kept until an officer lets it go; instants are UTC ms. */
export interface ProtectedRow {
  id: string;
  cameraId: string;
  from: number;
  to: number;
  reason: string;
  /** Name of who protected it. */
  createdBy: string;
  createdAt: number;
}

/** SQL of `camera_protected`. */
export function protectedRepository(db: Db) {
  const columns = `id, camera_id AS cameraId, from_at AS "from", to_at AS "to", reason, created_by AS createdBy,
    created_at AS createdAt`;
  const insert = db.prepare<
    [ProtectedRow]
  >(`INSERT INTO camera_protected (id, camera_id, from_at, to_at, reason,
    created_by, created_at) VALUES (@id, @cameraId, @from, @to, @reason, @createdBy, @createdAt)`);
  const get = db.prepare<[string], ProtectedRow>(`SELECT ${columns} FROM camera_protected WHERE id = ?`);
  const remove = db.prepare<[string]>('DELETE FROM camera_protected WHERE id = ?');
  const list = db.prepare<
    [string, number, string, number],
    ProtectedRow
  >(`SELECT ${columns} FROM camera_protected
    WHERE camera_id = ? AND (from_at, id) < (?, ?) ORDER BY from_at DESC, id DESC LIMIT ?`);
  const within = db.prepare<[string, number, number], ProtectedRow>(`SELECT ${columns} FROM camera_protected
    WHERE camera_id = ? AND from_at < ? AND to_at > ? ORDER BY from_at LIMIT 200`);
  const ranges = db.prepare<[], Range>(
    'SELECT camera_id AS cameraId, from_at AS "from", to_at AS "to" FROM camera_protected',
  );
  const count = db.prepare<[], number>('SELECT count(*) FROM camera_protected').pluck();
  return {
    insert: (row: ProtectedRow) => void insert.run(row),
    get: (id: string) => get.get(id),
    remove: (id: string) => void remove.run(id),
    /** Latest range first, from behind `before`. */
    list: (
      cameraId: string,
      limit: number,
      before: readonly [number, string] = [Number.MAX_SAFE_INTEGER, ''],
    ) => list.all(cameraId, ...before, limit),
    within: (cameraId: string, from: number, to: number) => within.all(cameraId, to, from),
    /** All of them. */
    ranges: () => ranges.all(),
    count: () => count.get() ?? 0,
  };
}
