import type { Db } from '../../db/open.ts';
import type { StreamRole } from '../schemas.ts';
import type { SegmentReason } from './segments-repository.ts';

/** What is to be recorded of a camera; no row stands for nothing. One that is off keeps for how long. */
export interface ModeRow {
  cameraId: string;
  mode: SegmentReason | 'off';
  stream: StreamRole;
  /** Null: as the settings say. */
  keepDays: number | null;
}

export type ModesRepository = ReturnType<typeof modesRepository>;

/** SQL of what is to be recorded. */
export function modesRepository(db: Db) {
  const columns = 'camera_id AS cameraId, mode, stream, keep_days AS keepDays';
  const get = db.prepare<[string], ModeRow>(`SELECT ${columns} FROM camera_recordings WHERE camera_id = ?`);
  const all = db.prepare<[], ModeRow>(`SELECT ${columns} FROM camera_recordings`);
  const put = db.prepare<[ModeRow]>(`INSERT INTO camera_recordings (camera_id, mode, stream, keep_days)
    VALUES (@cameraId, @mode, @stream, @keepDays) ON CONFLICT (camera_id) DO UPDATE SET mode = excluded.mode,
    stream = excluded.stream, keep_days = excluded.keep_days`);
  const remove = db.prepare<[string]>('DELETE FROM camera_recordings WHERE camera_id = ?');
  return {
    get: (cameraId: string) => get.get(cameraId),
    all: () => all.all(),
    put: (row: ModeRow) => void put.run(row),
    remove: (cameraId: string) => void remove.run(cameraId),
  };
}
