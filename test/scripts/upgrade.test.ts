import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { programs } from './programs.ts';

const TOP = join(import.meta.dirname, '../..');
const LIBRARIES = ['say', 'node', 'account', 'release', 'upgrade'];
/** As the new release’s command line: the migration writes what the old release could not read. */
const MIGRATES = '#!/bin/sh\n[ "$1" != migrate ] || { echo new >"$3/tramso.db"; echo 0002_more.sql; }\n';
const FAILS = '#!/bin/sh\necho new >"$3/tramso.db"\nexit 1\n';
const UP_TO_DATE = '#!/bin/sh\n[ "$1" != migrate ] || echo written >>"$3/tramso.db"\n';

interface Box {
  root: string;
  /** What systemctl was asked to do, in order. */
  calls(): string[];
  command: [string, string[], { env: NodeJS.ProcessEnv }];
  database(): string;
  current(): string;
  unit(): string;
}

/** A box on which `old` runs, and `new` has been laid down; `systemctl start` does what `start` says. */
function box(t: Test, cli: string, start: string): Box {
  const release = (name: string) => ({
    scripts: { tramso: cli },
    systemd: { 'tramso.service': `# ${name}\n` },
  });
  const root = t.testdir({
    data: { 'tramso.db': 'old\n', 'tramso.db-wal': 'old wal\n', backups: {} },
    program: { releases: { old: release('old'), new: release('new') } },
  });
  const bin = programs(join(root, 'bin'), {
    systemctl: `echo "$*" >>$bin/calls\ncase $1 in start)\n${start}\n;; esac`,
  });
  spawnSync('chmod', ['+x', join(root, 'program/releases/new/scripts/tramso')]);
  mkdirSync(join(root, 'etc'));
  symlinkSync('releases/old', join(root, 'program/current'));
  const sources = LIBRARIES.map((name) => `. "$top/scripts/lib/${name}.sh"`).join('; ');
  const script = `set -eu; top=${TOP}; root=${root}; program=$root/program; data=$root/data; drop=
${sources}
upgrade_service releases/new`;
  return {
    root,
    calls: () => readFileSync(join(bin, 'calls'), 'utf8').trimEnd().split('\n'),
    command: ['sh', ['-c', script], { env: { ...process.env, PATH: `${bin}:${process.env.PATH}` } }],
    database: () => readFileSync(join(root, 'data/tramso.db'), 'utf8'),
    current: () => readlinkSync(join(root, 'program/current')),
    unit: () => readFileSync(join(root, 'etc/systemd/system/tramso.service'), 'utf8'),
  };
}

/** The old release runs as if nothing had been. */
function isBack(t: Test, { root, calls, current, unit }: Box): void {
  t.equal(current(), 'releases/old');
  t.equal(unit(), '# old\n');
  t.equal(calls().at(-1), 'start tramso');
  t.same(readdirSync(join(root, 'program/releases')), ['old']);
  t.same(readdirSync(join(root, 'data/backups')), []);
}

t.test('the station stands still around the switch only', async (t) => {
  const place = box(t, MIGRATES, '');
  t.equal(spawnSync(...place.command).status, 0);
  t.equal(place.current(), 'releases/new');
  t.equal(place.unit(), '# new\n');
  t.equal(place.database(), 'new\n');
  t.same(place.calls(), [
    'is-active --quiet tramso',
    'stop tramso',
    'daemon-reload',
    'enable --quiet tramso',
    'start tramso',
  ]);
  t.same(readdirSync(join(place.root, 'program/releases')), ['new']);
  t.same(readdirSync(join(place.root, 'data/backups')), []);
});

t.test('a new release that does not start: the old one runs again, on its own database', async (t) => {
  const place = box(t, MIGRATES, '[ -e $bin/tried ] || { touch $bin/tried; exit 1; }');
  const { status, stderr } = spawnSync(...place.command);
  t.equal(status, 1);
  t.match(String(stderr), /journalctl/);
  isBack(t, place);
  t.equal(place.database(), 'old\n');
  t.equal(readFileSync(join(place.root, 'data/tramso.db-wal'), 'utf8'), 'old wal\n');
});

t.test('what was written since stays where the schema is the same', async (t) => {
  const place = box(t, UP_TO_DATE, '[ -e $bin/tried ] || { touch $bin/tried; exit 1; }');
  t.equal(spawnSync(...place.command).status, 1);
  isBack(t, place);
  t.equal(place.database(), 'old\nwritten\n');
});

t.test('a migration that fails', async (t) => {
  const place = box(t, FAILS, '');
  t.equal(spawnSync(...place.command).status, 1);
  isBack(t, place);
  t.equal(place.database(), 'old\n');
});

t.test('the person gives up, or the line to the box breaks', async (t) => {
  for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) {
    const place = box(t, MIGRATES, '[ -e $bin/tried ] || { touch $bin/tried; sleep 1; }');
    const [shell, args, options] = place.command;
    const child = spawn(shell, args, options);
    const exit = once(child, 'exit');
    while (!existsSync(join(place.root, 'etc/systemd')) || !place.calls().includes('start tramso'))
      await sleep(20);
    child.kill(signal);
    t.same(await exit, [130, null], signal);
    isBack(t, place);
  }
});

t.test('a service that did not run before is not started by going back', async (t) => {
  const place = box(t, FAILS, '');
  const bin = programs(join(place.root, 'stopped'), {
    systemctl: 'echo "$*" >>$bin/calls; [ "$1" != is-active ]',
  });
  const [shell, args] = place.command;
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
  t.equal(spawnSync(shell, args, { env }).status, 1);
  t.equal(place.current(), 'releases/old');
  t.notOk(readFileSync(join(bin, 'calls'), 'utf8').includes('start tramso'));
});
