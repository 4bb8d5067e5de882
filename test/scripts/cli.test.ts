import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { programs } from './programs.ts';

const TOP = join(import.meta.dirname, '../..');
const LIBRARIES = ['say', 'node', 'account', 'cli'];

/** What the station's program does: tells what it was given, and stays until it is told to end where it is `start`. */
const NODE = `shift
echo "$*" >"$bin/told"
echo "\${CREDENTIALS_DIRECTORY-none}" >>"$bin/told"
cat "\${CREDENTIALS_DIRECTORY-none}/tramso-key" >>"$bin/told" 2>/dev/null
cat >>"$bin/told"
[ "$1" != start ] || { trap 'echo ended >>"$bin/told"; exit 7' TERM; echo ready; while :; do sleep 0.1; done; }
exit 3`;

/** A box whose station is installed in `data`; its key lies sealed where `sealed` says. */
function box(t: Test, { opens = true } = {}) {
  const root = t.testdir({ data: {}, store: {}, run: {} });
  const bin = programs(join(root, 'bin'), {
    node: NODE,
    // Real ones need a key of the machine. As it is called: decrypt --name=NAME SEALED TARGET.
    'systemd-creds': opens ? '[ "$1 $2" = "decrypt --name=tramso-key" ] && tr a-z A-Z <"$3" >"$4"' : 'exit 1',
    mktemp: `mkdir -m 700 ${root}/run/key && echo ${root}/run/key`,
  });
  const sources = LIBRARIES.map((name) => `. "$top/scripts/lib/${name}.sh"`).join('; ');
  const script = `set -eu; top=${TOP}
${sources}
NODE=${bin}/node; INSTALLED=${root}/data; SEALED_KEY=${root}/store/tramso-key; ACCOUNT=$(id -un)
is_root() { :; }; use_account() { drop=; }; prepare_data() { :; }; place_program() { :; }
run_cli "$@"`;
  const env = { HOME: root, PATH: `${bin}:${process.env.PATH}` };
  return {
    data: join(root, 'data'),
    seal: () => writeFileSync(join(root, 'store/tramso-key'), 'key\n'),
    command: (...args: string[]) => ['sh', ['-c', script, 'sh', ...args]] as const,
    env,
    told: () => readFileSync(join(bin, 'told'), 'utf8').trimEnd().split('\n'),
    left: () => readdirSync(join(root, 'run')),
    folder: join(root, 'run/key'),
  };
}

t.test(
  'root’s commands on the installed station have the key that systemd keeps, for their time',
  async (t) => {
    const { data, seal, command, env, told, left, folder } = box(t);
    seal();
    const [sh, args] = command('restore', '-', '--data', `${data}/`);
    const ended = spawnSync(sh, args, { env, input: 'backup\n', encoding: 'utf8' });
    t.equal(ended.status, 3, 'the exit code of the command');
    t.same(told(), [`restore - --data ${data}/`, folder, 'KEY', 'backup'], 'and its standard input');
    t.same(left(), []);
  },
);

t.test(
  'a station in the foreground is ended by a signal to the script, and nothing of the key stays',
  async (t) => {
    const { data, seal, command, env, told, left } = box(t);
    seal();
    const [sh, args] = command('start', '--data', data);
    const child = spawn(sh, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    const [code] = await once(child, 'close');
    t.equal(code, 7);
    t.equal(told().at(-1), 'ended');
    t.same(left(), []);
  },
);

t.test('another data folder, or no key of systemd’s: as ever', async (t) => {
  const { data, seal, command, env, told } = box(t);
  const run = (folder: string) => {
    const [sh, args] = command('backup', '--data', folder);
    return spawnSync(sh, args, { env, input: '' }).status;
  };
  t.equal(run(data), 3);
  t.same(told(), [`backup --data ${data}`, 'none']);
  seal();
  const other = `${data}-2`;
  mkdirSync(other);
  t.equal(run(other), 3);
  t.same(told(), [`backup --data ${other}`, 'none']);
});

t.test('a key that cannot be opened is told, and left to the command', async (t) => {
  const { data, seal, command, env, told, folder } = box(t, { opens: false });
  seal();
  const [sh, args] = command('user', 'list', '--data', data);
  const ended = spawnSync(sh, args, { env, input: '', encoding: 'utf8' });
  t.match(ended.stderr, 'master key');
  t.equal(ended.status, 3);
  t.equal(told()[1], 'none');
  t.notOk(existsSync(folder));
});
