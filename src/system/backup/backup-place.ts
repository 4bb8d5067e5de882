import { mkdir, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../errors.ts';
import { DATABASE, type DiskSpace, diskSpace } from '../data-folder.ts';
import { levelOf } from '../disk-watch.ts';
import { ownBackups, removeLeftovers } from './backup-files.ts';

/** Where a backup goes, and whose it is. */
export interface BackupPlace {
  /** Data folder of the station, which may be running. */
  data: string;
  /** Where the backup goes; must exist unless it is inside the data folder. */
  folder: string;
  /** Refuse a folder on the data's own disk: then the backup disk is not plugged in. */
  separateDisk: boolean;
  /** How many backups stay in the folder. */
  keep: number;
  /** Of this station (backup-files.ts). */
  id: string;
  /** UTC ms, for the name of the file. */
  now: number;
}

const MARGIN_BYTES = 16 * 1_048_576;

/**
 * Makes the folder ready: what an earlier attempt left is removed, and where room is short the oldest of this
 * station's own backups, all but the newest. Returns how many may stay in all. Throws `backup.place`,
 * `backup.same_disk`, `backup.full` or `disk.full`.
 */
export async function preparePlace(
  place: BackupPlace,
  space: (folder: string) => Promise<DiskSpace> = diskSpace,
): Promise<number> {
  const { data, folder, id, now } = place;
  try {
    const sameDisk = await checkFolder(place);
    await removeLeftovers(folder, id);
    const { size } = await stat(join(data, DATABASE));
    const disk = await space(folder);
    // On a disk that is nearly full the newest alone is worth its room.
    const keep = sameDisk && levelOf(disk.used, 'ok') === 'full' ? 1 : Math.max(place.keep, 1);
    // The copy of the database lies on the data's disk, the archive in the folder.
    const needed = (sameDisk ? 2 : 1) * size + MARGIN_BYTES;
    let backups = await ownBackups(folder, id, now);
    for (let { free } = disk; free < needed && backups.length > 1; { free } = await space(folder)) {
      await removeBackups(folder, backups.slice(-1));
      backups = backups.slice(0, -1);
    }
    await writeProbe(place);
    if ((await space(folder)).free < needed) throw new AppError('backup.full', { folder });
    if ((await space(data)).free < size + MARGIN_BYTES) throw new AppError('disk.full');
    return keep;
  } catch (error) {
    throw placeError(folder, error);
  }
}

/** Whether the folder is there and takes a file, tried with one. Throws as `preparePlace` does. */
export async function tryPlace(place: BackupPlace): Promise<void> {
  try {
    await checkFolder(place);
    await writeProbe(place);
  } catch (error) {
    throw placeError(place.folder, error);
  }
}

async function writeProbe({ folder, id }: BackupPlace): Promise<void> {
  const probe = join(folder, `.tramso-${id}-probe.partial`);
  const file = await open(probe, 'w', 0o600);
  await file.close();
  await rm(probe);
}

/** Removes these files of the folder. */
export async function removeBackups(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) await rm(join(folder, name), { force: true });
}

async function checkFolder({ data, folder, separateDisk }: BackupPlace): Promise<boolean> {
  if (folder.startsWith(join(data, '/'))) await mkdir(folder, { recursive: true, mode: 0o700 });
  const [there, own] = await Promise.all([stat(folder), stat(data)]);
  const sameDisk = there.dev === own.dev;
  if (separateDisk && sameDisk) throw new AppError('backup.same_disk', { folder });
  return sameDisk;
}

const NO_RIGHT = [
  'người dùng của Trạm Số không có quyền ghi; ổ FAT, exFAT hoặc thư mục CIFS phải gắn với tùy chọn uid=tramso',
  'the station’s user may not write there; FAT, exFAT and CIFS must be mounted with uid=tramso',
] as const;
const WHY: Record<string, readonly [vi: string, en: string]> = {
  ENOENT: ['không có thư mục này', 'there is no such folder'],
  ENOTDIR: ['đây không phải là thư mục', 'this is no folder'],
  EACCES: NO_RIGHT,
  EPERM: NO_RIGHT,
  EROFS: ['ổ này chỉ cho đọc', 'it is read-only'],
  EIO: ['ổ đĩa báo lỗi đọc ghi', 'the disk reports an error'],
  ETIMEDOUT: ['thư mục không trả lời', 'it does not answer'],
};

/** What to tell the person of a folder that would not do. */
export function placeError(folder: string, error: unknown): unknown {
  if (error instanceof AppError) return error;
  const { code: reason = 'unknown', message } = error as NodeJS.ErrnoException;
  if (reason === 'ENOSPC' || reason === 'EDQUOT') return new AppError('backup.full', { folder }, error);
  const [why, whyEn] = WHY[reason] ?? [message, message];
  return new AppError('backup.place', { folder, reason, why, whyEn }, error);
}
