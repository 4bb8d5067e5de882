import type { spawn as systemSpawn } from 'node:child_process';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { type Clock, DAY_MS, localDay, localTime } from '../../clock.ts';
import type { Db } from '../../db/open.ts';
import { AppError, invalid } from '../../errors.ts';
import type { Audit } from '../../web/audit.ts';
import { type ExportWork, makeExport } from './export-work.ts';
import type { ExportRow, ExportsRepository } from './exports-repository.ts';
import { type Disk, diskOf } from './room.ts';
import { EXPORTS, isId } from './segment-paths.ts';
import { type ClosedSegment, LONGEST_SEGMENT_MS, type SegmentsRepository } from './segments-repository.ts';

export interface ExportsParts {
  db: Db;
  audit: Pick<Audit, 'append'>;
  rows: ExportsRepository;
  segments: Pick<SegmentsRepository, 'within'>;
  folder: () => string;
  clock: Pick<Clock, 'now'>;
  /** `manifest.json` of one (export-manifest.ts). */
  manifest: (row: ExportRow) => ExportWork['manifest'];
  missing: (row: ExportRow) => ExportWork['missing'];
  /** Whether the clock can be believed enough to delete by age. */
  isSteady(): boolean;
  /** Whether the recordings can be read now. */
  isReady(): boolean;
  changed(row: Pick<ExportRow, 'id' | 'cameraId'>): void;
  ffmpeg: string;
  spawn: typeof systemSpawn;
  log: FastifyBaseLogger;
  space?: (folder: string) => Promise<Disk>;
}

/** What somebody asks for. */
export interface ExportRequest {
  cameraId: string;
  from: number;
  to: number;
  reason: string;
  /** Name of who asks. */
  by: string;
}

const EXPORT_MAX_MS = 12 * 3_600_000;
/** So many segments may be in one: a few seconds each, where a camera is lost again and again. */
const SEGMENTS_MAX = 5_000;
const WAITING_MAX = 20;
/** So many of the gaps in one are told with it; all of them stand in its manifest. */
const GAPS_TOLD = 100;
/** A file that is made stays so long. */
const KEPT_MS = 14 * DAY_MS;
const LOOK_MS = 1_000;
const GB = 1024 ** 3;

export type Exports = ReturnType<typeof createExports>;

/** Ranges of a recording as files, made one after the other; what a restart has cut off is made again. */
export function createExports(parts: ExportsParts) {
  const { rows, segments, clock, changed, log, space = diskOf } = parts;
  const folder = () => join(parts.folder(), EXPORTS);
  const pathOf = ({ id }: Pick<ExportRow, 'id'>) => {
    if (!isId(id)) throw new AppError('item.not_found');
    return join(folder(), `${id}.tar`);
  };
  let running: { id: string; progress: number; abort: AbortController } | undefined;
  let underway: Promise<void> | undefined;
  let closed = false;

  async function make(row: ExportRow, signal: AbortSignal): Promise<void> {
    const settled = { ...row, failure: null };
    try {
      rows.update({ ...settled, state: 'running' });
      changed(row);
      const found = await closedSegments(row, signal);
      await needRoom(found);
      await mkdir(folder(), { recursive: true, mode: 0o700 });
      const { missing, ...file } = await makeExport({
        segments: found,
        range: row,
        before: segmentBefore,
        work: join(folder(), `${row.id}.work`),
        output: pathOf(row),
        name: nameOf(row),
        missing: parts.missing(row),
        manifest: parts.manifest(row),
        progress: (share) => tell(row, share),
        ffmpeg: parts.ffmpeg,
        spawn: parts.spawn,
        signal,
      });
      // Asked not to be by now.
      signal.throwIfAborted();
      const gaps = JSON.stringify(missing.gaps.slice(0, GAPS_TOLD));
      const done = { ...settled, ...file, missingMs: missing.ms, gaps };
      finish({ ...done, state: 'done', endedAt: clock.now() });
      log.info({ export: row.id, bytes: file.bytes }, 'recording exported');
    } catch (error) {
      // Cancelled: its row is gone. Or the station ends: it is made again at the next start.
      if (signal.aborted) return;
      log.warn({ err: error, export: row.id }, 'recording could not be exported');
      const failure = error instanceof AppError ? error.code : 'camera.export_failed';
      rows.update({ ...settled, state: 'failed', failure, endedAt: clock.now() });
    }
    changed(row);
  }

  /** Its hash outlives its row and its file in the audit log. */
  const finish = parts.db.transaction((row: ExportRow) => {
    rows.update(row);
    const { id, cameraId, from, to, hasFrom, hasTo, missingMs, bytes, sha256, createdBy, reason } = row;
    parts.audit.append({
      actor: 'station',
      action: 'camera.export_done',
      target: `camera:${cameraId}`,
      details: { export: id, from, to, hasFrom, hasTo, missingMs, bytes, sha256, reason, askedBy: createdBy },
    });
  });

  function tell(row: ExportRow, progress: number): void {
    if (!running || Math.floor(running.progress * 100) === Math.floor(progress * 100)) return;
    running.progress = progress;
    changed(row);
  }

  /** Those of the range, once the last one is whole. */
  async function closedSegments(row: ExportRow, signal: AbortSignal): Promise<ClosedSegment[]> {
    const latest = clock.now() + LONGEST_SEGMENT_MS;
    for (;;) {
      const found = segments.within(row.cameraId, row.from, row.to, SEGMENTS_MAX);
      if (found.length === 0) throw new AppError('camera.nothing_recorded');
      const whole = found.filter((one): one is ClosedSegment => one.endedAt !== null);
      if (whole.length === found.length || clock.now() > latest) return whole;
      await wait(LOOK_MS, undefined, { signal });
    }
  }

  /** The whole one that ends where another begins. */
  function segmentBefore({ cameraId, startedAt }: ClosedSegment): ClosedSegment | undefined {
    const near = segments.within(cameraId, startedAt - 1, startedAt, 10);
    return near.find((one): one is ClosedSegment => one.endedAt === startedAt);
  }

  /** The MP4 and the tar lie beside each other for a while. */
  async function needRoom(found: readonly ClosedSegment[]): Promise<void> {
    const needed = 2 * found.reduce((sum, { bytes }) => sum + bytes, 0) + GB / 4;
    const { free } = await space(parts.folder());
    if (free >= needed) return;
    const gb = (bytes: number) => (bytes / GB).toFixed(1);
    throw new AppError('camera.export_room', { neededGb: gb(needed), freeGb: gb(free) });
  }

  async function work(): Promise<void> {
    for (;;) {
      const [row] = closed || !parts.isReady() ? [] : rows.waiting();
      if (!row) return;
      const abort = new AbortController();
      running = { id: row.id, progress: 0, abort };
      await make(row, abort.signal);
      running = undefined;
    }
  }

  /** Goes on with what is waiting. */
  function wake(): void {
    if (closed) return;
    underway ??= work()
      .catch((error) => log.error({ err: error }, 'exports of recordings stand still'))
      .finally(() => {
        underway = undefined;
      });
  }

  return {
    wake,
    /** Throws `input.invalid`, `camera.nothing_recorded` or `camera.export_many`. To be called in a transaction. */
    ask({ cameraId, from, to, reason, by }: ExportRequest): ExportRow {
      if (to <= from) throw invalid('to', 'phải sau lúc bắt đầu', 'it must be after the beginning');
      if (to - from > EXPORT_MAX_MS)
        throw invalid('to', 'chỉ xuất được nhiều nhất 12 giờ một lần', 'at most 12 hours at a time');
      if (from > clock.now()) throw invalid('from', 'chưa tới lúc đó', 'that time has not come yet');
      if (rows.waiting().length >= WAITING_MAX) throw new AppError('camera.export_many');
      if (segments.within(cameraId, from, to, 1).length === 0) throw new AppError('camera.nothing_recorded');
      const row: ExportRow = {
        id: uuidv7(),
        cameraId,
        from,
        to: Math.min(to, clock.now()),
        reason,
        state: 'waiting',
        failure: null,
        hasFrom: null,
        hasTo: null,
        bytes: null,
        sha256: null,
        missingMs: null,
        gaps: null,
        createdBy: by,
        createdAt: clock.now(),
        endedAt: null,
      };
      rows.insert(row);
      return row;
    },
    /** Throws `item.not_found`. */
    get(id: string): ExportRow {
      const row = rows.get(id);
      if (!row) throw new AppError('item.not_found');
      return row;
    },
    list: rows.list,
    /** 0–1. */
    progressOf: ({ id, state }: ExportRow) =>
      state === 'done' ? 1 : running?.id === id ? running.progress : 0,
    /** The file that is handed out; throws `camera.export_waiting`. */
    fileOf(row: ExportRow): { path: string; name: string } {
      if (row.state !== 'done') throw new AppError('camera.export_waiting');
      return { path: pathOf(row), name: `${nameOf(row)}.tar` };
    },
    /** Cancels it where it is not done; its file is swept after the commit. To be called in a transaction. */
    remove(row: ExportRow): () => Promise<void> {
      rows.remove(row.id);
      return async () => {
        if (running?.id === row.id) running.abort.abort(new AppError('item.not_found'));
        await rm(pathOf(row), { force: true });
        changed(row);
      };
    },
    /** Forgets old files, and what no row knows. */
    async sweep(): Promise<void> {
      const old = parts.isSteady() ? rows.endedBefore(clock.now() - KEPT_MS) : [];
      for (const row of old) {
        await rm(pathOf(row), { force: true });
        rows.remove(row.id);
        changed(row);
      }
      const names = await readdir(folder()).catch(() => []);
      for (const name of names) {
        const id = name.slice(0, 36);
        if (running?.id !== id && isId(id) && rows.get(id)?.state !== 'done')
          await rm(join(folder(), name), { recursive: true, force: true });
      }
    },
    async close(): Promise<void> {
      closed = true;
      running?.abort.abort(new Error('the station ends'));
      await underway;
    },
  };
}

/** `camera-2027-01-04-081500` */
function nameOf({ from }: Pick<ExportRow, 'from'>): string {
  return `camera-${localDay(from)}-${localTime(from).replaceAll(':', '')}`;
}
