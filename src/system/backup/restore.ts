import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { faultIn } from '../../db/checked-copy.ts';
import { syncFolder } from '../../db/sync-folder.ts';
import { AppError } from '../../errors.ts';
import { DATABASE, diskSpace, KEPT, LAST_GOOD } from '../data-folder.ts';
import { readArchive } from './archive.ts';
import { identityOf } from './recovery-code.ts';

/** Stands inside the data folder while a restore is under way: renames within one disk never half-happen. */
const STAGING = 'restoring';
/** Holds the name of the folder for the old data. Once it is there the restored files are whole and get carried in. */
const VERIFIED = 'VERIFIED';
/** What VERIFIED becomes when the old data has moved: from then on, what lies in the data folder is restored. */
const CLEARED = 'CLEARED';

/** Makes a copy this station's own (adopt-database.ts). */
export type Adopt = (database: string, facts: { keyFolder: string; details: object }) => void | Promise<void>;

export interface RestoreRequest {
  /** Path of the archive, or a stream of it with a name for the audit log. */
  file: string | { name: string; input: Readable };
  data: string;
  recoveryCode: string;
  /** Brings the copy to this version's schema and gives its outbox a new epoch; throws if it can't. */
  adopt: Adopt;
  /** UTC ms, for the name of the folder that the old data moves to. */
  now: number;
}

/**
 * Opens a backup and checks all of it before anything is replaced; the data that was there is moved aside to
 * `before-restore-…` in the same folder, whose path is returned (undefined: there was none). The station must
 * not be running on the folder.
 */
export async function restoreBackup(request: RestoreRequest): Promise<string | undefined> {
  const { file, data, now } = request;
  const identity = await identityOf(request.recoveryCode);
  const staging = join(data, STAGING);
  await finishRestore(data);
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true, mode: 0o700 });
  try {
    const { name, input } = typeof file === 'string' ? await openArchive(file, data) : file;
    const names = await readArchive(input, identity, staging)
      .catch((error: NodeJS.ErrnoException) => {
        if (error.syscall !== 'read') throw error;
        throw new AppError('backup.unreadable', { file: name, reason: error.code }, error);
      })
      .finally(() => input.destroy());
    await verify(staging, names);
    await request.adopt(join(staging, DATABASE), { keyFolder: staging, details: { file: name } });
    const stamp = new Date(now).toISOString().replace(/\D/g, '').slice(0, 14);
    await writeFile(join(staging, VERIFIED), `before-restore-${stamp}`, { flush: true, mode: 0o600 });
    syncFolder(staging);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    throw error;
  }
  return finishRestore(data);
}

/** Whether a verified restore waits to be carried through. */
export function isRestoring(data: string): boolean {
  return [VERIFIED, CLEARED].some((mark) => existsSync(join(data, STAGING, mark)));
}

/**
 * Carries a verified restore through: old files aside, then the restored ones into their place. Every step may
 * have been done before a crash, so it is called at every start too, before the database opens. Returns the
 * folder that the old data went to, if there was any.
 */
export async function finishRestore(data: string): Promise<string | undefined> {
  const staging = join(data, STAGING);
  const [verified, cleared] = [join(staging, VERIFIED), join(staging, CLEARED)];
  const mark = [verified, cleared].find((path) => existsSync(path));
  if (!mark) return undefined;
  const aside = join(data, await readFile(mark, 'utf8'));
  if (mark === verified) {
    // The copy too: it must not take the place of the restored database when that is damaged one day.
    for (const name of [DATABASE, `${DATABASE}-wal`, `${DATABASE}-shm`, ...KEPT, LAST_GOOD]) {
      if (!existsSync(join(data, name))) continue;
      await mkdir(aside, { recursive: true, mode: 0o700 });
      await rename(join(data, name), join(aside, basename(name)));
    }
    syncFolder(data);
    await rename(verified, cleared);
    syncFolder(staging);
  }
  for (const name of [DATABASE, ...KEPT]) {
    if (existsSync(join(staging, name))) await rename(join(staging, name), join(data, name));
  }
  syncFolder(data);
  await rm(staging, { recursive: true, force: true });
  return existsSync(aside) ? aside : undefined;
}

/** Throws where the archive cannot be read, before anybody is asked for its code. */
export async function checkReadable(file: string, data: string): Promise<void> {
  const { input } = await openArchive(file, data);
  input.destroy();
}

async function openArchive(file: string, data: string): Promise<{ name: string; input: Readable }> {
  const unreadable = (reason: string, cause?: unknown) =>
    new AppError('backup.unreadable', { file, reason }, cause);
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EACCES') throw new AppError('backup.denied', { file, data }, error);
    throw unreadable(error.code ?? 'unknown', error);
  });
  const found = await handle.stat();
  if (found.isFile() && found.size < (await diskSpace(data)).free) {
    return { name: basename(file), input: handle.createReadStream() };
  }
  await handle.close();
  throw found.isFile() ? new AppError('disk.full') : unreadable('EISDIR');
}

async function verify(staging: string, names: readonly string[]): Promise<void> {
  const strangers = names.filter((name) => name !== DATABASE && !KEPT.some((kept) => within(kept, name)));
  if (strangers.length > 0) throw new AppError('backup.damaged', { reason: `holds ${strangers.join(', ')}` });
  for (const needed of [DATABASE, 'secret.key']) {
    if (!names.includes(needed)) throw new AppError('backup.damaged', { reason: `${needed} is missing` });
  }
  const fault = faultIn(join(staging, DATABASE));
  if (fault) throw new AppError('backup.damaged', { reason: fault });
}

function within(kept: string, name: string): boolean {
  return name === kept || name.startsWith(`${kept}/`);
}
