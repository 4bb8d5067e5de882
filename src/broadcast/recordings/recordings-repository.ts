import type { Db } from '../../db/open.ts';

/** A recording that somebody brought. */
export interface RecordingRecord {
  /** SHA-256 of its sound. */
  id: string;
  name: string;
  durationMs: number;
  bytes: number;
  byId: string;
  byName: string;
  createdAt: number;
}

export type RecordingsRepository = ReturnType<typeof recordingsRepository>;

/** SQL of `recordings`. */
export function recordingsRepository(db: Db) {
  const insert = db.prepare<
    [RecordingRecord]
  >(`INSERT INTO recordings (id, name, duration_ms, bytes, by_id, by_name,
    created_at) VALUES (@id, @name, @durationMs, @bytes, @byId, @byName, @createdAt)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, created_at = excluded.created_at`);
  const get = db.prepare<[string], RecordingRecord>(`SELECT id, name, duration_ms AS durationMs, bytes,
    by_id AS byId, by_name AS byName, created_at AS createdAt FROM recordings WHERE id = ?`);
  const dropUnused = db.prepare<[number]>(`DELETE FROM recordings WHERE created_at < ? AND id NOT IN (
    SELECT json_extract(one.value, '$.recordingId') FROM bulletin_versions, json_each(bulletin_versions.recordings) AS one
    WHERE bulletin_versions.recordings <> '[]')`);
  const ids = db.prepare<[], string>('SELECT id FROM recordings').pluck();
  return {
    /** The same sound brought again is the same recording, with its newest name. */
    insert: (record: RecordingRecord) => void insert.run(record),
    get: (id: string) => get.get(id),
    /** Forgets what was brought before this instant and no version of a bulletin plays. */
    dropUnused: (before: number) => void dropUnused.run(before),
    ids: () => ids.all(),
  };
}
