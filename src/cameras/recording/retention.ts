import { rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { DAY_MS } from '../../clock.ts';
import type { Needed } from './room.ts';
import { segmentPath } from './segment-paths.ts';
import type { ClosedSegment, SegmentsRepository } from './segments-repository.ts';

/** A range of one camera's time, UTC ms. */
export interface Range {
  cameraId: string;
  from: number;
  to: number;
}

export interface RetentionParts {
  rows: Pick<SegmentsRepository, 'oldest' | 'oldestOf' | 'remove' | 'cameras' | 'folders' | 'foldersOf'>;
  /** The one that is recorded into. */
  folder: () => string;
  /** Whether the recordings of a folder are there now. */
  isOurs(folder: string): Promise<boolean>;
  now: () => number;
  keepDaysOf(cameraId: string): number;
  /** What must not go: protected by an officer, or being exported. */
  kept: () => readonly Range[];
  log: FastifyBaseLogger;
}

/** So many are looked at in one turn. */
const STEP = 100;
/** So much of a camera's time goes by age in one run. */
const RUN_MS = 2 * DAY_MS;
const BEGINNING = [Number.MIN_SAFE_INTEGER, ''] as const;

export type Retention = ReturnType<typeof createRetention>;

/** Deletes recordings, oldest first: file before row, so that a crash leaves a row that is swept, not a lost file. */
export function createRetention({ rows, folder, isOurs, now, keepDaysOf, kept, log }: RetentionParts) {
  /** Those of the folders that are not there now. */
  async function foldersAway(folders: readonly string[]): Promise<Set<string>> {
    const away = new Set<string>();
    for (const one of new Set(folders)) if (!(await isOurs(one))) away.add(one);
    return away;
  }

  /** Returns those that have gone: one that cannot be deleted keeps its row, and holds up no other. */
  async function remove(segments: readonly ClosedSegment[]): Promise<ClosedSegment[]> {
    const days = new Set<string>();
    const tried: ClosedSegment[] = [];
    let failure: unknown;
    for (const segment of segments) {
      const path = join(segment.folder, segmentPath(segment));
      try {
        await rm(path, { force: true });
        tried.push(segment);
      } catch (error) {
        failure = error;
      }
      days.add(dirname(path));
    }
    // Behind the files: a disk that was pulled meanwhile has them still.
    const away = await foldersAway(tried.map((segment) => segment.folder));
    const gone = tried.filter((segment) => !away.has(segment.folder));
    rows.remove(gone);
    const left = segments.length - gone.length;
    if (left > 0) log.warn({ err: failure, left }, 'recordings could not be deleted');
    // Only where nothing is left in it.
    for (const day of days) await rmdir(day).catch(() => {});
    return gone;
  }

  /** Walks from the oldest; `take` says what of a step goes, and undefined ends the walk. */
  async function walk(
    next: (after: readonly [number, string]) => ClosedSegment[],
    take: (segment: ClosedSegment) => boolean | undefined,
    went: (segment: ClosedSegment) => void = () => {},
  ): Promise<number> {
    let removed = 0;
    for (let after: readonly [number, string] = BEGINNING; ; ) {
      const step = next(after);
      const last = step.at(-1);
      if (!last) return removed;
      const ranges = kept();
      const going: ClosedSegment[] = [];
      let ended = false;
      for (const segment of step) {
        if (isKept(segment, ranges)) continue;
        const goes = take(segment);
        if (goes) going.push(segment);
        ended = goes === undefined;
        if (ended) break;
      }
      const gone = await remove(going);
      removed += gone.length;
      for (const segment of gone) went(segment);
      if (ended) return removed;
      after = [last.startedAt, last.id];
      await nextTurn();
    }
  }

  /** Where the oldest begins that may go, of what began before an instant; else that instant. */
  async function oldestOf(cameraId: string, before: number, away: ReadonlySet<string>): Promise<number> {
    let found = before;
    await walk(
      (after) => rows.oldestOf(cameraId, before, after, STEP),
      ({ startedAt, folder: where }) => {
        if (away.has(where)) return false;
        found = startedAt;
        return undefined;
      },
    );
    return found;
  }

  return {
    /**
     * What is older than it is to be kept, but no more than the oldest two days of each camera in one run: a mistake
     * about the time shall not cost everything. Returns how many have gone, and whether more would have.
     */
    async byAge(): Promise<{ removed: number; isMore: boolean }> {
      let removed = 0;
      let isMore = false;
      const away = await foldersAway(rows.folders());
      for (const cameraId of rows.cameras()) {
        const tooOld = now() - keepDaysOf(cameraId) * DAY_MS;
        const most = (await oldestOf(cameraId, tooOld, away)) + RUN_MS;
        const before = Math.min(tooOld, most);
        isMore ||= before < tooOld;
        removed += await walk(
          (after) => rows.oldestOf(cameraId, before, after, STEP),
          ({ endedAt, folder: where }) => endedAt < before && !away.has(where),
        );
      }
      return { removed, isMore };
    },
    /** All that there is of one camera but what is kept, or on a disk that is away; returns how many have gone. */
    async ofCamera(cameraId: string): Promise<number> {
      const folders = rows.foldersOf(cameraId);
      const away = await foldersAway(folders);
      if (away.size === folders.length) return 0;
      return walk(
        (after) => rows.oldestOf(cameraId, Number.MAX_SAFE_INTEGER, after, STEP),
        ({ folder: where }) => !away.has(where),
      );
    },
    /** As many of the oldest as free so many bytes; returns how many have gone. */
    free({ bytes, keepsMs }: Needed): Promise<number> {
      let freed = 0;
      let going = 0;
      return walk(
        (after) => {
          going = freed;
          return rows.oldest(folder(), after, STEP);
        },
        (segment) => {
          if (going >= bytes || segment.endedAt > now() - keepsMs) return undefined;
          going += segment.bytes;
          return true;
        },
        (segment) => {
          freed += segment.bytes;
        },
      );
    },
  };
}

function isKept({ cameraId, startedAt, endedAt }: ClosedSegment, ranges: readonly Range[]): boolean {
  return ranges.some((range) => range.cameraId === cameraId && range.from < endedAt && range.to > startedAt);
}
