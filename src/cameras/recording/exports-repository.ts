import type { Db } from '../../db/open.ts';
import type { Range } from './retention.ts';
import type { Gap } from './timeline.ts';

export type ExportState = 'waiting' | 'running' | 'done' | 'failed';

/** One row of `camera_exports`; instants are UTC ms. */
export interface ExportRow {
  id: string;
  cameraId: string;
  from: number;
  to: number;
  reason: string;
  state: ExportState;
  /** A code of errors.ts. */
  failure: string | null;
  hasFrom: number | null;
  hasTo: number | null;
  bytes: number | null;
  sha256: string | null;
  /** What the file lacks of the range, ms, and where, as JSON: the first of them. Null where that is not known. */
  missingMs: number | null;
  gaps: string | null;
  /** Name of who asked for it. */
  createdBy: string;
  createdAt: number;
  endedAt: number | null;
}

/** Those that are written down with an export, as the station wrote them itself. */
export const toldGaps = (gaps: string | null): Gap[] => JSON.parse(gaps ?? '[]');

const COLUMNS = `id, camera_id AS cameraId, from_at AS "from", to_at AS "to", reason, state, failure,
  has_from AS hasFrom, has_to AS hasTo, bytes, sha256, missing_ms AS missingMs, gaps, created_by AS createdBy, created_at AS createdAt,
  ended_at AS endedAt`;

export type ExportsRepository = ReturnType<typeof exportsRepository>;

/** SQL of `camera_exports`. */
export function exportsRepository(db: Db) {
  const insert = db.prepare<
    [ExportRow]
  >(`INSERT INTO camera_exports (id, camera_id, from_at, to_at, reason, state,
    failure, has_from, has_to, bytes, sha256, missing_ms, gaps, created_by, created_at, ended_at)
    VALUES (@id, @cameraId, @from, @to, @reason, @state, @failure, @hasFrom, @hasTo, @bytes, @sha256, @missingMs, @gaps, @createdBy,
    @createdAt, @endedAt)`);
  const update = db.prepare<[ExportRow]>(`UPDATE camera_exports SET state = @state, failure = @failure,
    has_from = @hasFrom, has_to = @hasTo, bytes = @bytes, sha256 = @sha256, missing_ms = @missingMs, gaps = @gaps, ended_at = @endedAt WHERE id = @id`);
  const get = db.prepare<[string], ExportRow>(`SELECT ${COLUMNS} FROM camera_exports WHERE id = ?`);
  const remove = db.prepare<[string]>('DELETE FROM camera_exports WHERE id = ?');
  const list = db.prepare<[number, string, number], ExportRow>(`SELECT ${COLUMNS} FROM camera_exports
    WHERE (created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC LIMIT ?`);
  const waiting = db.prepare<[], ExportRow>(
    `SELECT ${COLUMNS} FROM camera_exports WHERE state IN ('waiting', 'running') ORDER BY created_at, id`,
  );
  const endedBefore = db.prepare<[number], ExportRow>(
    `SELECT ${COLUMNS} FROM camera_exports WHERE ended_at < ? ORDER BY ended_at LIMIT 100`,
  );
  const bytes = db.prepare<[], number>('SELECT coalesce(sum(bytes), 0) FROM camera_exports').pluck();
  return {
    insert: (row: ExportRow) => void insert.run(row),
    update: (row: ExportRow) => void update.run(row),
    get: (id: string) => get.get(id),
    remove: (id: string) => void remove.run(id),
    /** Newest first, from behind `before`. */
    list: (limit: number, before: readonly [number, string] = [Number.MAX_SAFE_INTEGER, '']) =>
      list.all(...before, limit),
    /** What is still to be done, oldest first; a running one is of before a crash, or under way. */
    waiting: () => waiting.all(),
    endedBefore: (instant: number) => endedBefore.all(instant),
    /** What must not be deleted meanwhile. */
    ranges: (): Range[] => waiting.all().map(({ cameraId, from, to }) => ({ cameraId, from, to })),
    bytes: () => bytes.get() ?? 0,
  };
}
