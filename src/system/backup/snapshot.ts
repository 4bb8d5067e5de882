import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../errors.ts';
import { syncFolder } from '../data-folder.ts';

/**
 * Copies a database that may be in use to `target` and checks the copy, so that neither holds up a writer.
 * Blocks the thread for seconds on a big one: to be run in a worker. The copy replaces an older one only when
 * it is whole; throws `database.damaged` where SQLite finds a fault.
 */
export async function snapshot(source: string, target: string, onChecking: () => void = () => {}) {
  const fresh = `${target}.new`;
  await rm(fresh, { force: true });
  try {
    copy(source, fresh);
    onChecking();
    const fault = faultIn(fresh);
    if (fault) throw new AppError('database.damaged', { data: dirname(source) }, new Error(fault));
    const file = await open(fresh, 'r');
    await file.sync().finally(() => file.close());
    await rename(fresh, target);
    await syncFolder(dirname(target));
  } catch (error) {
    await rm(fresh, { force: true });
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
