import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';

const TOP = join(import.meta.dirname, '../..');
const UNIT = join(TOP, 'systemd/tramso.service');
const skip = existsSync('/usr/bin/systemd-analyze') ? false : 'systemd-analyze is not installed';

t.test('the unit is exposed to no more than 1.5', { skip }, async (t) => {
  const args = ['security', '--offline=true', '--no-pager', UNIT];
  const { stdout } = spawnSync('systemd-analyze', args, { encoding: 'utf8' });
  const exposure = Number(/Overall exposure level for tramso\.service: ([0-9.]+)/.exec(stdout)?.[1]);
  t.ok(exposure <= 1.5, `exposure ${exposure}`);
});

t.test('systemd finds nothing wrong with the unit', { skip }, async (t) => {
  // The program is not installed here: the paths that must exist are this checkout's.
  const unit = readFileSync(UNIT, 'utf8')
    .replaceAll('/opt/tramso/current/bin/node', process.execPath)
    .replaceAll('/opt/tramso/current', TOP);
  const path = join(t.testdir(), 'tramso.service');
  writeFileSync(path, unit);
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', path], { encoding: 'utf8' });
  t.equal(stderr, '');
  t.equal(status, 0);
});

t.test('the unit starts what there is, and leaves V8 its compiler', async (t) => {
  const unit = readFileSync(UNIT, 'utf8');
  const directives = unit.split('\n').filter((line) => /^\w+=/.test(line));
  t.match(
    unit,
    /^ExecStart=\/opt\/tramso\/current\/bin\/node \/opt\/tramso\/current\/src\/cli\.ts start --data \/var\/lib\/tramso$/m,
  );
  t.ok(directives.includes('Type=notify'));
  t.ok(directives.includes('NotifyAccess=all'), 'systemd-notify is a child');
  t.ok(directives.includes('Restart=always'));
  t.notOk(directives.some((line) => line.startsWith('MemoryDenyWriteExecute')));
  t.notOk(
    directives.some((line) => line.startsWith('ProcSubset')),
    'the boot id is read from /proc/sys',
  );
});
