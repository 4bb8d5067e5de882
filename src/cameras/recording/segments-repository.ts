import type { Db } from '../../db/open.ts';

export type SegmentReason = 'continuous' | 'motion';

/** One row of `camera_segments`; instants are UTC ms of the box's clock but for `cameraAt`. */
export interface SegmentRow {
  id: string;
  cameraId: string;
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

const COLUMNS = `id, camera_id AS cameraId, started_at AS startedAt, ended_at AS endedAt, camera_at AS cameraAt,
  drift_ms AS driftMs, bytes, mime, reason`;

export type SegmentsRepository = ReturnType<typeof segmentsRepository>;

/** SQL of `camera_segments`, and of their sums. */
export function segmentsRepository(db: Db) {
  const insert = db.prepare<[SegmentRow]>(`INSERT INTO camera_segments (id, camera_id, started_at, ended_at,
    camera_at, drift_ms, bytes, mime, reason)
    VALUES (@id, @cameraId, @startedAt, @endedAt, @cameraAt, @driftMs, @bytes, @mime, @reason)`);
  const finish = db.prepare<[number, number, string]>(
    'UPDATE camera_segments SET ended_at = ?, bytes = ? WHERE id = ? AND ended_at IS NULL',
  );
  const remove = db.prepare<[string]>('DELETE FROM camera_segments WHERE id = ?');
  const count = db.prepare<
    [string, number, number]
  >(`INSERT INTO camera_recording_usage (camera_id, segments, bytes)
    VALUES (?, ?, ?) ON CONFLICT (camera_id) DO UPDATE SET segments = segments + excluded.segments,
    bytes = bytes + excluded.bytes`);
  const get = db.prepare<[string], SegmentRow>(`SELECT ${COLUMNS} FROM camera_segments WHERE id = ?`);
  const open = db.prepare<[], SegmentRow>(`SELECT ${COLUMNS} FROM camera_segments WHERE ended_at IS NULL`);
  const within = db.prepare<
    [string, number, number, number, number, string, number],
    SegmentRow
  >(`SELECT ${COLUMNS}
    FROM camera_segments WHERE camera_id = ? AND started_at > ? AND started_at < ?
    AND (ended_at IS NULL OR ended_at > ?) AND (started_at, id) > (?, ?) ORDER BY started_at, id LIMIT ?`);
  const oldest = db.prepare<[number, string, number], ClosedSegment>(`SELECT ${COLUMNS} FROM camera_segments
    WHERE ended_at IS NOT NULL AND (started_at, id) > (?, ?) ORDER BY started_at, id LIMIT ?`);
  const oldestOf = db.prepare<[string, number, string, number, number], ClosedSegment>(`SELECT ${COLUMNS}
    FROM camera_segments WHERE camera_id = ? AND ended_at IS NOT NULL AND (started_at, id) > (?, ?)
    AND started_at < ? ORDER BY started_at, id LIMIT ?`);
  const usage = db.prepare<[string], Usage>(
    'SELECT segments, bytes FROM camera_recording_usage WHERE camera_id = ?',
  );
  const total = db.prepare<[], Usage>(
    'SELECT coalesce(sum(segments), 0) AS segments, coalesce(sum(bytes), 0) AS bytes FROM camera_recording_usage',
  );
  const cameras = db.prepare<[], string>('SELECT camera_id FROM camera_recording_usage').pluck();
  const firstOf = db
    .prepare<[string], number>(
      'SELECT started_at FROM camera_segments WHERE camera_id = ? ORDER BY started_at LIMIT 1',
    )
    .pluck();
  const lastOf = db.prepare<[string], SegmentRow>(`SELECT ${COLUMNS} FROM camera_segments
    WHERE camera_id = ? ORDER BY started_at DESC, id DESC LIMIT 1`);

  return {
    /** Before its first byte is written; one that is whole already counts at once. */
    insert: db.transaction((row: SegmentRow) => {
      insert.run(row);
      count.run(row.cameraId, 1, row.bytes);
    }),
    /** It is whole, with that end and size. */
    finish: db.transaction(
      ({ id, cameraId }: Pick<SegmentRow, 'id' | 'cameraId'>, endedAt: number, bytes: number) => {
        if (finish.run(endedAt, bytes, id).changes > 0) count.run(cameraId, 0, bytes);
      },
    ),
    /** In one commit. */
    remove: db.transaction((rows: readonly SegmentRow[]) => {
      for (const { id, cameraId, bytes } of rows) {
        if (remove.run(id).changes > 0) count.run(cameraId, -1, -bytes);
      }
    }),
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
    /** Whole ones of all cameras, oldest first, from behind `after`. */
    oldest: (after: readonly [number, string], limit: number) => oldest.all(...after, limit),
    /** Whole ones of one camera that began before an instant, oldest first, from behind `after`. */
    oldestOf: (cameraId: string, before: number, after: readonly [number, string], limit: number) =>
      oldestOf.all(cameraId, ...after, before, limit),
    usage: (cameraId: string): Usage => usage.get(cameraId) ?? { segments: 0, bytes: 0 },
    total: (): Usage => total.get() ?? { segments: 0, bytes: 0 },
    /** Every camera that has ever been recorded. */
    cameras: () => cameras.all(),
    firstOf: (cameraId: string) => firstOf.get(cameraId),
    lastOf: (cameraId: string) => lastOf.get(cameraId),
  };
}
