import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkedCopy } from '../../db/checked-copy.ts';
import { syncFolder } from '../../db/sync-folder.ts';
import { AppError } from '../../errors.ts';
import { DATABASE, KEPT, LAST_GOOD } from '../data-folder.ts';
import { takeLock } from '../file-lock.ts';
import { isDiskFull } from '../start-error.ts';
import { type ArchivedFile, filesUnder, writeArchive } from './archive.ts';
import { backupName, ownBackups } from './backup-files.ts';
import { type BackupPlace, placeError, preparePlace, removeBackups } from './backup-place.ts';

export interface BackupRequest extends BackupPlace {
  /** `age1…`, from the recovery code. */
  recipient: string;
  /** Where the master key is read (config/secrets.ts). */
  masterKey: string;
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

/**
 * Copies the database, checks the copy, packs it with the keys and what else cannot be made again, encrypts it,
 * and only then gives it its name. Older backups beyond `keep` go last. One at a time for a data folder, whoever
 * asks: throws `backup.running`. CPU-bound: to be run in a process of its own.
 */
export async function makeBackup(
  request: BackupRequest,
  onProgress: (progress: BackupProgress) => void = () => {},
): Promise<BackupFile> {
  const { data } = request;
  await mkdir(join(data, 'backups'), { recursive: true, mode: 0o700 });
  const unlock = takeLock(join(data, 'backups', 'backup.lock'));
  if (!unlock) throw new AppError('backup.running');
  try {
    const keep = await preparePlace(request);
    onProgress({ step: 'copy', percent: null });
    copyDatabase(data, () => onProgress({ step: 'check', percent: null }));
    const made = await writeBackup(request, onProgress);
    await removeOlder(request, made, keep);
    return { file: made, bytes: (await stat(made)).size };
  } finally {
    unlock();
  }
}

function copyDatabase(data: string, onChecking: () => void): void {
  try {
    checkedCopy(join(data, DATABASE), join(data, LAST_GOOD), onChecking);
  } catch (error) {
    throw isDiskFull(error) ? new AppError('disk.full', {}, error) : error;
  }
}

async function writeBackup(request: BackupRequest, onProgress: (now: BackupProgress) => void) {
  const { data, folder, id, now } = request;
  const files = await filesToKeep(request, join(data, LAST_GOOD));
  const total = await sizeOf(files);
  const name = backupName(id, now);
  const partial = join(folder, `.${name}.partial`);
  const file = join(folder, name);
  let begun = false;
  try {
    // Opened before anything waits for it: a folder that takes no file is an error here, not of a stream by itself.
    const handle = await open(partial, 'wx', 0o600);
    begun = true;
    const output = handle.createWriteStream({ flush: true });
    await writeArchive(files, request.recipient, output, percentOf(total, onProgress));
    await rename(partial, file);
    syncFolder(folder);
    return file;
  } catch (error) {
    if (begun) await rm(partial, { force: true }).catch(() => {});
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

async function removeOlder({ folder, id, now }: BackupRequest, made: string, keep: number): Promise<void> {
  const others = (await ownBackups(folder, id, now)).filter((name) => join(folder, name) !== made);
  await removeBackups(folder, others.slice(keep - 1));
}
