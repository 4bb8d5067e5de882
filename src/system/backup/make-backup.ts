import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { localDay, localTime } from '../../clock.ts';
import { AppError } from '../../errors.ts';
import { DATABASE, diskSpace, KEPT, LAST_GOOD, syncFolder } from '../data-folder.ts';
import { type ArchivedFile, filesUnder, writeArchive } from './archive.ts';
import { snapshot } from './snapshot.ts';

export interface BackupRequest {
  /** Data folder of the station, which may be running. */
  data: string;
  /** Where the backup goes; must exist unless it is inside the data folder. */
  folder: string;
  /** Refuse a folder on the data's own disk: then the backup disk is not plugged in. */
  separateDisk: boolean;
  /** How many backups stay in the folder. */
  keep: number;
  /** `age1…`, from the recovery code. */
  recipient: string;
  /** Where the master key is read (config/secrets.ts). */
  masterKey: string;
  /** UTC ms, for the name of the file. */
  now: number;
}

export interface BackupProgress {
  step: 'copy' | 'check' | 'write';
  /** 0–100 of the step; null where it can't be told. */
  percent: number | null;
}

export interface BackupFile {
  file: string;
  bytes: number;
}

const NAME = /^tramso-\d{8}-\d{6}\.tar\.zst\.age$/;
const PARTIAL = /^\.tramso-.*\.partial$/;
const MARGIN_BYTES = 16 * 1_048_576;

/**
 * Copies the database, checks the copy, packs it with the keys and what else cannot be made again, encrypts it,
 * and only then gives it its name. Older backups beyond `keep` go last. CPU-bound: to be run in a worker.
 */
export async function makeBackup(
  request: BackupRequest,
  onProgress: (progress: BackupProgress) => void = () => {},
): Promise<BackupFile> {
  const { data, folder, now } = request;
  const name = `tramso-${localDay(now).replaceAll('-', '')}-${localTime(now).replaceAll(':', '')}.tar.zst.age`;
  await checkPlace(request);
  await mkdir(join(data, 'backups'), { recursive: true, mode: 0o700 });
  const database = join(data, LAST_GOOD);
  onProgress({ step: 'copy', percent: null });
  await snapshot(join(data, DATABASE), database, () => onProgress({ step: 'check', percent: null }));

  const files = await filesToKeep(request, database);
  const total = await sizeOf(files);
  const partial = join(folder, `.${name}.partial`);
  const file = join(folder, name);
  try {
    const output = createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true });
    await writeArchive(files, request.recipient, output, percentOf(total, onProgress));
    await rename(partial, file);
    await syncFolder(folder);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => {});
    throw placeError(folder, error);
  }
  await removeOlder(folder, request.keep);
  return { file, bytes: (await stat(file)).size };
}

/** The backups in a folder, newest first; other files there are nobody's business. */
export async function listBackups(folder: string): Promise<{ name: string; bytes: number; at: number }[]> {
  const names = await readdir(folder).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw placeError(folder, error);
  });
  const found = names.filter((name) => NAME.test(name)).sort((a, b) => b.localeCompare(a));
  return Promise.all(
    found.map(async (name) => {
      const { size, mtimeMs } = await stat(join(folder, name));
      return { name, bytes: size, at: Math.round(mtimeMs) };
    }),
  );
}

async function checkPlace({ data, folder, separateDisk }: BackupRequest): Promise<void> {
  try {
    if (folder.startsWith(join(data, '/'))) await mkdir(folder, { recursive: true, mode: 0o700 });
    const [place, own] = await Promise.all([stat(folder), stat(data)]);
    if (separateDisk && place.dev === own.dev) throw new AppError('backup.same_disk', { folder });
    const { size } = await stat(join(data, DATABASE));
    const spaces = await Promise.all([diskSpace(data), diskSpace(folder)]);
    if (spaces.some(({ free }) => free < size + MARGIN_BYTES)) {
      throw new AppError('backup.place', { folder, reason: 'ENOSPC' });
    }
  } catch (error) {
    throw placeError(folder, error);
  }
}

async function filesToKeep(request: BackupRequest, database: string): Promise<ArchivedFile[]> {
  const kept = await Promise.all(KEPT.map((name) => filesUnder(request.data, name)));
  const others = kept.flat().filter(({ name }) => name !== 'secret.key');
  return [{ name: DATABASE, path: database }, { name: 'secret.key', path: request.masterKey }, ...others];
}

async function sizeOf(files: readonly ArchivedFile[]): Promise<number> {
  const sizes = await Promise.all(files.map(({ path }) => stat(path)));
  return sizes.reduce((sum, { size }) => sum + size, 0);
}

function percentOf(total: number, onProgress: (progress: BackupProgress) => void): (read: number) => void {
  let told = -1;
  return (read) => {
    const percent = Math.floor((100 * read) / Math.max(total, 1));
    if (percent === told) return;
    told = percent;
    onProgress({ step: 'write', percent });
  };
}

async function removeOlder(folder: string, keep: number): Promise<void> {
  const names = await readdir(folder);
  const older = names.filter((name) => NAME.test(name)).sort((a, b) => b.localeCompare(a));
  const leftovers = names.filter((name) => PARTIAL.test(name));
  for (const name of [...older.slice(Math.max(keep, 1)), ...leftovers]) {
    await rm(join(folder, name), { force: true });
  }
}

function placeError(folder: string, error: unknown): unknown {
  if (error instanceof AppError) return error;
  const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
  return new AppError('backup.place', { folder, reason }, error);
}
