import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Says that a folder holds the recordings of this station: an unplugged disk leaves an empty folder behind. */
const MARKER = '.tramso-recordings';
const TRY = '.tramso-try';
const TRY_BYTES = 4_096;

const isFull = (error: unknown) =>
  ['ENOSPC', 'EDQUOT'].includes(String((error as NodeJS.ErrnoException).code));

/** missing: not there, or the disk is not plugged in · foreign: another station's · unwritable: no right, or an error. */
export type FolderFault = 'missing' | 'foreign' | 'unwritable';

export interface FolderParts {
  /** Path of a folder of the officer's choice; '' for the station's own. */
  chosen: () => string;
  /** The data folder. */
  data: string;
  /** Of this station; survives a restored backup. */
  stationId: string;
  /** The folder that was taken into use, as it is remembered; undefined before the first. */
  known(): string | undefined;
  remember(folder: string): void;
}

export interface Folder {
  path(): string;
  /** Whether recordings of this station are there now: its disk is mounted. Never throws. */
  isOurs(folder: string): Promise<boolean>;
  /** Whether it can be recorded into now; undefined where it can. */
  fault(): Promise<FolderFault | undefined>;
  /** Writes a little, through to the disk, and takes it away again. */
  tryWrite(): Promise<'full' | 'unwritable' | undefined>;
}

/** The folder of the recordings. Only one with our marker is ever written to. */
export function recordingsFolder({ chosen, data, stationId, known, remember }: FolderParts): Folder {
  const own = join(data, 'camera-recordings');
  const path = () => chosen() || own;

  async function fault(): Promise<FolderFault | undefined> {
    const folder = path();
    if (folder === own) await mkdir(own, { recursive: true, mode: 0o700 });
    if (!(await stat(folder)).isDirectory()) return 'missing';
    const marker = join(folder, MARKER);
    const text = await readFile(marker, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text !== undefined) {
      if (text.trim() !== stationId) return 'foreign';
      if (known() !== folder) remember(folder);
      return undefined;
    }
    // It was there once: the disk that had it is gone.
    if (known() === folder && folder !== own) return 'missing';
    const file = await open(marker, 'wx', 0o600);
    try {
      await file.write(`${stationId}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    remember(folder);
    return undefined;
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
