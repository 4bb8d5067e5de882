import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ClockFloor, clockFloor } from '../db/clock-floor.ts';
import { migrate } from '../db/migrate.ts';
import { type Db, openDatabase } from '../db/open.ts';
import { AppError } from '../errors.ts';
import { isDatabaseLost } from '../system/backup/replace-damaged.ts';
import { finishRestore, isRestoring } from '../system/backup/restore.ts';
import { DATABASE } from '../system/data-folder.ts';
import { lockDataFolder } from '../system/instance-lock.ts';
import { explainStartError } from '../system/start-error.ts';

export interface OpenData {
  db: Db;
  clock: ClockFloor;
}

/**
 * Opens the database of a station, running or not, for the time of `work`. One that stands still is brought up to
 * date first. Throws `data.missing`, or what else the person should read.
 */
export async function withData<T>(data: string, work: (open: OpenData) => Promise<T>): Promise<T> {
  let db: Db | undefined;
  try {
    if (!existsSync(join(data, DATABASE)) && !isRestoring(data)) {
      throw new AppError(isDatabaseLost(data) ? 'database.lost' : 'data.missing', { data });
    }
    await bringUpToDate(data).catch((error) => {
      if (!(error instanceof AppError && error.code === 'station.running')) throw error;
    });
    db = openDatabase(join(data, DATABASE));
    return await work({ db, clock: clockFloor(db) });
  } catch (error) {
    throw explainStartError(error, data);
  } finally {
    db?.close();
  }
}

/**
 * What a start does before it opens the database for good, holding the folder's lock: a restore that was cut is
 * carried through, then the schema brought to this version. Returns the names of the migrations that ran; throws
 * `station.running` and `database.lost`.
 */
export async function bringUpToDate(data: string): Promise<string[]> {
  const unlock = lockDataFolder(data);
  try {
    await finishRestore(data);
    if (isDatabaseLost(data)) throw new AppError('database.lost', { data });
    const db = openDatabase(join(data, DATABASE));
    try {
      return migrate(db, join(data, 'backups'));
    } finally {
      db.close();
    }
  } finally {
    unlock();
  }
}
