import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../errors.ts';

/** Says that a folder holds the recordings of this station: an unplugged disk leaves an empty folder behind. */
const MARKER = '.tramso-recordings';
const TRY = '.tramso-try';
const TRY_BYTES = 4_096;

/** What a disk that was just formatted has in it, under Linux and under Windows. */
const NOTHING = new Set(['lost+found', 'System Volume Information', '$RECYCLE.BIN']);

const isFull = (error: unknown) =>
  ['ENOSPC', 'EDQUOT'].includes(String((error as NodeJS.ErrnoException).code));

/**
 * missing: not there, or the disk is not plugged in · foreign: another station's · unwritable: no right, or an error ·
 * unconfirmed: never used, and on the system's disk: perhaps the one that was meant is not mounted.
 */
export type FolderFault = 'missing' | 'foreign' | 'unwritable' | 'unconfirmed';

export interface FolderParts {
  /** Path of a folder of the officer's choice; '' for the station's own. */
  chosen: () => string;
  /** The data folder. */
  data: string;
  /** Of this station; survives a restored backup. */
  stationId: string;
  /** Whether that folder was ever in use. */
  known(folder: string): boolean;
  /** It is in use from now on. */
  remember(folder: string): void;
  /** Whether a folder lies on the disk that the system runs from. */
  onSystemDisk?: ((folder: string) => Promise<boolean>) | undefined;
}

export interface Folder {
  path(): string;
  /** Whether recordings of this station are there now: its disk is mounted. Never throws. */
  isOurs(folder: string): Promise<boolean>;
  /** Whether it can be recorded into now; undefined where it can. */
  fault(): Promise<FolderFault | undefined>;
  /** Whether an officer may take it into use as it is now, and whether it lies on the system's disk. Never throws. */
  offer(): Promise<{ mayTake: boolean; onSystemDisk: boolean }>;
  /**
   * Takes it into use though it is empty where recordings were, or lies on the system's disk: as an officer has said,
   * of this very path. `before` is called once nothing speaks against it. Throws `camera.folder_changed`,
   * `camera.folder_absent`, `camera.folder_foreign`, `camera.folder_not_empty`, `camera.folder_system_disk` (unless
   * that was said too) or what the disk says.
   */
  take(said: { folder: string; systemDisk: boolean }, before: () => void): Promise<void>;
  /** Writes a little, through to the disk, and takes it away again. */
  tryWrite(): Promise<'full' | 'unwritable' | undefined>;
}

/** The folder of the recordings. Only one with our marker is ever written to. */
export function recordingsFolder(parts: FolderParts): Folder {
  const { chosen, data, stationId, known, remember, onSystemDisk = isOnSystemDisk } = parts;
  const own = join(data, 'camera-recordings');
  const path = () => chosen() || own;

  /** Undefined where it has none. */
  async function markerOf(folder: string): Promise<string | undefined> {
    const text = await readFile(join(folder, MARKER), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    return text?.trim();
  }

  async function fault(): Promise<FolderFault | undefined> {
    const folder = path();
    if (folder === own) await mkdir(own, { recursive: true, mode: 0o700 });
    if (!(await stat(folder)).isDirectory()) return 'missing';
    const marker = await markerOf(folder);
    if (marker !== undefined && marker !== stationId) return 'foreign';
    if (marker === undefined && folder !== own) {
      // It was there once: the disk that had it is gone.
      if (known(folder)) return 'missing';
      if (await onSystemDisk(folder)) return 'unconfirmed';
    }
    if (marker === undefined) await mark(folder);
    if (marker === undefined || !known(folder)) remember(folder);
    return undefined;
  }

  async function mark(folder: string): Promise<void> {
    const file = await open(join(folder, MARKER), 'wx', 0o600);
    try {
      await file.write(`${stationId}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** What speaks against taking it into use; undefined where it is in use. */
  async function objection(
    folder: string,
  ): Promise<'folder_absent' | 'folder_foreign' | 'folder_not_empty' | 'none' | undefined> {
    const there = await stat(folder).catch(() => undefined);
    if (!there?.isDirectory()) return 'folder_absent';
    const marker = await markerOf(folder);
    if (marker !== undefined) return marker === stationId ? undefined : 'folder_foreign';
    const isEmpty = (await readdir(folder)).every((name) => NOTHING.has(name));
    // Where there were recordings once, files of somebody else mean that it is another disk.
    return known(folder) && !isEmpty ? 'folder_not_empty' : 'none';
  }

  async function writeAndSync(path: string): Promise<void> {
    const file = await open(path, 'w', 0o600);
    try {
      await file.write(Buffer.alloc(TRY_BYTES));
      await file.sync();
    } finally {
      await file.close();
    }
  }

  return {
    path,
    isOurs: async (folder) => {
      const text = await readFile(join(folder, MARKER), 'utf8').catch(() => '');
      return text.trim() === stationId;
    },
    async offer() {
      try {
        const folder = path();
        const mayTake = folder !== own && (await objection(folder)) === 'none';
        return { mayTake, onSystemDisk: await onSystemDisk(folder) };
      } catch {
        return { mayTake: false, onSystemDisk: false };
      }
    },
    async take({ folder, systemDisk }, before) {
      if (folder !== path()) throw new AppError('camera.folder_changed');
      const why = await objection(folder);
      if (why === undefined) return;
      if (why !== 'none') throw new AppError(`camera.${why}`);
      if (!systemDisk && (await onSystemDisk(folder))) throw new AppError('camera.folder_system_disk');
      before();
      await mark(folder);
      remember(folder);
    },
    async tryWrite() {
      const file = join(path(), TRY);
      try {
        await writeAndSync(file);
        return undefined;
      } catch (error) {
        return isFull(error) ? 'full' : 'unwritable';
      } finally {
        await rm(file, { force: true }).catch(() => {});
      }
    },
    async fault() {
      try {
        return await fault();
      } catch (error) {
        // A full disk is another matter, and found out by its free room.
        if (isFull(error)) return undefined;
        const { code } = error as NodeJS.ErrnoException;
        return code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'unwritable';
      }
    },
  };
}

async function isOnSystemDisk(folder: string): Promise<boolean> {
  const [here, system] = await Promise.all([stat(folder), stat('/')]);
  return here.dev === system.dev;
}
