import { dirname, join } from 'node:path';
import { migrate } from './db/migrate.ts';
import { openDatabase } from './db/open.ts';
import { AppError } from './errors.ts';
import { renewEpoch } from './outbox/epoch.ts';

/**
 * Makes a database that comes from a backup this station's own: brought to this version's schema, its outbox in a
 * new epoch, so that the province does not take its next rows for old ones. Throws `backup.newer`.
 */
export function adoptDatabase(path: string): void {
  const db = openDatabase(path);
  try {
    migrate(db, join(dirname(path), 'backups'));
    renewEpoch(db, Date.now());
    db.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    if (/newer version/.test((error as Error).message)) throw new AppError('backup.newer', {}, error);
    throw error;
  } finally {
    db.close();
  }
}
