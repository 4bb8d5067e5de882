import Database from 'better-sqlite3';

/** A process that only looks whether the lock is held has it for a moment: worth this wait, ms. */
const LOOKING_MS = 300;

/**
 * Takes a lock file for this process: SQLite's own exclusive lock, which the kernel drops with the process, so that
 * no kill or power cut leaves a stale one. Nothing is written, since a full disk must not keep a station from
 * starting. Returns what lets go of it; undefined where another process holds it.
 */
export function takeLock(path: string): (() => void) | undefined {
  const lock = new Database(path, { timeout: LOOKING_MS });
  try {
    // With a journal on the disk, even an empty transaction writes.
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
  return () => lock.close();
}

/** Whether another process holds the lock, as far as this user may see. */
export function isLocked(path: string): boolean {
  try {
    const lock = new Database(path, { timeout: 0, readonly: true, fileMustExist: true });
    try {
      // Shared: two that look do not see each other.
      lock.prepare('SELECT count(*) FROM sqlite_schema').get();
      return false;
    } finally {
      lock.close();
    }
  } catch (error) {
    return isBusy(error);
  }
}

function isBusy(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'SQLITE_BUSY';
}
