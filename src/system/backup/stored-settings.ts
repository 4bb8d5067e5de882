import { Value } from 'typebox/value';
import type { Db } from '../../db/open.ts';
import { BackupSettings } from '../config.ts';

/** The backup settings as they rest in the database, for the command line, which has no station around it. */
export function storedBackupSettings(db: Db): BackupSettings {
  const read = db.prepare<[], string>("SELECT value FROM settings WHERE section = 'backup'").pluck();
  const stored: unknown = JSON.parse(read.get() ?? '{}');
  const settings = Value.Default(BackupSettings, Value.Clean(BackupSettings, stored));
  return Value.Check(BackupSettings, settings) ? settings : Value.Create(BackupSettings);
}
