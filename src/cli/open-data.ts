import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ClockFloor, clockFloor } from '../db/clock-floor.ts';
import { migrate } from '../db/migrate.ts';
import { type Db, openDatabase } from '../db/open.ts';
import { AppError } from '../errors.ts';
import { DATABASE } from '../system/data-folder.ts';
import { isRunning } from '../system/instance-lock.ts';
import { explainStartError } from '../system/start-error.ts';

export interface OpenData {
  db: Db;
  clock: ClockFloor;
}

/**
 * Opens the database of a station, running or not, for the time of `work`. One that stands still is migrated
 * first. Throws `data.missing`, or what else the person should read.
 */
export async function withData<T>(data: string, work: (open: OpenData) => Promise<T>): Promise<T> {
  const path = join(data, DATABASE);
  if (!existsSync(path)) throw new AppError('data.missing', { data });
  let db: Db | undefined;
  try {
    db = openDatabase(path);
    if (!isRunning(data)) migrate(db, join(data, 'backups'));
    return await work({ db, clock: clockFloor(db) });
  } catch (error) {
    throw explainStartError(error, data);
  } finally {
    db?.close();
  }
}
