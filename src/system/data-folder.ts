import { stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';

export const DATABASE = 'tramso.db';
/** The newest checked copy of the database, on the same disk: what a damaged one is replaced with. */
export const LAST_GOOD = join('backups', 'last-good.db');

/** What a backup holds beside the database: the rest of the data folder can be made again. */
export const KEPT = ['secret.key', 'tramso.toml', 'tls', 'chimes', 'recordings', 'maps'] as const;

/** What can be made again or belongs to this machine alone. */
export const NOT_KEPT = [
  'tramso.db-wal',
  'tramso.db-shm',
  'tramso.lock',
  'tramso.pid',
  'audio',
  'backups',
  'ballast',
  'cache',
  'camera-recordings',
  'tone',
  'voices',
] as const;

export interface DiskSpace {
  /** Bytes that this user may still write. */
  free: number;
  /** 0–1 as `df` reckons it: what root keeps back counts as used. */
  used: number;
}

export async function diskSpace(folder: string): Promise<DiskSpace> {
  const { bsize, blocks, bfree, bavail } = await statfs(folder);
  const taken = blocks - bfree;
  return { free: bavail * bsize, used: taken + bavail === 0 ? 0 : taken / (taken + bavail) };
}

/** Whether two folders lie on one disk; one that is not there lies on none. */
export async function isSameDisk(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([one, other].map((path) => stat(path).catch(() => undefined)));
  return first !== undefined && first.dev === second?.dev;
}
