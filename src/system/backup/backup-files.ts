import { randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { localDay, localTime } from '../../clock.ts';
import { type Db, readMeta, writeMeta } from '../../db/open.ts';

const STATION_ID = 'backup_station_id';
const NAME = /^tramso-([0-9a-f]{8})-(\d{8}-\d{6})\.tar\.zst\.age$/;
const PARTIAL = /^\.tramso-([0-9a-f]{8})-.*\.partial$/;

/** A backup in the folder. */
export interface ListedBackup {
  name: string;
  bytes: number;
  /** UTC ms */
  at: number;
}

/** Marks the backups of one station, since several may share a folder: 8 hex digits, made at the first need. */
export function stationId(db: Db): string {
  const known = readMeta(db, STATION_ID);
  if (known !== undefined) return known;
  const id = randomBytes(4).toString('hex');
  writeMeta(db, STATION_ID, id);
  return id;
}

/** The name of a backup made at `now` (UTC ms): by local time, so that a person finds the night. */
export function backupName(id: string, now: number): string {
  return `tramso-${id}-${stampOf(now)}.tar.zst.age`;
}

/**
 * The names of this station's backups, newest first. One that claims to be of later than `now` was made while the
 * clock ran ahead: nobody knows how old it is, and it comes last.
 */
export async function ownBackups(folder: string, id: string, now: number): Promise<string[]> {
  const present = stampOf(now);
  const rank = (name: string) => {
    const stamp = NAME.exec(name)?.[2] ?? '';
    return stamp > present ? '' : stamp;
  };
  const names = await readdir(folder);
  return names
    .filter((name) => NAME.exec(name)?.[1] === id)
    .sort((a, b) => rank(b).localeCompare(rank(a)) || b.localeCompare(a));
}

/** The same with size and time. */
export async function listBackups(folder: string, id: string, now: number): Promise<ListedBackup[]> {
  const names = await ownBackups(folder, id, now).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs } = await stat(join(folder, name));
      return { name, bytes: size, at: Math.round(mtimeMs) };
    }),
  );
}

/** Removes what this station's backups left half done. Whoever calls this holds the lock of its backups. */
export async function removeLeftovers(folder: string, id: string): Promise<void> {
  const names = await readdir(folder);
  for (const name of names.filter((each) => PARTIAL.exec(each)?.[1] === id)) {
    await rm(join(folder, name), { force: true });
  }
}

const stampOf = (now: number) => `${localDay(now).replaceAll('-', '')}-${localTime(now).replaceAll(':', '')}`;
