import { join, resolve } from 'node:path';
import { masterKeyFor } from '../config/secrets.ts';
import { stationId } from '../system/backup/backup-files.ts';
import { noteGoodBackup } from '../system/backup/backups.ts';
import { makeBackup } from '../system/backup/make-backup.ts';
import { createRecovery } from '../system/backup/recovery.ts';
import { storedBackupSettings } from '../system/backup/stored-settings.ts';
import { configOf, flagsOf, say } from './flags.ts';
import { withData } from './open-data.ts';

/** Backs up now, into the folder of the settings or --to; a running station is not disturbed. */
export async function run(args: string[]): Promise<number> {
  const { values } = flagsOf(args, { to: { type: 'string' } });
  const { data } = configOf(values);
  const { file, bytes } = await withData(data, async ({ db, clock }) => {
    const { folder, separateDisk, keep } = storedBackupSettings(db);
    const chosen = values.to === undefined ? undefined : resolve(values.to);
    const made = await makeBackup({
      data,
      folder: chosen ?? (folder || join(data, 'backups')),
      separateDisk: chosen === undefined && separateDisk,
      keep,
      recipient: createRecovery(db).recipient(),
      masterKey: masterKeyFor(db, data).path,
      id: stationId(db),
      now: clock.now(),
    });
    noteGoodBackup(db, clock.now());
    return made;
  });
  const size = `${Math.ceil(bytes / 1024)} KB`;
  say(`Đã sao lưu: ${file} (${size})`, `Backed up: ${file} (${size})`);
  return 0;
}
