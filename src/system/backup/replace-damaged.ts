import { existsSync, statSync } from 'node:fs';
import { copyFile, link, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { faultIn } from '../../db/checked-copy.ts';
import { syncFolder } from '../../db/sync-folder.ts';
import { DATABASE, LAST_GOOD } from '../data-folder.ts';
import type { Adopt } from './restore.ts';

/**
 * Whether a station has lived here and its database is gone or empty (the end of an fsck, of a copy that was cut):
 * to begin a new one there would make whoever reads the screen its administrator.
 */
export function isDatabaseLost(data: string): boolean {
  const size = statSync(join(data, DATABASE), { throwIfNoEntry: false })?.size ?? 0;
  return size === 0 && [LAST_GOOD, 'secret.key'].some((name) => existsSync(join(data, name)));
}

/**
 * Puts the newest checked copy in the place of a damaged or lost database; what was there is kept aside. Returns
 * when the copy was made (UTC ms), or undefined where there is no sound copy: then nothing is touched. No backup
 * needs opening, so this works at night with nobody there.
 */
export async function replaceDamaged(data: string, now: number, adopt: Adopt): Promise<number | undefined> {
  const lastGood = join(data, LAST_GOOD);
  const copiedAt = await stat(lastGood).then(
    ({ mtimeMs }) => Math.round(mtimeMs),
    () => undefined,
  );
  if (copiedAt === undefined || faultIn(lastGood)) return undefined;
  const fresh = join(data, `${DATABASE}.new`);
  await rm(fresh, { force: true });
  await copyFile(lastGood, fresh);
  await adopt(fresh, { keyFolder: data, details: { copiedAt } });
  const aside = join(data, `damaged-${new Date(now).toISOString().replace(/\D/g, '').slice(0, 14)}`);
  await mkdir(aside, { recursive: true, mode: 0o700 });
  for (const name of [`${DATABASE}-wal`, `${DATABASE}-shm`]) {
    await rename(join(data, name), join(aside, name)).catch(unlessMissing);
  }
  // Linked, not moved: at no moment is there no database.
  await link(join(data, DATABASE), join(aside, DATABASE)).catch(unlessMissing);
  await rename(fresh, join(data, DATABASE));
  syncFolder(data);
  return copiedAt;
}

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
