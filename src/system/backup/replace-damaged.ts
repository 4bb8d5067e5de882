import { copyFile, link, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DATABASE, LAST_GOOD, syncFolder } from '../data-folder.ts';
import { faultIn } from './snapshot.ts';

/**
 * Puts the newest checked copy in the place of a damaged database, which is kept aside. Returns when the copy was
 * made (UTC ms), or undefined where there is no sound copy: then nothing is touched. No backup needs opening, so
 * this works at night with nobody there. `adopt` gives the copy's outbox a new epoch.
 */
export async function replaceDamaged(
  data: string,
  now: number,
  adopt: (database: string) => void | Promise<void>,
): Promise<number | undefined> {
  const lastGood = join(data, LAST_GOOD);
  const copiedAt = await stat(lastGood).then(
    ({ mtimeMs }) => Math.round(mtimeMs),
    () => undefined,
  );
  if (copiedAt === undefined || faultIn(lastGood)) return undefined;
  const fresh = join(data, `${DATABASE}.new`);
  await rm(fresh, { force: true });
  await copyFile(lastGood, fresh);
  await adopt(fresh);
  const aside = join(data, `damaged-${new Date(now).toISOString().replace(/\D/g, '').slice(0, 14)}`);
  await mkdir(aside, { recursive: true, mode: 0o700 });
  for (const name of [`${DATABASE}-wal`, `${DATABASE}-shm`]) {
    await rename(join(data, name), join(aside, name)).catch((error) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
  // Linked, not moved: at no moment is there no database, which a start would take for a new station.
  await link(join(data, DATABASE), join(aside, DATABASE));
  await rename(fresh, join(data, DATABASE));
  await syncFolder(data);
  return copiedAt;
}
