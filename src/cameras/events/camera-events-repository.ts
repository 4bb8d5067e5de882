import type { Db } from '../../db/open.ts';
import type { CameraEventView } from './schemas.ts';

export interface EventRow extends CameraEventView {
  cameraId: string;
}

type Stored = Omit<CameraEventView, 'active'> & { active: 0 | 1 };

export interface EventRange {
  cameraId: string;
  /** UTC ms; `to` is not in it. */
  from: number;
  to: number;
  /** The last row of the page before; left out for the newest. */
  before?: { at: number; id: string } | undefined;
  limit: number;
}

type Bound = Omit<EventRange, 'before'> & { beforeAt: number; beforeId: string };

/** The SQL of what cameras reported. */
export function cameraEventsRepository(db: Db) {
  const insert = db.prepare<[Record<string, string | number | null>]>(`INSERT INTO camera_events
    (id, camera_id, at, camera_at, kind, active, source)
    VALUES (:id, :cameraId, :at, :cameraAt, :kind, :active, :source)`);
  const range = db.prepare<[Bound], Stored>(`SELECT id, at, camera_at AS cameraAt, kind, active, source
    FROM camera_events WHERE camera_id = :cameraId AND at >= :from AND at < :to
      AND (at, id) < (:beforeAt, :beforeId) ORDER BY at DESC, id DESC LIMIT :limit`);
  const count = db.prepare<[], number>('SELECT count(*) FROM camera_events').pluck();
  const dropOld = db.prepare<[number, number]>(`DELETE FROM camera_events WHERE id IN
    (SELECT id FROM camera_events WHERE at < ? ORDER BY at LIMIT ?)`);
  const dropFirst = db.prepare<[number]>(`DELETE FROM camera_events WHERE id IN
    (SELECT id FROM camera_events ORDER BY id LIMIT ?)`);
  return {
    insertAll: db.transaction((rows: readonly EventRow[]) => {
      for (const row of rows) insert.run({ ...row, active: row.active ? 1 : 0 });
    }),
    /** Newest first. */
    range: ({ before, ...query }: EventRange): CameraEventView[] =>
      range
        .all({ ...query, beforeAt: before?.at ?? query.to, beforeId: before?.id ?? '' })
        .map((row) => ({ ...row, active: row.active === 1 })),
    count: () => count.get() ?? 0,
    /** Deletes at most `limit` from before an instant; returns how many. */
    dropBefore: (instant: number, limit: number) => dropOld.run(instant, limit).changes,
    /** Deletes the oldest; returns how many. */
    dropOldest: (limit: number) => dropFirst.run(limit).changes,
  };
}
