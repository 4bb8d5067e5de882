import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../errors.ts';
import { syncFolder } from './sync-folder.ts';

/**
 * Copies a database that may be in use to `target` and checks the copy, so that neither holds up a writer. The
 * copy replaces an older one only when it is whole and on the disk; throws `database.damaged` where SQLite finds
 * a fault. Blocks the thread for seconds on a big one: before a start, or in a process of its own.
 */
export function checkedCopy(source: string, target: string, onChecking: () => void = () => {}): void {
  const fresh = `${target}.new`;
  rmSync(fresh, { force: true });
  try {
    copy(source, fresh);
    onChecking();
    const fault = faultIn(fresh);
    if (fault) throw new AppError('database.damaged', { data: dirname(source) }, new Error(fault));
    syncFile(fresh);
    renameSync(fresh, target);
    syncFolder(dirname(target));
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}

function copy(source: string, target: string): void {
  const db = new Database(source, { readonly: true, fileMustExist: true, timeout: 10_000 });
  try {
    db.prepare('VACUUM INTO ?').run(target);
  } catch (error) {
    if (isDamage(error)) throw new AppError('database.damaged', { data: dirname(source) }, error);
    throw error;
  } finally {
    db.close();
  }
}

function syncFile(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** What is wrong with a database file that nobody writes to; undefined when it is sound. */
export function faultIn(path: string): string | undefined {
  const db = new Database(path, { readonly: true, fileMustExist: true });
  try {
    const [first] = db.pragma('integrity_check(1)') as { integrity_check: string }[];
    if (first?.integrity_check !== 'ok') return first?.integrity_check ?? 'no answer';
    const orphans = db.pragma('foreign_key_check') as { table: string }[];
    return orphans[0] && `a row of ${orphans[0].table} points nowhere`;
  } catch (error) {
    if (isDamage(error)) return (error as Error).message;
    throw error;
  } finally {
    db.close();
  }
}

/** Whether SQLite says that the file itself is broken, or that it is no database at all. */
export function isDamage(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB';
}
