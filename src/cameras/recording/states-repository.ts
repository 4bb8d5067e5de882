import type { Db } from '../../db/open.ts';

/**
 * waiting: no picture has come yet · deaf: by motion, but the camera's reports do not arrive, so that all is recorded ·
 * slow: the disk does not keep up · unwritable: the files of this camera cannot be written · the others as they are
 * called.
 */
export type RecordingState =
  | 'off'
  | 'waiting'
  | 'continuous'
  | 'motion'
  | 'deaf'
  | 'lost'
  | 'slow'
  | 'unwritable'
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

export type StatesRepository = ReturnType<typeof statesRepository>;

/** SQL of how the recordings went. */
export function statesRepository(db: Db) {
  const add = db.prepare<[StateRow]>(
    'INSERT INTO camera_recording_states (camera_id, at, state, reason) VALUES (@cameraId, @at, @state, @reason)',
  );
  const at = db.prepare<[string, number], StateRow>(`SELECT camera_id AS cameraId, at, state, reason
    FROM camera_recording_states WHERE camera_id = ? AND at <= ? ORDER BY at DESC, rowid DESC LIMIT 1`);
  const within = db.prepare<
    [string, number, number, number],
    StateRow
  >(`SELECT camera_id AS cameraId, at, state,
    reason FROM camera_recording_states WHERE camera_id = ? AND at > ? AND at < ? ORDER BY at, rowid LIMIT ?`);
  // The one in force at the cut-off stays: it tells how it was from there on.
  const forget = db.prepare<[number, number, number]>(`DELETE FROM camera_recording_states WHERE rowid IN (
    SELECT old.rowid FROM camera_recording_states AS old WHERE old.at < ? AND EXISTS (
      SELECT 1 FROM camera_recording_states AS newer WHERE newer.camera_id = old.camera_id AND newer.at > old.at
        AND newer.at <= ?)
    LIMIT ?)`);
  return {
    add: (row: StateRow) => void add.run(row),
    /** In force at an instant. */
    at: (cameraId: string, instant: number) => at.get(cameraId, instant),
    /** Changes inside a range, oldest first. */
    within: (cameraId: string, from: number, to: number, limit: number) =>
      within.all(cameraId, from, to, limit),
    /** Forgets up to `limit` changes that were over before an instant; returns how many. */
    forget: (before: number, limit: number) => forget.run(before, before, limit).changes,
  };
}
