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

/** waiting: no picture has come yet · slow: the disk does not keep up · the others as they are called. */
export type RecordingState =
  | 'off'
  | 'waiting'
  | 'continuous'
  | 'motion'
  | 'lost'
  | 'slow'
  | 'disk_full'
  | 'no_folder'
  | 'box_off';

/** From `at` on, UTC ms, the recording of a camera was so. */
export interface StateRow {
  cameraId: string;
  at: number;
  state: RecordingState;
  /** Of `lost`: a code of the camera's reasons. */
  reason: string | null;
}

export type ModesRepository = ReturnType<typeof modesRepository>;

/** SQL of what is to be recorded, and of how that went. */
export function modesRepository(db: Db) {
  const columns = 'camera_id AS cameraId, mode, stream, keep_days AS keepDays';
  const get = db.prepare<[string], ModeRow>(`SELECT ${columns} FROM camera_recordings WHERE camera_id = ?`);
  const all = db.prepare<[], ModeRow>(`SELECT ${columns} FROM camera_recordings`);
  const put = db.prepare<[ModeRow]>(`INSERT INTO camera_recordings (camera_id, mode, stream, keep_days)
    VALUES (@cameraId, @mode, @stream, @keepDays) ON CONFLICT (camera_id) DO UPDATE SET mode = excluded.mode,
    stream = excluded.stream, keep_days = excluded.keep_days`);
  const remove = db.prepare<[string]>('DELETE FROM camera_recordings WHERE camera_id = ?');
  const addState = db.prepare<[StateRow]>(
    'INSERT INTO camera_recording_states (camera_id, at, state, reason) VALUES (@cameraId, @at, @state, @reason)',
  );
  const stateAt = db.prepare<[string, number], StateRow>(`SELECT camera_id AS cameraId, at, state, reason
    FROM camera_recording_states WHERE camera_id = ? AND at <= ? ORDER BY at DESC, rowid DESC LIMIT 1`);
  const statesWithin = db.prepare<
    [string, number, number, number],
    StateRow
  >(`SELECT camera_id AS cameraId, at, state,
    reason FROM camera_recording_states WHERE camera_id = ? AND at > ? AND at < ? ORDER BY at, rowid LIMIT ?`);
  // The newest of each camera stays: it tells how it is now.
  const forget = db.prepare<[number, number]>(`DELETE FROM camera_recording_states WHERE rowid IN (
    SELECT old.rowid FROM camera_recording_states AS old WHERE old.at < ? AND EXISTS (
      SELECT 1 FROM camera_recording_states AS newer WHERE newer.camera_id = old.camera_id AND newer.at > old.at)
    LIMIT ?)`);
  return {
    get: (cameraId: string) => get.get(cameraId),
    all: () => all.all(),
    put: (row: ModeRow) => void put.run(row),
    remove: (cameraId: string) => void remove.run(cameraId),
    addState: (row: StateRow) => void addState.run(row),
    /** In force at an instant. */
    stateAt: (cameraId: string, at: number) => stateAt.get(cameraId, at),
    /** Changes inside a range, oldest first. */
    statesWithin: (cameraId: string, from: number, to: number, limit: number) =>
      statesWithin.all(cameraId, from, to, limit),
    /** Forgets up to `limit` changes of before an instant; returns how many. */
    forgetStates: (before: number, limit: number) => forget.run(before, limit).changes,
  };
}
