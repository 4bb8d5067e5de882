import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ballast } from './ballast.ts';
import { DATABASE, type DiskSpace, diskSpace } from './data-folder.ts';

/** ok · low: caches should shrink · full: only what must be written may be. */
export type DiskLevel = 'ok' | 'low' | 'full';

export interface DiskState extends DiskSpace {
  level: DiskLevel;
  /** Bytes of the write-ahead log: large where something reads for too long. */
  wal: number;
}

const LOW = 0.8;
const FULL = 0.9;
/** A level is left only when this far below it, so that one file does not make it flap. */
const SLACK = 0.02;
/** With less than this left even a small write may fail: time to drop the ballast. */
const LAST_BYTES = 8 * 1_048_576;

export interface DiskWatch {
  state(): DiskState | undefined;
  /** Looks now; throws where the disk cannot be looked at. */
  look(): Promise<void>;
}

export interface DiskWatchParts {
  data: string;
  ballast: Ballast;
  onLevel: (level: DiskLevel, state: DiskState, before: DiskLevel | undefined) => void;
  space?: (folder: string) => Promise<DiskSpace>;
}

/** Watches the room on the data's disk and the size of the write-ahead log. */
export function createDiskWatch({ data, ballast, onLevel, space = diskSpace }: DiskWatchParts): DiskWatch {
  let current: DiskState | undefined;
  return {
    state: () => current,
    async look() {
      const { free, used } = await space(data);
      const wal = await stat(join(data, `${DATABASE}-wal`)).then(
        ({ size }) => size,
        () => 0,
      );
      const before = current?.level;
      const level = levelOf(used, before ?? 'ok');
      current = { free, used, wal, level };
      if (free < LAST_BYTES) await ballast.drop();
      else if (level === 'ok') await ballast.load();
      if (level !== before) onLevel(level, current, before);
    },
  };
}

/** The level at a used share (0–1), given the level before. */
export function levelOf(used: number, before: DiskLevel): DiskLevel {
  if (used >= FULL - (before === 'full' ? SLACK : 0)) return 'full';
  if (used >= LOW - (before === 'ok' ? 0 : SLACK)) return 'low';
  return 'ok';
}
