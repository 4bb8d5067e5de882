import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import t, { type Test } from 'tap';
import { programs } from './programs.ts';

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
  const program = join(root, 'opt/tramso/current');
  const version = execFileSync(join(program, 'bin/node'), [join(program, 'src/cli.ts'), 'version']);
  t.match(String(version), /^\d+\.\d+\.\d+\n$/, 'the installed program runs');

  const config = join(root, 'var/lib/tramso/tramso.toml');
  t.match(readFileSync(config, 'utf8'), /lan = true/);
  writeFileSync(config, '# của xã\n');
  const before = readlinkSync(program);
  install();
  t.equal(readFileSync(config, 'utf8'), '# của xã\n', 'the commune’s own configuration is kept');
  t.not(readlinkSync(program), before, 'laid down beside the one before');
  t.same(readdirSync(join(root, 'opt/tramso/releases')), [basename(readlinkSync(program))], 'which is gone');
});

t.test('what root will run belongs to whoever installs, and nobody else may write to it', async (t) => {
  const top = smallCheckout(t);
  const files = ['scripts/tramso', 'scripts/lib/cli.sh', 'src/cli.ts', 'node_modules/some/index.js'];
  const own = process.getuid?.();
  for (const file of files) {
    chmodSync(join(top, file), 0o777);
    if (own === 0) chownSync(join(top, file), 1000, 1000);
  }
  const root = join(top, 'root');
  execFileSync(join(top, 'scripts/install'), { env: { ...process.env, DESTDIR: root } });
  for (const file of files) {
    const { uid, mode } = statSync(join(root, 'opt/tramso/current', file));
    t.equal(uid, own, file);
    t.equal(mode & 0o022, 0, file);
    if (own === 0) t.equal(statSync(join(top, file)).uid, 1000, 'the checkout stays its owner’s');
  }
  t.ok(existsSync(join(root, 'opt/tramso/current/package-lock.json')), 'its own scripts/setup can work');
});

t.test('a disk without room, or one that fills up: what runs is not touched', async (t) => {
  const top = smallCheckout(t);
  const root = join(top, 'root');
  const install = (bin: string) => {
    const env = { ...process.env, DESTDIR: root, PATH: `${bin}:${process.env.PATH}` };
    return spawnSync(join(top, 'scripts/install'), { env, encoding: 'utf8' });
  };
  t.equal(install('').status, 0);
  const current = () => readlinkSync(join(root, 'opt/tramso/current'));
  const before = current();
  const faults: [bin: string, line: RegExp][] = [
    [programs(join(top, 'no-room'), { df: 'echo; echo x x x 12' }), /chỉ còn 12 MB/],
    [
      programs(join(top, 'full'), { cp: 'echo "cp: No space left on device" >&2; exit 1' }),
      /không chép được.*No space left/,
    ],
  ];
  for (const [bin, line] of faults) {
    const { status, stderr } = install(bin);
    t.not(status, 0);
    t.match(stderr, line);
    t.equal(stderr.trimEnd().split('\n').length, 1, stderr);
    t.equal(current(), before);
    t.same(readdirSync(join(root, 'opt/tramso/releases')), [basename(before)], 'nothing is left behind');
  }
});

/** A checkout with a file or two of each kind. */
function smallCheckout(t: Test): string {
  const top = t.testdir({
    'package.json': '{\n  "version": "1.2.3"\n}\n',
    'package-lock.json': '{}',
    src: { 'cli.ts': '' },
    migrations: {},
    'device-profiles': {},
    dist: {},
    node_modules: { some: { 'index.js': '' } },
  });
  for (const name of ['scripts', 'systemd']) cpSync(join(TOP, name), join(top, name), { recursive: true });
  return top;
}
