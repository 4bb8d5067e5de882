import type { Db } from '../../db/open.ts';

export interface HealthRow {
  cameraId: string;
  state: string;
  reason: string | null;
  /** UTC ms. */
  since: number;
  lastFrameAt: number | null;
  driftMs: number | null;
  /** JSON object: what was told, the holds, the last refusal (kept.ts). */
  details: string;
}

/** The SQL of how cameras were when they were last looked at. */
export function healthRepository(db: Db) {
  const all = db.prepare<[], HealthRow>(`SELECT camera_id AS cameraId, state, reason, since,
    last_frame_at AS lastFrameAt, drift_ms AS driftMs, details FROM camera_health`);
  const save = db.prepare<[HealthRow]>(`INSERT INTO camera_health
    (camera_id, state, reason, since, last_frame_at, drift_ms, details)
    VALUES (:cameraId, :state, :reason, :since, :lastFrameAt, :driftMs, :details)
    ON CONFLICT (camera_id) DO UPDATE SET state = excluded.state, reason = excluded.reason,
      since = excluded.since, last_frame_at = excluded.last_frame_at, drift_ms = excluded.drift_ms,
      details = excluded.details`);
  const remove = db.prepare<[string]>('DELETE FROM camera_health WHERE camera_id = ?');
  return {
    all: () => all.all(),
    save: (row: HealthRow) => save.run(row),
    remove: (cameraId: string) => remove.run(cameraId),
  };
}
