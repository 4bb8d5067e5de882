import { join } from 'node:path';
import { migrate } from '../db/migrate.ts';
import { openDatabase } from '../db/open.ts';
import { DATABASE } from '../system/data-folder.ts';
import { lockDataFolder } from '../system/instance-lock.ts';
import { explainStartError } from '../system/start-error.ts';
import { configOf, flagsOf, say } from './flags.ts';

/** Brings the database to this version's schema, as every start does; the station must not be running. */
export async function run(args: string[]): Promise<number> {
  const { data } = configOf(flagsOf(args, {}).values);
  const unlock = lockDataFolder(data);
  try {
    const db = openDatabase(join(data, DATABASE));
    try {
      const ran = migrate(db, join(data, 'backups'));
      for (const name of ran) process.stdout.write(`${name}\n`);
      if (ran.length === 0) say('Cơ sở dữ liệu đã ở phiên bản mới nhất.', 'The database is up to date.');
    } finally {
      db.close();
    }
  } catch (error) {
    throw explainStartError(error, data);
  } finally {
    unlock();
  }
  return 0;
}
