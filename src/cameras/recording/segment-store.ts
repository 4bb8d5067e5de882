import { join } from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { guarded, whileNeeded } from '../../repeat.ts';
import type { Fragment, StreamInit } from '../parts.ts';
import { MemoryBudget } from './memory-budget.ts';
import { SegmentFile } from './segment-file.ts';
import { writeNote } from './segment-note.ts';
import { segmentPath } from './segment-paths.ts';
import type { SegmentReason, SegmentRow, SegmentsRepository } from './segments-repository.ts';

export interface NewSegment {
  cameraId: string;
  /** UTC ms of the box's clock at the first frame. */
  startedAt: number;
  init: StreamInit;
  reason: SegmentReason;
  driftMs: number | null;
  /** Where the first fragment begins in the stream, ms. */
  firstDecodeMs: number;
}

/** One that is being written. */
export interface OpenSegment {
  readonly row: SegmentRow;
  /** Box time up to which it has been taken on, UTC ms. */
  readonly endsAt: number;
  /** Box time up to which it can be read, UTC ms. */
  readonly writtenUntil: number;
  /** That can be read. */
  readonly bytes: number;
  /** False where the disk does not keep up, or has failed. */
  append(fragment: Fragment): boolean;
  /** Resolves when file and row are whole. `endedAt` where the next one begins right there. */
  close(endedAt?: number): Promise<void>;
}

export interface SegmentStoreParts {
  rows: SegmentsRepository;
  /** Where the recordings are. */
  folder: () => string;
  /** A file of that camera could not be written on. */
  failed(error: unknown, cameraId: string): void;
  log: FastifyBaseLogger;
  /** How much of one camera may wait for the disk, and of all together. */
  maxWaiting?: number;
  memory?: MemoryBudget;
}

/** A pre-roll at its largest, and sixteen seconds of a camera with 4 Mbit/s. */
const MAX_WAITING = 24 * 1_048_576;
/** A power cut costs what came since: this, and how long the round takes. */
const SYNC_EVERY_MS = 700;
/** The pool that they share with name lookups and other files has four threads. */
const SYNCS_AT_ONCE = 2;

export type SegmentStore = ReturnType<typeof createSegmentStore>;

/** The segments that are being written: each is known to the database before its first byte is. */
export function createSegmentStore({
  rows,
  folder,
  failed,
  log,
  maxWaiting = MAX_WAITING,
  memory = new MemoryBudget(),
}: SegmentStoreParts) {
  const open = new Map<OpenSegment, SegmentFile>();

  let syncing = false;

  async function syncAll(): Promise<void> {
    const files = [...open.values()];
    const next = async () => {
      for (let file = files.pop(); file; file = files.pop()) await file.sync();
    };
    await Promise.all(Array.from({ length: SYNCS_AT_ONCE }, next));
  }
  const safely = { log, work: 'recordings synced' };
  const sync = guarded(syncAll, safely);
  function syncRound(): boolean {
    if (!syncing) {
      syncing = true;
      void sync().finally(() => {
        syncing = false;
      });
    }
    return open.size > 0;
  }
  const pulse = whileNeeded(SYNC_EVERY_MS, syncRound, safely);

  /** Throws what the database says where the row cannot be written. */
  function begin({ cameraId, startedAt, init, reason, driftMs, firstDecodeMs }: NewSegment): OpenSegment {
    const row: SegmentRow = {
      id: uuidv7({ msecs: startedAt }),
      cameraId,
      folder: folder(),
      startedAt,
      endedAt: null,
      cameraAt: driftMs === null ? null : startedAt + driftMs,
      driftMs,
      bytes: 0,
      mime: init.mime,
      reason,
    };
    rows.insert(row);
    const path = join(row.folder, segmentPath(row));
    const file = new SegmentFile({
      path,
      maxWaiting,
      memory: memory.shareOf(cameraId),
      failed: (error) => failed(error, cameraId),
    });
    const { id, mime } = row;
    file.write(Buffer.concat([init.data, writeNote({ id, cameraId, startedAt, driftMs, mime, reason })]));
    /** Where each fragment ends, in box time. */
    const ends: number[] = [];
    let closing: Promise<void> | undefined;

    const writtenUntil = () => Math.round(file.pieces < 2 ? startedAt : (ends[file.pieces - 2] ?? startedAt));

    async function finish(next: number | undefined): Promise<void> {
      await file.close();
      open.delete(segment);
      const fragments = file.pieces - 1;
      if (fragments < 1) {
        rows.remove([row]);
        await file.remove();
        return;
      }
      const whole = fragments === ends.length;
      rows.finish(row, whole && next !== undefined ? next : writtenUntil(), file.written);
    }

    const segment: OpenSegment = {
      row,
      get endsAt() {
        return Math.round(ends.at(-1) ?? startedAt);
      },
      get writtenUntil() {
        return writtenUntil();
      },
      get bytes() {
        return file.written;
      },
      append(fragment) {
        if (closing || !file.write(fragment.data)) return false;
        ends.push(startedAt + fragment.decodeMs + fragment.durationMs - firstDecodeMs);
        return true;
      },
      close(endedAt) {
        closing ??= finish(endedAt).catch((error) => {
          // The row stays open; the next start mends it.
          log.warn({ err: error, cameraId }, 'a segment could not be closed');
        });
        return closing;
      },
    };
    open.set(segment, file);
    pulse.wake();
    return segment;
  }

  return {
    begin,
    /** The one of that camera that is being written, where there is one. */
    openOf: (cameraId: string) => [...open.keys()].find(({ row }) => row.cameraId === cameraId),
    isOpen: (id: string) => [...open.keys()].some(({ row }) => row.id === id),
    /** Bytes that are on the disk and in no sum yet. */
    openBytes: () => [...open.values()].reduce((sum, { written }) => sum + written, 0),
    async close(): Promise<void> {
      await pulse.close();
      await Promise.all([...open.keys()].map((segment) => segment.close()));
    },
  };
}
