import type { Db } from '../../db/open.ts';

export type SegmentReason = 'continuous' | 'motion';

/** One row of `camera_segments`; instants are UTC ms of the box's clock but for `cameraAt`. */
export interface SegmentRow {
  id: string;
  cameraId: string;
  /** Full path of the recordings' folder that it is in. */
  folder: string;
  startedAt: number;
  /** Null while it is being written. */
  endedAt: number | null;
  cameraAt: number | null;
  driftMs: number | null;
  bytes: number;
  mime: string;
  reason: SegmentReason;
}

/** A finished one. */
export interface ClosedSegment extends SegmentRow {
  endedAt: number;
}

export interface Usage {
  segments: number;
  bytes: number;
}

/** No segment is longer: how far back one may begin that reaches into a range. */
export const LONGEST_SEGMENT_MS = 15 * 60_000;

const COLUMNS = `id, camera_id AS cameraId,
  (SELECT path FROM camera_recording_folders AS f WHERE f.id = folder) AS folder, started_at AS startedAt, ended_at AS endedAt, camera_at AS cameraAt,
  drift_ms AS driftMs, bytes, mime, reason`;

export type SegmentsRepository = ReturnType<typeof segmentsRepository>;

/** SQL of `camera_segments`, and of their sums. */
export function segmentsRepository(db: Db) {
  const addFolder = db.prepare<[string]>('INSERT OR IGNORE INTO camera_recording_folders (path) VALUES (?)');
  const folderId = db
    .prepare<[string], number>('SELECT id FROM camera_recording_folders WHERE path = ?')
    .pluck();
  const foldersOf = db
    .prepare<[string], string>(
      'SELECT path FROM camera_recording_usage JOIN camera_recording_folders ON id = folder WHERE camera_id = ? AND segments > 0',
    )
    .pluck();
  const folders = db.prepare<[], string>('SELECT path FROM camera_recording_folders').pluck();
  const insert = db.prepare<
    [Omit<SegmentRow, 'folder'> & { folder: number }]
  >(`INSERT INTO camera_segments (id, camera_id, folder, started_at, ended_at, camera_at, drift_ms, bytes, mime,
    reason)
    VALUES (@id, @cameraId, @folder, @startedAt, @endedAt, @cameraAt, @driftMs, @bytes, @mime, @reason)`);
  const finish = db.prepare<[number, number, string]>(
    'UPDATE camera_segments SET ended_at = ?, bytes = ? WHERE id = ? AND ended_at IS NULL',
  );
  const remove = db.prepare<[string]>('DELETE FROM camera_segments WHERE id = ?');
  const count = db.prepare<
    [string, number, number, number]
  >(`INSERT INTO camera_recording_usage (camera_id, folder, segments, bytes)
    VALUES (?, ?, ?, ?) ON CONFLICT (camera_id, folder) DO UPDATE SET segments = segments + excluded.segments,
    bytes = bytes + excluded.bytes`);
  const get = db.prepare<[string], SegmentRow>(`SELECT ${COLUMNS} FROM camera_segments WHERE id = ?`);
  const open = db.prepare<[], SegmentRow>(`SELECT ${COLUMNS} FROM camera_segments WHERE ended_at IS NULL`);
  const within = db.prepare<
    [string, number, number, number, number, string, number],
    SegmentRow
  >(`SELECT ${COLUMNS}
    FROM camera_segments WHERE camera_id = ? AND started_at > ? AND started_at < ?
    AND (ended_at IS NULL OR ended_at > ?) AND (started_at, id) > (?, ?) ORDER BY started_at, id LIMIT ?`);
  const oldest = db.prepare<[number, number, string, number], ClosedSegment>(`SELECT ${COLUMNS}
    FROM camera_segments WHERE folder = ? AND ended_at IS NOT NULL AND (started_at, id) > (?, ?) ORDER BY started_at, id LIMIT ?`);
  const oldestOf = db.prepare<[string, number, string, number, number], ClosedSegment>(`SELECT ${COLUMNS}
    FROM camera_segments WHERE camera_id = ? AND ended_at IS NOT NULL AND (started_at, id) > (?, ?)
    AND started_at < ? ORDER BY started_at, id LIMIT ?`);
  const usage = db.prepare<[string], Usage>(
    `SELECT coalesce(sum(segments), 0) AS segments, coalesce(sum(bytes), 0) AS bytes FROM camera_recording_usage
    WHERE camera_id = ?`,
  );
  const total = db.prepare<[number], Usage>(
    `SELECT coalesce(sum(segments), 0) AS segments, coalesce(sum(bytes), 0) AS bytes FROM camera_recording_usage
    WHERE folder = ?`,
  );
  const move = db.prepare<[number, string]>('UPDATE camera_segments SET folder = ? WHERE id = ?');
  const cameras = db.prepare<[], string>('SELECT DISTINCT camera_id FROM camera_recording_usage').pluck();
  const firstOf = db
    .prepare<[string], number>(
      'SELECT started_at FROM camera_segments WHERE camera_id = ? ORDER BY started_at LIMIT 1',
    )
    .pluck();
  const lastOf = db.prepare<[string], SegmentRow>(`SELECT ${COLUMNS} FROM camera_segments
    WHERE camera_id = ? ORDER BY started_at DESC, id DESC LIMIT 1`);

  /** -1 where nothing was ever recorded into it. */
  const idOf = (folder: string) => folderId.get(folder) ?? -1;

  return {
    /** Before its first byte is written; one that is whole already counts at once. */
    insert: db.transaction((row: SegmentRow) => {
      addFolder.run(row.folder);
      const folder = idOf(row.folder);
      insert.run({ ...row, folder });
      count.run(row.cameraId, folder, 1, row.bytes);
    }),
    /** It is whole, with that end and size. */
    finish: db.transaction(
      (
        { id, cameraId, folder }: Pick<SegmentRow, 'id' | 'cameraId' | 'folder'>,
        endedAt: number,
        bytes: number,
      ) => {
        if (finish.run(endedAt, bytes, id).changes > 0) count.run(cameraId, idOf(folder), 0, bytes);
      },
    ),
    /** In one commit. */
    remove: db.transaction((rows: readonly SegmentRow[]) => {
      for (const { id, cameraId, folder, bytes } of rows) {
        if (remove.run(id).changes > 0) count.run(cameraId, idOf(folder), -1, -bytes);
      }
    }),
    /** It is in another folder by now, such as that of its disk mounted elsewhere. */
    move: db.transaction(({ id, cameraId, folder, bytes }: SegmentRow, to: string) => {
      addFolder.run(to);
      move.run(idOf(to), id);
      count.run(cameraId, idOf(folder), -1, -bytes);
      count.run(cameraId, idOf(to), 1, bytes);
    }),
    /** All that were ever recorded into. */
    folders: () => folders.all(),
    /** Those that hold something of one camera. */
    foldersOf: (cameraId: string) => foldersOf.all(cameraId),
    get: (id: string) => get.get(id),
    /** Those being written, or left so by a crash. */
    open: () => open.all(),
    /** What reaches into a range, oldest first, from behind `after`. */
    within: (
      cameraId: string,
      from: number,
      to: number,
      limit: number,
      after: readonly [number, string] = [Number.MIN_SAFE_INTEGER, ''],
    ) => within.all(cameraId, from - LONGEST_SEGMENT_MS, to, from, ...after, limit),
    /** Whole ones of all cameras in one folder, oldest first, from behind `after`. */
    oldest: (folder: string, after: readonly [number, string], limit: number) =>
      oldest.all(idOf(folder), ...after, limit),
    /** Whole ones of one camera that began before an instant, oldest first, from behind `after`. */
    oldestOf: (cameraId: string, before: number, after: readonly [number, string], limit: number) =>
      oldestOf.all(cameraId, ...after, before, limit),
    usage: (cameraId: string): Usage => usage.get(cameraId) ?? { segments: 0, bytes: 0 },
    /** Of one folder. */
    total: (folder: string): Usage => total.get(idOf(folder)) ?? { segments: 0, bytes: 0 },
    /** Every camera that has ever been recorded. */
    cameras: () => cameras.all(),
    firstOf: (cameraId: string) => firstOf.get(cameraId),
    lastOf: (cameraId: string) => lastOf.get(cameraId),
  };
}
