import { mkdtempSync, rmdirSync } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ballast } from './ballast.ts';
import { DATABASE, type DiskSpace, diskSpace } from './data-folder.ts';

/** ok · low: caches should shrink · full: only what must be written may be. */
export type DiskLevel = 'ok' | 'low' | 'full';

export interface DiskState extends DiskSpace {
  level: DiskLevel;
  /** Bytes of the write-ahead log: large where something reads for too long. */
  wal: number;
  /** It takes no writes: the kernel's answer to a disk that fails (`errors=remount-ro`). */
  readOnly: boolean;
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
  /** A write has just failed: whether the disk takes none at all. Tries it, which an idle station shall not. */
  takesNone(): boolean;
}

export interface DiskWatchParts {
  data: string;
  ballast: Ballast;
  onLevel: (level: DiskLevel, state: DiskState, before: DiskLevel | undefined) => void;
  space?: (folder: string) => Promise<DiskSpace>;
  isReadOnly?: (folder: string) => Promise<boolean>;
  tryWrite?: (folder: string) => void;
}

/** Watches the room on the data's disk and the size of the write-ahead log. */
export function createDiskWatch({
  data,
  ballast,
  onLevel,
  space = diskSpace,
  isReadOnly = isMountedReadOnly,
  tryWrite = makeAndRemove,
}: DiskWatchParts): DiskWatch {
  let current: DiskState | undefined;
  /** As last tried: ext4 may refuse all writes without calling itself read-only. */
  let refuses = false;

  function takesNone(): boolean {
    try {
      tryWrite(data);
      refuses = false;
    } catch (error) {
      refuses = (error as NodeJS.ErrnoException).code === 'EROFS';
    }
    return refuses;
  }

  return {
    state: () => current,
    takesNone,
    async look() {
      const { free, used } = await space(data);
      const wal = await stat(join(data, `${DATABASE}-wal`)).then(
        ({ size }) => size,
        () => 0,
      );
      const before = current?.level;
      const level = levelOf(used, before ?? 'ok');
      const readOnly = (await isReadOnly(data)) || (refuses && takesNone());
      current = { free, used, wal, level, readOnly };
      if (readOnly) return;
      if (free < LAST_BYTES) await ballast.drop();
      else if (level === 'ok') await ballast.load();
      if (level !== before) onLevel(level, current, before);
    },
  };
}

function makeAndRemove(folder: string): void {
  rmdirSync(mkdtempSync(join(folder, '.try-')));
}

async function isMountedReadOnly(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => false,
    ({ code }: NodeJS.ErrnoException) => code === 'EROFS',
  );
}

/** The level at a used share (0–1), given the level before. */
export function levelOf(used: number, before: DiskLevel): DiskLevel {
  if (used >= FULL - (before === 'full' ? SLACK : 0)) return 'full';
  if (used >= LOW - (before === 'ok' ? 0 : SLACK)) return 'low';
  return 'ok';
}
