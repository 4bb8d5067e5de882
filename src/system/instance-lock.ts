import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../errors.ts';

/**
 * One station a data folder: two would play every bulletin twice. The lock is SQLite's own exclusive lock on an
 * empty file, which the kernel drops with the process, so that no kill or power cut leaves a stale one.
 * Makes the folder if need be. Returns what lets go of the lock; throws `station.running` or `data.unwritable`.
 */
export function lockDataFolder(data: string): () => void {
  const pidFile = join(data, 'tramso.pid');
  let lock: Database.Database | undefined;
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    lock = new Database(join(data, 'tramso.lock'), { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    writeFileSync(pidFile, `${process.pid}\n`);
  } catch (error) {
    lock?.close();
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    if (code === 'SQLITE_BUSY') throw new AppError('station.running', { data, pid: pidIn(pidFile) });
    throw new AppError('data.unwritable', { data, reason: code }, error);
  }
  const held = lock;
  return () => held.close();
}

/** Whether a station runs on this data folder, as far as this user may see. */
export function isRunning(data: string): boolean {
  try {
    const lock = new Database(join(data, 'tramso.lock'), { timeout: 0, fileMustExist: true });
    try {
      lock.exec('BEGIN EXCLUSIVE');
      return false;
    } finally {
      lock.close();
    }
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'SQLITE_BUSY';
  }
}

function pidIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '?';
  }
}
