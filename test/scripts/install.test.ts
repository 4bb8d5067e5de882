import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';

const TOP = join(import.meta.dirname, '../..');
const UNIT = join(TOP, 'systemd/tramso.service');

t.test('the installer lays everything below DESTDIR, twice the same', async (t) => {
  const root = t.testdir();
  const install = (...args: string[]) =>
    execFileSync(join(TOP, 'scripts/install'), args, {
      env: { ...process.env, DESTDIR: root },
      encoding: 'utf8',
    });
  install('--dry-run');
  t.notOk(existsSync(join(root, 'opt')), 'a dry run writes nothing');

  install();
  t.equal(readFileSync(join(root, 'etc/systemd/system/tramso.service'), 'utf8'), readFileSync(UNIT, 'utf8'));
  t.ok(existsSync(join(root, 'etc/sysctl.d/60-tramso.conf')));
  t.ok(existsSync(join(root, 'etc/systemd/journald.conf.d/60-tramso.conf')));
  const version = execFileSync(join(root, 'opt/tramso/bin/node'), [
    join(root, 'opt/tramso/src/cli.ts'),
    'version',
  ]);
  t.match(String(version), /^\d+\.\d+\.\d+\n$/, 'the installed program runs');

  const config = join(root, 'var/lib/tramso/tramso.toml');
  t.match(readFileSync(config, 'utf8'), /lan = true/);
  writeFileSync(config, '# của xã\n');
  install();
  t.equal(readFileSync(config, 'utf8'), '# của xã\n', 'the commune’s own configuration is kept');
});
