import t, { type Test } from 'tap';
import { type SignedIn, startStation } from '../harness.ts';
import { LabCamera } from '../lab/cameras/lab-camera.ts';
import { type LabCameraOptions, USUAL_ACCOUNT } from '../lab/cameras/onvif/camera-options.ts';

t.setTimeout(120_000);
// Cameras of the lab are on loopback addresses, where no station looks by itself.
process.env.TRAMSO_LAB = '1';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
// Other tests have their cameras on the same loopback, at the same time.
const own = (name: string) => `${name}-${process.pid}`;
const HARD = { username: 'a&<b>', password: 'p@ss/#%&: ơ"\'' };

async function cameraOf(t: Test, options: LabCameraOptions): Promise<LabCamera> {
  const camera = await LabCamera.start(options);
  t.teardown(() => camera.stop());
  return camera;
}

async function ended(admin: SignedIn, job: 'camera-search' | 'camera-adoption') {
  for (;;) {
    const { body } = await admin.get(`/api/${job}`);
    if (body.state !== 'running') return body;
    await pause(50);
  }
}

async function search(admin: SignedIn, body: object = {}) {
  const begun = await admin.post('/api/camera-search', body);
  if (begun.status !== 202) throw new Error(JSON.stringify(begun.body));
  return ended(admin, 'camera-search');
}

async function adopt(
  admin: SignedIn,
  keys: string[],
  account: { username: string; password: string },
  more = {},
) {
  const begun = await admin.post('/api/camera-adoption', { keys, ...account, ...more });
  if (begun.status !== 202) throw new Error(JSON.stringify(begun.body));
  return ended(admin, 'camera-adoption');
}

t.test('find, add with one account, watch it move: as an officer does', async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  const gate = await cameraOf(t, {
    address: '127.47.0.61',
    maker: 'HIKVISION',
    model: 'DS-2CD2043G2-I',
    serial: own('DS2023'),
    mac: 'c0:56:e3:00:00:61',
    channels: [{ ptz: true }],
    clock: { offsetMs: 5 * 3_600_000 },
  });
  const recorder = await cameraOf(t, {
    address: '127.47.0.62',
    maker: 'Dahua',
    model: 'NVR4216',
    channels: Array.from({ length: 16 }, () => ({})),
    mac: '90:02:a9:00:00:62',
    serial: own('RECORDER'),
  });
  const other = await cameraOf(t, {
    address: '127.47.0.63',
    account: HARD,
    mac: '02:00:00:00:00:63',
    serial: own('OTHER'),
    namedHost: '192.168.9.9',
  });

  const { found, state, interfaces } = await search(admin);
  t.equal(state, 'done');
  t.ok(
    interfaces.some(({ name, error }: { name: string; error: unknown }) => name === 'lo' && error === null),
  );
  const at = (address: string) => found.find((one: { address: string }) => one.address === address);
  t.match(at('127.47.0.61'), { known: null, profile: 'hikvision', elsewhere: false });
  t.match(at('127.47.0.63'), { elsewhere: true });
  const keys = ['127.47.0.61', '127.47.0.62', '127.47.0.63'].map((address) => at(address).key);

  const { results } = await adopt(admin, keys, USUAL_ACCOUNT, { names: { [keys[0]]: 'Cổng ủy ban' } });
  const outcome = (address: string) => results.find((one: { address: string }) => one.address === address);
  t.match(outcome('127.47.0.61'), { outcome: 'added', text: 'Đã thêm “Cổng ủy ban”.' });
  t.match(outcome('127.47.0.62'), { outcome: 'added', text: 'Đã thêm 16 camera.' });
  t.match(outcome('127.47.0.63'), { outcome: 'refused', cameraIds: [] });
  t.equal(other.gate.failures.length, 1, 'one wrong try');
  t.equal((await admin.get('/api/cameras')).body.total, 17);

  const [id] = outcome('127.47.0.61').cameraIds;
  const view = (await admin.get(`/api/cameras/${id}`)).body;
  t.match(view, {
    name: 'Cổng ủy ban',
    maker: 'HIKVISION',
    serial: own('DS2023'),
    macs: ['c0:56:e3:00:00:61'],
    profile: 'hikvision',
    profileName: { vi: 'Hikvision' },
    ptz: true,
    onvif: true,
    username: USUAL_ACCOUNT.username,
    streams: [
      { role: 'main', video: 'h264', width: 1280, height: 720 },
      { role: 'sub', video: 'h264', width: 352, height: 288 },
    ],
  });

  await t.test('it moves, stops, and has presets', async (t) => {
    t.equal((await admin.post(`/api/cameras/${id}/ptz`, { pan: 1, ms: 2_000 })).status, 204);
    t.equal(gate.head()?.moving, true);
    t.equal((await admin.post(`/api/cameras/${id}/ptz/stop`)).status, 204);
    t.equal(gate.head()?.moving, false);
    const preset = await admin.post(`/api/cameras/${id}/ptz/presets`, { name: 'Cổng <chính>' });
    t.equal(preset.status, 201);
    const { items } = (await admin.get(`/api/cameras/${id}/ptz/presets`)).body;
    t.same(items, [{ token: preset.body.token, name: 'Cổng <chính>' }]);
    const one = `/api/cameras/${id}/ptz/presets/${encodeURIComponent(preset.body.token)}`;
    t.equal((await admin.post(`${one}/go`)).status, 204);
    t.equal((await admin.delete(one)).status, 204);
    t.same((await admin.get(`/api/cameras/${id}/ptz/presets`)).body.items, []);
    const still = outcome('127.47.0.62').cameraIds[3];
    t.match(await admin.post(`/api/cameras/${still}/ptz`, { pan: 1 }), {
      body: { error: { code: 'camera.no_ptz' } },
    });
    t.equal((await (await station.signIn('viewer')).post(`/api/cameras/${id}/ptz`, { pan: 1 })).status, 403);
    t.equal((await (await station.signIn('police')).post(`/api/cameras/${id}/ptz`, { ms: 50 })).status, 204);
  });

  await t.test('its clock is set on a click', async (t) => {
    const set = await admin.post(`/api/cameras/${id}/clock`, {});
    t.equal(set.status, 200, JSON.stringify(set.body));
    t.ok(Math.abs(set.body.driftMs) < 1_500, `${set.body.driftMs} ms`);
    t.ok(Math.abs(gate.state.offsetMs) < 1_500);
    t.match(await admin.post(`/api/cameras/${id}/clock`, { ntp: '192.168.1.2' }), { body: { ntp: true } });
    t.match(await admin.post(`/api/cameras/${id}/clock`, { ntp: 'a b' }), {
      body: { error: { field: 'ntp' } },
    });
  });

  await t.test('a password of any characters, and a camera by its address', async (t) => {
    const host = `127.47.0.63:${other.state.httpPort}`;
    const wrong = await admin.post('/api/cameras', { name: 'Chợ', host, ...HARD, password: 'sai' });
    t.match(wrong, { status: 502, body: { error: { code: 'camera.refused' } } });
    const right = await admin.post('/api/cameras', { name: 'Chợ', host, ...HARD });
    t.match(right, { status: 201, body: { cameras: [{ name: 'Chợ', username: HARD.username }] } });
    const again = await admin.post('/api/cameras', { name: 'Chợ 2', host, ...HARD });
    t.match(again, { status: 409, body: { error: { code: 'camera.known' } } });
  });

  await t.test('they are known by the next search, and read anew on a click', async (t) => {
    const next = await search(admin);
    for (const { address, known } of next.found)
      if (/^127\.47\.0\.6[123]$/.test(address)) t.ok(known, address);
    t.equal((await admin.post(`/api/cameras/${id}/read`)).status, 200);
    gate.misbehave('bomb');
    t.match(await admin.post(`/api/cameras/${id}/read`), { status: 502 });
    gate.misbehave(undefined);
    t.equal((await admin.get(`/api/cameras/${id}`)).body.serial, own('DS2023'), 'what was known stays');
    await gate.unplug();
    t.match(await admin.post(`/api/cameras/${id}/read`), { body: { error: { code: 'camera.unreachable' } } });
    await gate.plug();
  });

  const everything = JSON.stringify([
    await admin.get('/api/cameras?limit=200'),
    await admin.get('/api/audit?limit=200'),
    await admin.get('/api/camera-search'),
    await admin.get('/api/camera-adoption'),
    station.app.db.prepare('SELECT * FROM cameras').all(),
    station.app.db.prepare('SELECT * FROM outbox').all(),
  ]);
  for (const secret of [USUAL_ACCOUNT.password, 'p@ss', encodeURIComponent(HARD.password)]) {
    t.notMatch(everything, secret, 'no password anywhere');
  }
  t.equal(recorder.gate.failures.length, 0);
});

t.test('64 cameras on two networks, found and added', async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  await Promise.all(
    Array.from({ length: 64 }, (_none, i) =>
      cameraOf(t, {
        address: `127.47.${i < 32 ? 1 : 2}.${100 + (i % 32)}`,
        mac: `02:00:00:00:01:${i.toString(16).padStart(2, '0')}`,
        serial: own(`WALL-${i}`),
        // WS-Discovery 1.1, 3.1.3: each waits for up to 500 ms, so that replies do not come all at once.
        discovery: { delayMs: (i * 37) % 500 },
      }),
    ),
  );
  let began = performance.now();
  const { found } = await search(admin);
  const seconds = (performance.now() - began) / 1_000;
  const keys = found
    .filter(({ address }: { address: string }) => /^127\.47\.[12]\./.test(address))
    .map(({ key }: { key: string }) => key);
  t.equal(keys.length, 64);
  t.ok(seconds < 6, `${seconds.toFixed(1)} s`);
  began = performance.now();
  const { results } = await adopt(admin, keys, USUAL_ACCOUNT);
  t.comment(
    `found in ${seconds.toFixed(1)} s, added in ${((performance.now() - began) / 1_000).toFixed(1)} s`,
  );
  t.same(new Set(results.map(({ outcome }: { outcome: string }) => outcome)), new Set(['added']));
  t.equal(station.app.cameras.list().length, 64);
});

t.test('an officer who goes on guessing does not lock the camera', async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  const camera = await cameraOf(t, { address: '127.47.0.71', serial: own('GUESSED') });
  const { found } = await search(admin, { addresses: ['127.47.0.71', '127.47.0.72'] });
  t.match(found, [{ address: '127.47.0.71', interface: '' }]);
  const [{ key }] = found;
  const outcomes: string[] = [];
  for (const password of ['admin', '12345', '123456', '888888', 'admin123', 'matkhau']) {
    const { results } = await adopt(admin, [key], { username: 'admin', password });
    outcomes.push(results[0].outcome);
  }
  t.same(outcomes, ['refused', 'refused', 'refused', 'locked', 'locked', 'locked']);
  t.equal(camera.gate.failures.length, 3);
  t.equal(camera.gate.locked, false);
});
