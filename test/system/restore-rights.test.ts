import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { newRecoveryCode } from '../../src/system/backup/recovery-code.ts';
import { stationFolder } from '../station-folder.ts';

const RESTORE = join(import.meta.dirname, '../../src/system/backup/restore.ts');

t.test('a backup that this user may not read is no damaged one', async (t) => {
  const dir = stationFolder(t);
  const [file, data] = [join(dir, 'backup.age'), join(dir, 'data')];
  writeFileSync(file, 'of the old box', { mode: 0o000 });
  mkdirSync(data);
  for (const path of [dir, data]) chmodSync(path, 0o777);
  const script = `import { restoreBackup } from ${JSON.stringify(RESTORE)};
    const [file, data, recoveryCode] = process.argv.slice(1);
    await restoreBackup({ file, data, recoveryCode, adopt() {}, now: 0 }).catch((error) => {
      console.log(error.code, error.messageVi);
    });`;
  const args = ['--input-type=module', '-e', script, file, data, newRecoveryCode()];
  // Root may read everything.
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', ...nobody });
  t.match(stdout, /^backup\.denied .*root.*restore - --data .*data < .*backup\.age/, stderr);
  t.same(readdirSync(data), []);
});
