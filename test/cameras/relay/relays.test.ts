import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import type { Camera } from '../../../src/cameras/parts.ts';
import { createRelays } from '../../../src/cameras/relay/relays.ts';
import { relaysRepository } from '../../../src/cameras/relay/relays-repository.ts';
import { createTargets } from '../../../src/cameras/relay/targets.ts';
import { createViewings } from '../../../src/cameras/viewing/viewings.ts';
import { secretsFrom } from '../../../src/config/secrets.ts';
import { migrate } from '../../../src/db/migrate.ts';
import { openDatabase } from '../../../src/db/open.ts';
import type { AuditEntry } from '../../../src/web/audit.ts';
import { LoopedHub } from '../../lab/cameras/looped-hub.ts';
import { freePorts } from '../../lab/station/free-ports.ts';

const RECEIVER = fileURLToPath(new URL('../../lab/cameras/rtsp-receiver.py', import.meta.url));
const PASSWORD = 'mật/khẩu: 1@#%&"';
const AN = { user: { id: 'u1', name: 'Trần Văn An' }, ip: '192.168.1.7' };
const REASON = 'Công an xã đề nghị, vụ mất xe';
const log = pino({ level: 'silent' });

function rig(t: Test, hub = new LoopedHub(), path = `${t.testdir()}/x.db`) {
  const db = openDatabase(path);
  t.teardown(() => db.close());
  migrate(db, t.testdirName);
  const told: AuditEntry[] = [];
  const clock = {
    ahead: 0,
    now: () => Date.now() + clock.ahead,
    monotonic: () => performance.now() + clock.ahead,
    trusted: () => true,
  };
  const audit = { append: (entry: AuditEntry) => void told.push(entry) };
  const viewings = createViewings({ db, clock, audit, keepDays: () => 30, aliveUntil: undefined, log });
  const rows = relaysRepository(db);
  const targets = createTargets({
    db,
    rows,
    clock,
    secrets: secretsFrom(Buffer.alloc(32, 1)),
    audit,
    isInUse: (id) => relays.isTargetInUse(id),
  });
  const stream = { role: 'main', url: 'rtsp://x/', token: '', video: 'h264' } as const;
  const relays = createRelays({
    db,
    rows,
    clock,
    hub,
    targets,
    viewings,
    audit,
    keepDays: () => 30,
    registry: {
      get: (id) => (id === 'c1' || id === 'c2' ? ({ id, name: `Camera ${id}` } as Camera) : undefined),
      stream: () => ({ ...stream, width: 0, height: 0, fps: 0, kbps: 0, audio: '' }),
    },
    sayReason: (code) => ({ vi: code, en: code }),
    ffmpeg: 'ffmpeg',
    spawn,
    log,
    changed() {},
  });
  relays.start();
  t.teardown(async () => {
    await relays.close();
    await viewings.close();
  });
  // biome-ignore lint/suspicious/noExplicitAny: only its user is used
  const request = AN as any;
  const ask = (targetId: string, cameraId = 'c1') => ({ cameraId, targetId, minutes: 5, reason: REASON });
  return { db, path, hub, relays, targets, told, clock, request, ask, viewings };
}

async function until(what: string, check: () => boolean, ms = 20_000): Promise<void> {
  const end = performance.now() + ms;
  while (!check()) {
    if (performance.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
    await sleep(50);
  }
}

async function receiver(t: Test, port: number, file: string): Promise<ChildProcess> {
  const child = spawn('/usr/bin/python3', [RECEIVER, String(port), 'tỉnh', file], {
    env: { ...process.env, PASSWORD },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  if (child.stdout) await once(child.stdout, 'data');
  return child;
}

/** Bad input that names its field. */
const refusal = (field: string) => ({ code: 'input.invalid', details: { field } });

const bytesIn = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

function everyCommandLine(): string {
  return execFileSync('ps', ['-eo', 'args', '-ww']).toString();
}

t.test('to an RTSP receiver behind an account, which nobody can read', async (t) => {
  const { relays, targets, request, ask, told, hub } = rig(t);
  const port = await freePorts();
  const file = `${t.testdirName}/out.h264`;
  await receiver(t, port, file);
  const url = `rtsp://127.0.0.1:${port}/xa/cong`;
  const target = targets.add(request, { name: 'Công an tỉnh', url, username: 'tỉnh', password: PASSWORD });
  t.match(target, { url, username: 'tỉnh' });
  t.notOk('credentials' in target);

  const relay = relays.send(AN, ask(target.id));
  t.match(relay, { flowing: false, problem: { code: 'camera.relay_starting' }, askedBy: 'Trần Văn An' });
  await until('pictures arrive', () => bytesIn(file) > 20_000);
  await until('it says so', () => relays.list(10)[0]?.flowing === true);
  t.notMatch(everyCommandLine(), PASSWORD);
  t.throws(() => relays.send(AN, ask(target.id)), { code: 'camera.relay_running' });
  t.throws(() => targets.remove(request, target.id), { code: 'camera.relay_in_use' });

  t.match(await relays.stop(AN, relay.id), { endedWhy: 'stopped', flowing: false, problem: null });
  t.equal(hub.listeners, 0);
  t.notMatch(everyCommandLine(), `127.0.0.1:${port}/xa/cong`);
  const frames = execFileSync('ffprobe', [
    ...['-v', 'error', '-count_frames', '-select_streams', 'v'],
    ...['-show_entries', 'stream=nb_read_frames,width', '-of', 'csv=p=0', file],
  ]).toString();
  const [width, count] = frames.trim().split(',').map(Number);
  t.equal(width, 320);
  t.ok((count ?? 0) >= 10, `${count} frames`);
  t.match(
    told.map(({ action }) => action),
    ['camera.relay_target_add', 'camera.relay_start', 'camera.relay_stop'],
  );
  t.notMatch(JSON.stringify(told), PASSWORD);
  targets.remove(request, target.id);
  t.strictSame(targets.list(), []);
});

t.test('a wrong account is told as such, and a receiver that comes late is found', async (t) => {
  const { relays, targets, request, ask } = rig(t);
  const port = await freePorts();
  const file = `${t.testdirName}/out.h264`;
  const url = `rtsp://127.0.0.1:${port}/xa/cong`;
  const wrong = targets.add(request, { name: 'Sai', url, username: 'tỉnh', password: 'x' });
  const right = targets.add(request, { name: 'Đúng', url, username: 'tỉnh', password: PASSWORD });
  relays.send(AN, ask(wrong.id));
  relays.send(AN, ask(right.id));
  const problemOf = (id: string) => relays.list(10).find(({ targetId }) => targetId === id)?.problem?.code;
  await until('both say that nobody is there', () =>
    [wrong, right].every(({ id }) => problemOf(id) === 'camera.relay_unreachable'),
  );
  await receiver(t, port, file);
  await until('the right one flows', () => bytesIn(file) > 20_000);
  await until('the wrong one says why', () => problemOf(wrong.id) === 'camera.relay_refused');
});

t.test('RTMP and SRT with sound, through a lost camera', async (t) => {
  const { relays, targets, request, ask, hub } = rig(t, new LoopedHub({ audio: true }));
  const port = await freePorts();
  const files = { rtmp: `${t.testdirName}/rtmp.flv`, srt: `${t.testdirName}/srt.ts` };
  const listen = (args: string[], out: string[]) => {
    const child = spawn(
      'ffmpeg',
      ['-v', 'error', '-y', ...args, '-c', 'copy', '-flush_packets', '1', ...out],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    t.teardown(() => child.kill('SIGKILL'));
  };
  listen(['-listen', '1', '-i', `rtmp://127.0.0.1:${port}/xa/cong`], ['-f', 'flv', files.rtmp]);
  listen(['-i', `srt://127.0.0.1:${port + 1}?mode=listener`], ['-f', 'mpegts', files.srt]);
  const rtmp = targets.add(request, { name: 'RTMP', url: `rtmp://127.0.0.1:${port}/xa/cong` });
  const srt = targets.add(request, { name: 'SRT', url: `srt://127.0.0.1:${port + 1}` });
  relays.send({ actor: 'province' }, ask(rtmp.id));
  relays.send({ actor: 'province' }, ask(srt.id, 'c2'));
  await until('both arrive', () => bytesIn(files.rtmp) > 20_000 && bytesIn(files.srt) > 20_000);
  const kinds = execFileSync('ffprobe', [
    '-v',
    'error',
    '-show_entries',
    'stream=codec_name',
    '-of',
    'csv=p=0',
    files.srt,
  ]);
  t.match(kinds.toString(), /h264[\s\S]*aac/);

  hub.lose('camera.unreachable');
  await until('it is said', () =>
    relays.list(10).every(({ problem }) => problem?.code === 'camera.unreachable'),
  );
  hub.find();
  await until('it goes on trying', () =>
    relays.list(10).every(({ problem }) => problem?.code !== 'camera.unreachable'),
  );
});

t.test('ends when its time is over, whatever the clock does, and goes on after a restart', async (t) => {
  const { relays, targets, request, ask, clock, told, db } = rig(t);
  const target = targets.add(request, { name: 'Xa', url: 'rtsp://127.0.0.1:1/x' });
  const first = relays.send(AN, ask(target.id));
  clock.ahead = 290_000;
  await sleep(1_200);
  t.equal(relays.list(1)[0]?.endedAt, null);
  clock.ahead = 301_000;
  await until('its time is over', () => relays.list(1)[0]?.endedWhy === 'time');
  await until('its viewing has ended', () => relays.list(1)[0]?.flowing === false);

  const second = relays.send(AN, ask(target.id));
  await relays.close();
  t.equal(relaysRepository(db).open()[0]?.id, second.id, 'a restart is no end');
  relays.start();
  t.match(relays.list(1), [{ id: second.id, endedAt: null }]);
  relays.cameraGone('c1');
  t.match(relays.list(1), [{ id: second.id, endedWhy: 'camera_gone' }]);
  t.not(first.id, second.id);
  t.ok(told.length > 0);
});

t.test('no more at once than the line can carry, and only to what is allowed', async (t) => {
  const { relays, targets, request, ask } = rig(t);
  t.throws(() => relays.send(AN, ask('nowhere')), { code: 'item.not_found' });
  const wrong = [
    'http://x/',
    'rtsp://an:1@x/',
    'rtsp:///x',
    'rtsp://x/ -i /etc/passwd',
    'srt://x',
    'srt://x:1?passphrase=0123456789',
    'srt://0.0.0.0:1?mode=listener',
    'srt://x:1?streamid=an:1',
    'file:///etc/passwd',
    'không phải',
  ];
  for (const url of wrong) {
    t.throws(() => targets.add(request, { name: 'X', url }), refusal('url'), url);
  }
  t.throws(
    () => targets.add(request, { name: 'X', url: 'rtmp://x/a', username: 'a', password: 'b' }),
    refusal('username'),
  );
  const made = [1, 2, 3, 4, 5].map((i) =>
    targets.add(request, { name: `N${i}`, url: `rtsp://127.0.0.1:1/${i}` }),
  );
  t.throws(
    () => targets.add(request, { name: 'N1', url: 'rtsp://127.0.0.1:1/' }),
    refusal('name'),
    'a name that is taken',
  );
  for (const { id } of made.slice(0, 4)) relays.send(AN, ask(id));
  t.throws(() => relays.send(AN, ask(made[4]?.id ?? '')), { code: 'camera.relay_full' });
  t.throws(() => relays.send(AN, ask(made[4]?.id ?? '', 'c9')), { code: 'item.not_found' });
  await t.rejects(relays.stop(AN, 'nothing'), { code: 'item.not_found' });
});

t.test('a stream key is sealed, and shown to nobody', async (t) => {
  const { relays, targets, request, ask, told, db } = rig(t);
  const target = targets.add(request, { name: 'K', url: 'rtmp://127.0.0.1:1/xa/khoa-bi-mat' });
  t.equal(target.url, 'rtmp://127.0.0.1:1/xa/***');
  relays.send(AN, ask(target.id));
  const rows = db.prepare('SELECT * FROM camera_relay_targets').all();
  t.notMatch(JSON.stringify([told, rows, targets.list(), relays.list(10)]), 'khoa-bi-mat');
});

t.test('a receiver that takes the call and says nothing is not said to receive', async (t) => {
  const { relays, targets, request, ask } = rig(t);
  const mute = createServer(() => {});
  mute.listen(0, '127.0.0.1');
  await once(mute, 'listening');
  t.teardown(() => mute.close());
  const { port } = mute.address() as AddressInfo;
  const rtmp = targets.add(request, { name: 'R', url: `rtmp://127.0.0.1:${port}/a/b` });
  const rtsp = targets.add(request, { name: 'S', url: `rtsp://127.0.0.1:${port}/a/b` });
  relays.send(AN, ask(rtmp.id));
  relays.send(AN, ask(rtsp.id, 'c2'));
  for (let i = 0; i < 60; i++) {
    t.ok(relays.list(10).every(({ flowing }) => !flowing));
    await sleep(100);
  }
});

t.test('ends although nothing can be written, and is written once it can', async (t) => {
  const { db, relays, targets, request, ask, told, hub } = rig(t);
  const target = targets.add(request, { name: 'Xa', url: 'rtsp://127.0.0.1:1/x' });
  const { id } = relays.send(AN, ask(target.id));
  db.exec('ALTER TABLE camera_relays RENAME TO gone; CREATE VIEW camera_relays AS SELECT * FROM gone');
  t.match(await relays.stop(AN, id), { endedWhy: 'stopped', flowing: false });
  t.equal(hub.listeners, 0, 'no picture leaves any more');
  t.notOk(told.some(({ action }) => action === 'camera.relay_stop'));
  db.exec('DROP VIEW camera_relays; ALTER TABLE gone RENAME TO camera_relays');
  await until('it is written', () => relaysRepository(db).one(id)?.endedWhy === 'stopped');
  t.equal(told.filter(({ action }) => action === 'camera.relay_stop').length, 1, 'with who stopped it');
});

t.test(
  'nothing is sent of what could not be written, and a row that cannot be opened holds nobody up',
  async (t) => {
    const { db, relays, targets, request, ask, hub } = rig(t);
    const url = 'rtsp://127.0.0.1:1/x';
    const target = targets.add(request, { name: 'Xa', url, username: 'a', password: 'b' });
    db.exec('CREATE TRIGGER full BEFORE INSERT ON camera_relays BEGIN SELECT RAISE(ABORT, "full"); END');
    t.throws(() => relays.send(AN, ask(target.id)));
    t.equal(hub.listeners, 0);
    t.strictSame(relays.list(10), []);
    db.exec('DROP TRIGGER full');
    const { id } = relays.send(AN, ask(target.id));
    await relays.close();
    db.prepare('UPDATE camera_relay_targets SET credentials = ?').run('AAAA');
    relays.start();
    t.match(relays.list(10), [{ id, endedWhy: 'failed' }]);
    t.match(targets.list(), [{ username: null }]);
  },
);
