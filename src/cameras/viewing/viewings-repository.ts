import type { Statement } from 'better-sqlite3';
import type { Db } from '../../db/open.ts';
import type { Viewing } from './schemas.ts';

export interface ViewingFilter {
  cameraId?: string | undefined;
  userId?: string | undefined;
}

const COLUMNS = `id, camera_id AS cameraId, kind, user_id AS userId, user_name AS userName, address, reason,
  started_at AS startedAt, ended_at AS endedAt, from_at AS fromAt, to_at AS toAt`;

const CONDITIONS: Record<keyof ViewingFilter, string> = {
  cameraId: 'camera_id = :cameraId',
  userId: 'user_id = :userId',
};

/** The SQL of who looked at what. */
export function viewingsRepository(db: Db) {
  const insert =
    db.prepare(`INSERT INTO camera_viewings (id, camera_id, kind, user_id, user_name, address, reason,
      started_at, ended_at, from_at, to_at)
    VALUES (:id, :cameraId, :kind, :userId, :userName, :address, :reason, :startedAt, :endedAt, :fromAt, :toAt)`);
  const update = db.prepare<[Pick<Viewing, 'id' | 'endedAt' | 'fromAt' | 'toAt'>]>(
    'UPDATE camera_viewings SET ended_at = :endedAt, from_at = :fromAt, to_at = :toAt WHERE id = :id',
  );
  const open = db.prepare<[], Viewing>(
    `SELECT ${COLUMNS} FROM camera_viewings WHERE ended_at IS NULL ORDER BY started_at`,
  );
  const drop = db.prepare<[number, number]>(`DELETE FROM camera_viewings WHERE id IN
    (SELECT id FROM camera_viewings WHERE started_at < ? AND ended_at IS NOT NULL ORDER BY started_at LIMIT ?)`);
  const lists = new Map<string, Statement<[object], Viewing>>();

  function listFor(where: string): Statement<[object], Viewing> {
    const known = lists.get(where);
    if (known) return known;
    const made = db.prepare<[object], Viewing>(
      `SELECT ${COLUMNS} FROM camera_viewings ${where} ORDER BY started_at DESC, id DESC LIMIT :limit`,
    );
    lists.set(where, made);
    return made;
  }

  return {
    insert: (viewing: Viewing) => insert.run(viewing),
    /** Its end, and the range of the recording as it has become. */
    update: (viewing: Pick<Viewing, 'id' | 'endedAt' | 'fromAt' | 'toAt'>) => update.run(viewing),
    /** Those that nobody has ended, the oldest first. */
    open: () => open.all(),
    /** Removes up to `most` that began before `before`; returns how many. */
    drop: (before: number, most: number) => drop.run(before, most).changes,
    /** Newest first, from before `[startedAt, id]`. */
    list(filter: ViewingFilter, limit: number, before?: readonly [number, string]): Viewing[] {
      const names = (Object.keys(CONDITIONS) as (keyof ViewingFilter)[]).filter(
        (name) => filter[name] !== undefined,
      );
      const conditions = names.map((name) => CONDITIONS[name]);
      if (before) conditions.push('(started_at, id) < (:at, :id)');
      const [at, id] = before ?? [];
      return listFor(conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '').all({
        ...filter,
        at,
        id,
        limit,
      });
    },
  };
}
