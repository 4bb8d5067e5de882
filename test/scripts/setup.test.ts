import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';

const TOP = join(import.meta.dirname, '../..');
/** What the script itself needs of a bare Debian. */
const TOOLS =
  'sh dirname readlink uname sed cat sha256sum cut df awk grep head tail mktemp rm flock tr find sort xargs'.split(
    ' ',
  );

interface Bare {
  top: string;
  /** The only folder on its PATH. */
  bin: string;
  /** Puts a program of ours on the PATH, or takes the place of a real one. */
  fake(name: string, script: string): void;
  remove(name: string): void;
  setup(...args: string[]): { status: number | null; out: string; err: string };
}

/** A fresh checkout on a machine that has nothing but Debian's essentials and what the test puts there. */
function bareMachine(t: Test): Bare {
  const top = join(t.testdir(), 'checkout');
  const bin = join(t.testdirName, 'bin');
  mkdirSync(bin);
  for (const tool of TOOLS) symlinkSync(join('/usr/bin', tool), join(bin, tool));
  cpSync(join(TOP, 'scripts'), join(top, 'scripts'), { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(TOP, name), join(top, name));
  const fake = (name: string, script: string) => {
    // Never through the link: behind it is the machine's own program.
    rmSync(join(bin, name), { force: true });
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { flag: 'wx' });
    chmodSync(join(bin, name), 0o755);
  };
  fake('id', 'echo 1000');
  fake('ffmpeg', '');
  fake('espeak-ng', '');
  fake('bzip2', '');
  fake('pdftotext', '');
  fake('node', 'echo v18.20.4');
  fake('npm', 'echo "$@" >>"$0.calls"; exit 1');
  return {
    top,
    bin,
    fake,
    remove: (name) => rmSync(join(bin, name)),
    setup(...args) {
      const { status, stdout, stderr } = spawnSync(join(top, 'scripts/setup'), args, {
        env: { PATH: bin },
        encoding: 'utf8',
      });
      return { status, out: stdout, err: stderr };
    },
  };
}

t.test('a second run needs no network, no npm and no apt', async (t) => {
  const bin = t.testdir({ npm: '#!/bin/sh\nexit 9\n', 'apt-get': '#!/bin/sh\nexit 9\n' });
  for (const name of ['npm', 'apt-get']) chmodSync(join(bin, name), 0o755);
  const nowhere = 'http://127.0.0.1:9';
  const env = {
    ...process.env,
    PATH: `${bin}:${process.env.PATH}`,
    http_proxy: nowhere,
    https_proxy: nowhere,
  };
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(join(TOP, 'scripts/setup'), ['--test'], { env, encoding: 'utf8' });
  t.equal(status, 0, stderr);
  t.ok(performance.now() - startedAt < 10_000, 'and takes seconds');
});

t.test('what hinders the first run is told in one line', async (t) => {
  const cases: [what: string, prepare: (bare: Bare) => void, line: RegExp][] = [
    ['a missing npm where there is no apt', ({ remove }) => remove('npm'), /thiếu chương trình: npm/],
    ['a Node that is too old', ({ fake }) => fake('node', 'echo v16.20.0'), /Node v16\.20\.0 quá cũ/],
    [
      'no network',
      ({ fake }) => fake('npm', 'echo npm error code ENOTFOUND; exit 1'),
      /không có mạng.*ENOTFOUND/,
    ],
    ['a disk that fills up', ({ fake }) => fake('npm', 'echo npm error code ENOSPC; exit 1'), /ổ đĩa đã đầy/],
    ['a disk with no room', ({ fake }) => fake('df', 'echo; echo x x x 12'), /chỉ còn 12 MB/],
    [
      'a changed package',
      ({ fake }) => fake('npm', 'echo npm error code EINTEGRITY; exit 1'),
      /package-lock\.json/,
    ],
    [
      'another fault of npm',
      ({ fake }) => fake('npm', 'echo npm error odd; exit 1'),
      /npm không cài được gói: .*odd/,
    ],
    ['no pinned Node for the machine', ({ fake }) => fake('npm', 'exit 0'), /không có Node v24/],
    ['another kind of machine', ({ fake }) => fake('uname', 'echo riscv64'), /riscv64/],
  ];
  for (const [what, prepare, line] of cases) {
    await t.test(what, async (t) => {
      const bare = bareMachine(t);
      prepare(bare);
      const { status, err } = bare.setup();
      t.not(status, 0);
      t.match(err, line);
      t.equal(err.trimEnd().split('\n').length, 1, err);
    });
  }
});

t.test('missing Debian packages: the one line to run, or as root it is run', async (t) => {
  await t.test('not as root', async (t) => {
    const bare = bareMachine(t);
    bare.fake('apt-get', 'exit 9');
    bare.remove('ffmpeg');
    bare.remove('espeak-ng');
    t.match(bare.setup().err, /apt-get install -y --no-install-recommends ffmpeg espeak-ng \(/);
    bare.remove('npm');
    t.match(bare.setup().err, /--no-install-recommends npm ffmpeg espeak-ng \(/, 'everything in one line');
    bare.fake('npm', '');
    t.match(bare.setup('--test').err, /ffmpeg espeak-ng chromium (mosquitto )?systemd [^/*(]*\(/);
  });
  await t.test('as root', async (t) => {
    const bare = bareMachine(t);
    bare.fake('id', 'echo 0');
    bare.remove('ffmpeg');
    bare.fake('apt-get', 'echo "E: Unable to locate package ffmpeg" >&2; exit 100');
    t.match(bare.setup().err, /không cài được gói Debian: ffmpeg\. E: Unable to locate/);
    bare.fake('apt-get', 'echo "$*" >>"$0.calls"');
    bare.setup();
    const calls = readFileSync(join(bare.bin, 'apt-get.calls'), 'utf8');
    t.equal(calls, 'update -q\ninstall -yq --no-install-recommends ffmpeg\n');
  });
  await t.test('npm too, for the first download', async (t) => {
    const bare = bareMachine(t);
    bare.fake('id', 'echo 0');
    bare.remove('npm');
    bare.fake('apt-get', 'echo "$*" >>"$0.calls"');
    bare.setup();
    const calls = readFileSync(join(bare.bin, 'apt-get.calls'), 'utf8');
    t.equal(calls, 'update -q\ninstall -yq --no-install-recommends npm\n');
  });
});

t.test('test packages stay once they are there', async (t) => {
  const bare = bareMachine(t);
  const args = () => readFileSync(join(bare.bin, 'npm.calls'), 'utf8').trimEnd().split('\n').at(-1);
  bare.setup();
  t.equal(args(), 'ci --ignore-scripts --no-audit --no-fund --omit=dev');
  for (const program of ['chromium', 'mosquitto', 'systemd-analyze']) bare.fake(program, '');
  bare.setup('--test');
  t.equal(args(), 'ci --ignore-scripts --no-audit --no-fund');
  mkdirSync(join(bare.top, 'node_modules'));
  writeFileSync(join(bare.top, 'node_modules/.tramso-setup'), 'an-older-lock-file test\n');
  bare.setup();
  t.equal(args(), 'ci --ignore-scripts --no-audit --no-fund', 'a plain run after a test run');
});

t.test('a package without a program is known by a file of its own', async (t) => {
  const lib = t.testdir({ 'x86_64-linux-gnu': { 'a.so': '' } });
  const script = '. "$0"; has_it "$1/*/a.so" && ! has_it "$1/*/b.so"';
  const { status } = spawnSync('sh', ['-c', script, join(TOP, 'scripts/lib/debian.sh'), lib]);
  t.equal(status, 0);
});

t.test('an unknown flag is no set-up', async (t) => {
  const { status, err } = bareMachine(t).setup('--tset');
  t.equal(status, 1);
  t.match(err, /cách dùng: scripts\/setup \[--test\]/);
});
