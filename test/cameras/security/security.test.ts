import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import { createAlerts } from '../../../src/alerts/alerts.ts';
import type { Account, Camera } from '../../../src/cameras/parts.ts';
import { SECURITY_ALERT_RULES } from '../../../src/cameras/security/alert-rules.ts';
import { createSecurity, type SecurityParts } from '../../../src/cameras/security/security.ts';
import { createAccountGate } from '../../../src/cameras/sign-in/account-gate.ts';
import { migrate } from '../../../src/db/migrate.ts';
import { openDatabase } from '../../../src/db/open.ts';
import type { DescribeOutcome } from '../../../src/protocols/rtsp-describe.ts';
import { cameraOf, streamOf } from '../health/rig.ts';

t.setTimeout(120_000);

async function listen(t: Test, server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket.on('error', () => {})));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const says = (words: string) => createServer((socket) => void socket.write(words));
const answers = (words: string) =>
  createServer((socket) => void socket.once('data', () => socket.end(words)));

const FACTORY: Account = { username: 'admin', password: '12345' };
/** Nothing listens there. */
const CLOSED = 1;

/** The security of cameras, of which `world` says how they are; the first one has an open port. */
async function rig(t: Test, cameras: Camera[], ports: SecurityParts['ports'] = {}) {
  const db = openDatabase(`${t.testdir()}/x.db`);
  migrate(db, t.testdirName);
  const time = { at: Date.parse('2026-03-01T00:00:00Z') };
  const now = () => time.at;
  const alerts = createAlerts({ db, clock: { now }, outbox: { append: () => 1 } });
  alerts.define(SECURITY_ALERT_RULES);
  const world = {
    withAccount: 'refused' as DescribeOutcome,
    without: 'account_wanted' as DescribeOutcome,
    opensOnvif: false,
    account: { username: 'admin', password: 'Trời-mưa-27' } as Account,
    conformity: 'số 12',
    driftMs: 0,
  };
  const asked: (Account | undefined)[] = [];
  const registry: Parameters<typeof createAccountGate>[0]['registry'] = {
    get: (id) => cameras.find((one) => one.id === id),
    all: () => cameras,
    account: () => world.account,
  };
  const gate = createAccountGate({ now, registry, changed: () => {} });
  const security = createSecurity({
    db,
    clock: { now },
    alerts,
    registry,
    gate,
    describe: async (_url, { account }) => {
      asked.push(account);
      return { outcome: account ? world.withAccount : world.without, status: 0, server: '', challenges: [] };
    },
    tells: async () => world.opensOnvif,
    profileOf: () => ({
      factoryAccount: { ...FACTORY, source: 'made up for this test' },
      ports: { http: 80, https: 443, onvif: 80 },
    }),
    conformityOf: () => world.conformity,
    driftOf: () => world.driftMs,
    changed: () => {},
    ports: { telnet: CLOSED, ftp: CLOSED, http: CLOSED, https: CLOSED, ...ports },
    log: pino({ level: 'silent' }),
  });
  t.teardown(async () => {
    await security.close();
    db.close();
  });
  const [camera] = cameras;
  if (!camera) throw new Error('no camera');
  return {
    security,
    world,
    asked,
    gate,
    time,
    db,
    alerts,
    camera,
    async check() {
      security.prepare([camera.id])();
      await security.settled();
      return security.of(camera);
    },
  };
}

/** A camera whose RTSP port is open. */
async function made(t: Test, changes: Partial<Camera> = {}): Promise<Camera> {
  const port = await listen(t, says(''));
  const camera = cameraOf(0, { host: '127.0.0.1', onvifUrl: `http://127.0.0.1:${port}/`, ...changes });
  return { ...camera, streams: [{ ...streamOf(camera), url: `rtsp://127.0.0.1:${port}/sub` }] };
}
const codes = (result: { findings: { code: string }[] }) => result.findings.map(({ code }) => code);

t.test('a camera in good order has a hundred points', async (t) => {
  const { check, alerts, security, camera } = await rig(t, [await made(t)]);
  t.match(security.of(camera), { checkedAt: null, score: null, findings: [] });
  const result = await check();
  t.equal(result.score, 100);
  t.strictSame(codes(result), ['password_age_unknown']);
  t.equal(alerts.open().length, 0);
});

t.test('all that can be wrong, with what to do, and no points left', async (t) => {
  const folder = t.testdir();
  const [key, cert] = [`${folder}/k.pem`, `${folder}/c.pem`];
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const dates = ['-days', '1', '-subj', '/CN=camera', '-keyout', key, '-out', cert];
  execFileSync('openssl', [...args, ...dates], { stdio: 'ignore' });
  const ports = {
    telnet: await listen(t, says('\xff\xfd\x18login: ')),
    ftp: await listen(t, says('220 camera FTP\r\n')),
    http: await listen(t, answers('HTTP/1.1 200 OK\r\n\r\n')),
    https: await listen(t, createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) })),
  };
  const camera = await made(t, {
    maker: 'HIKVISION',
    model: 'DS-2CD2042F-I',
    firmware: 'V5.4.0 build 160530',
  });
  const { check, world, alerts, time } = await rig(t, [camera], ports);
  Object.assign(world, { without: 'described', opensOnvif: true, conformity: '', driftMs: 60_000 });
  world.account = FACTORY;
  time.at = Date.now() + 3 * 86_400_000;
  const result = await check();
  t.strictSame(codes(result).sort(), [
    'certificate_expired',
    'clock_off',
    'factory_password',
    'ftp',
    'maybe_vulnerable',
    'no_conformity',
    'old_firmware',
    'open_onvif',
    'open_stream',
    'password_age_unknown',
    'plain_http',
    'telnet',
    'vulnerable_critical',
  ]);
  t.equal(result.score, 0);
  const flaw = result.findings.find(({ code }) => code === 'vulnerable_critical');
  t.match(flaw, { title: /CVE-2017-7921/, source: /^https/ });
  for (const { title, titleEn, advice, adviceEn } of result.findings) {
    for (const text of [title, titleEn, advice, adviceEn]) t.ok(text && !/[{}…]/.test(text), text);
  }
  t.match(alerts.open(), [{ rule: 'camera.insecure', subject: camera.id }]);
});

t.test('a page that only sends one to HTTPS is not plain', async (t) => {
  const http = await listen(t, answers('HTTP/1.1 301 Moved\r\nLocation: https://x/\r\n\r\n'));
  const { check } = await rig(t, [await made(t)], { http });
  t.notMatch(codes(await check()).join(), 'plain_http');
});

t.test('one that is away keeps its last result', async (t) => {
  const away = cameraOf(0, { host: '127.0.0.1', onvifUrl: 'http://127.0.0.1:1/' });
  const { check, security } = await rig(t, [away]);
  t.match(await check(), { score: null });
  t.match(security.state(), { state: 'done', results: [{ outcome: 'unreachable' }], progress: 1 });
});

t.test('one check at a time, which can be ended', async (t) => {
  const camera = await made(t);
  const cameras = Array.from({ length: 6 }, (_none, i) => ({ ...camera, id: `cam-${i}` }));
  const { security } = await rig(t, cameras);
  security.prepare(cameras.map(({ id }) => id))();
  t.throws(() => security.prepare(['cam-0']), { code: 'camera.check_running' });
  t.match(security.state(), { state: 'running', total: 6 });
  await security.cancel();
  t.match(security.state(), { state: 'cancelled' });
  t.ok(security.state().done < 6);
  security.prepare(['cam-0'])();
  await security.settled();
  t.match(security.state(), { state: 'done', done: 1 });
});

t.test(
  'the factory password: once, written before it is tried, never against a resting account',
  async (t) => {
    const { security, camera, world, asked, gate, time, check } = await rig(t, [await made(t)]);
    let audited = 0;
    const attempt = () => security.tryFactory(camera, () => audited++);
    t.match(security.of(camera).factory, { known: true, triedAt: null });
    t.match((await attempt()).factory, { outcome: 'refused' });
    t.strictSame(asked, [FACTORY]);
    await t.rejects(attempt(), { code: 'camera.factory_tried', details: { hours: 24 } });
    t.equal(audited, 1);
    t.equal(asked.length, 1);
    time.at += 25 * 3_600_000;
    t.ok(gate.mayTry(camera.id));
    await t.rejects(attempt(), { code: 'camera.signing_in' }, 'a matter of seconds');
    gate.undecided(camera.id);
    gate.refused(camera.id, 'refused');
    await t.rejects(attempt(), { code: 'camera.account_resting' });
    gate.accepted(camera.id);
    world.withAccount = 'described';
    const result = await attempt();
    t.match(result.factory, { outcome: 'accepted' });
    t.match(codes(result), ['factory_password']);
    t.match(codes(await check()).join(), 'factory_password', 'it stays until the next try');
    time.at += 25 * 3_600_000;
    world.without = 'described';
    t.match((await attempt()).factory, { outcome: 'unknown' }, 'an open stream lets in anybody');
    await t.rejects(
      security.tryFactory({ ...camera, streams: [] }, () => {}),
      { code: 'camera.rtsp_unknown' },
    );
  },
);

t.test('a factory password that was let in counts no longer once the account is another one', async (t) => {
  const { security, camera, world, check, time } = await rig(t, [await made(t)]);
  world.withAccount = 'described';
  await check();
  t.match(await security.tryFactory(camera, () => {}), { score: 60, factory: { outcome: 'accepted' } });
  security.accountChanged(camera.id, FACTORY);
  t.match(codes(security.of(camera)).join(), 'factory_password', 'that is the same');
  security.accountChanged(camera.id, { username: 'admin', password: 'Nắng-hạ-28' });
  t.match(security.of(camera), { score: 100, factory: { outcome: null } });
  t.strictSame(codes(await check()), ['password_age_unknown']);
  world.withAccount = 'refused';
  await security.tryFactory(camera, () => {});
  security.accountChanged(camera.id, null);
  time.at += 3_600_000;
  await t.rejects(
    security.tryFactory(camera, () => {}),
    { code: 'camera.factory_tried' },
  );
});

t.test('a recorder is tried once for all its channels', async (t) => {
  const first = await made(t);
  const second = { ...first, id: 'cam-900', channel: 'V2' };
  const { security, asked } = await rig(t, [first, second]);
  await security.tryFactory(first, () => {});
  await t.rejects(
    security.tryFactory(second, () => {}),
    { code: 'camera.factory_tried' },
  );
  t.equal(asked.length, 1);
});

t.test('an address that holds its own password is not asked without it', async (t) => {
  const camera = await made(t);
  const [stream = streamOf(camera)] = camera.streams;
  const url = `${stream.url}/user=admin_password=***_channel=1`;
  const { security, check, asked, world } = await rig(t, [{ ...camera, streams: [{ ...stream, url }] }]);
  world.without = 'described';
  t.strictSame(codes(await check()), ['password_age_unknown']);
  const hidden = { ...camera, streams: [{ ...stream, url }] };
  await t.rejects(
    security.tryFactory(hidden, () => {}),
    { code: 'camera.rtsp_unknown' },
  );
  t.strictSame(asked, []);
});

t.test('results outlive a restart and end with the camera', async (t) => {
  const camera = await made(t);
  const { security, check, db } = await rig(t, [camera]);
  await check();
  t.equal(db.prepare('SELECT score FROM camera_security').pluck().get(), 100);
  t.equal(security.scoreOf(camera.id), 100);
  security.removing(camera.id);
  t.equal(security.scoreOf(camera.id), null);
  t.equal(db.prepare('SELECT count(*) FROM camera_security').pluck().get(), 0);
});
