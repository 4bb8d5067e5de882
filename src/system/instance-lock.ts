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
  let lock: Database.Database | undefined;
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    lock = new Database(join(data, 'tramso.lock'), { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    noteInstance(data, []);
  } catch (error) {
    lock?.close();
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    if (code === 'SQLITE_BUSY') throw new AppError('station.running', { data, pid: readInstance(data).pid });
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

const instanceFile = (data: string) => join(data, 'tramso.pid');
