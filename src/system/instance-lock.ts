import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import { isLocked, takeLock } from './file-lock.ts';
import { isDiskFull } from './start-error.ts';

/**
 * One station a data folder: two would play every bulletin twice. Makes the folder if need be. Returns what lets
 * go of the lock; throws `station.running`, `disk.full` or `data.unwritable`.
 */
export function lockDataFolder(data: string): () => void {
  let unlock: (() => void) | undefined;
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    unlock = takeLock(lockFile(data));
    if (unlock) noteInstance(data, []);
  } catch (error) {
    unlock?.();
    if (isDiskFull(error)) throw new AppError('disk.full', {}, error);
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new AppError('data.unwritable', { data, reason }, error);
  }
  if (!unlock) throw new AppError('station.running', { data, pid: readInstance(data).pid });
  return unlock;
}

/** Whether a station runs on this data folder, as far as this user may see. */
export function isRunning(data: string): boolean {
  return isLocked(lockFile(data));
}

/** Writes down beside the lock who holds it and where it answers, for the commands that ask. */
export function noteInstance(data: string, urls: readonly string[]): void {
  writeFileSync(instanceFile(data), `${[process.pid, ...urls].join('\n')}\n`);
}

/** What the newest station on this folder wrote down; it may have ended since. */
export function readInstance(data: string): { pid: string; urls: string[] } {
  try {
    const [pid = '?', ...urls] = readFileSync(instanceFile(data), 'utf8').trim().split('\n');
    return { pid, urls };
  } catch {
    return { pid: '?', urls: [] };
  }
}

const lockFile = (data: string) => join(data, 'tramso.lock');
const instanceFile = (data: string) => join(data, 'tramso.pid');
