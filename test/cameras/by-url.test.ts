import t from 'tap';
import { startStation } from '../harness.ts';

const HARD = 'p@ss/#%&: ơ"\'';

t.test('a camera of which only the RTSP address is known', async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  const { app } = station;
  const url = `rtsp://admin:${encodeURIComponent(HARD)}@192.168.1.64:554/Streaming/Channels/101`;
  const made = await admin.post('/api/cameras', { name: ' Cổng   trường ', url });
  t.equal(made.status, 201, JSON.stringify(made.body));
  const [camera] = made.body.cameras;
  t.match(camera, {
    name: 'Cổng trường',
    host: '192.168.1.64',
    onvif: false,
    username: 'admin',
    health: { state: 'unknown' },
    recording: { mode: 'off', running: false },
    securityScore: null,
    streams: [{ role: 'main', url: 'rtsp://192.168.1.64:554/Streaming/Channels/101' }],
  });
  t.equal(app.cameras.get(camera.id)?.name, 'Cổng trường');

  await t.test('its password is nowhere to be seen', async (t) => {
    const told = JSON.stringify([
      await admin.get('/api/cameras'),
      await admin.get(`/api/cameras/${camera.id}`),
      await admin.get('/api/audit?limit=50'),
      app.db.prepare('SELECT * FROM cameras').all(),
      app.db.prepare('SELECT * FROM outbox').all(),
    ]);
    t.notMatch(told, /p@ss/);
    t.notMatch(told, encodeURIComponent(HARD));
  });

  await t.test('it is there once', async (t) => {
    const again = await admin.post('/api/cameras', { name: 'Khác', url });
    t.match(again, { status: 409, body: { error: { code: 'camera.known' } } });
    const other = await admin.post('/api/cameras', { name: 'cổng trường', url: 'rtsp://192.168.1.65/1' });
    t.match(other, { status: 409, body: { error: { code: 'device.name_taken', field: 'name' } } });
  });

  await t.test('it is changed, by one officer at a time', async (t) => {
    const patch = { place: 'Cột điện', mapX: 0.25, mapY: 0.5, owner: 'household', version: camera.version };
    const changed = await admin.patch(`/api/cameras/${camera.id}`, patch);
    t.match(changed, { status: 200, body: { place: 'Cột điện', mapX: 0.25, owner: 'household' } });
    const late = await admin.patch(`/api/cameras/${camera.id}`, { note: 'muộn', version: camera.version });
    t.equal(late.status, 409);
    const half = await admin.patch(`/api/cameras/${camera.id}`, { mapX: null });
    t.match(half, { status: 400, body: { error: { field: 'mapX' } } });
    const moved = await admin.patch(`/api/cameras/${camera.id}`, {
      url: 'rtsp://192.168.1.70/a b',
      subUrl: 'rtsp://192.168.1.70/sub',
    });
    t.match(moved.body, { host: '192.168.1.70', username: 'admin' });
    t.same(
      moved.body.streams.map(({ role, url }: { role: string; url: string }) => [role, url]),
      [
        ['main', 'rtsp://192.168.1.70/a%20b'],
        ['sub', 'rtsp://192.168.1.70/sub'],
      ],
    );
  });

  await t.test('both its streams are of one camera, and no other has its address', async (t) => {
    const path = `/api/cameras/${camera.id}`;
    for (const patch of [{ subUrl: 'rtsp://192.168.1.99/sub' }, { url: 'rtsp://192.168.1.99/main' }]) {
      t.match(await admin.patch(path, patch), { status: 400, body: { error: { field: 'subUrl' } } });
    }
    t.equal(app.cameras.get(camera.id)?.unitKey, 'rtsp://192.168.1.70/a%20b');
    const again = await admin.post('/api/cameras', { name: 'Khác', url: 'rtsp://192.168.1.70/a b' });
    t.match(again, { status: 409, body: { error: { code: 'camera.known' } } });
    const other = await admin.post('/api/cameras', { name: 'Khác', url });
    t.equal(other.status, 201, 'its old address is free');
    const taken = await admin.patch(path, { url, subUrl: null });
    t.match(taken, { status: 409, body: { error: { code: 'camera.known' } } });
    await admin.delete(`/api/cameras/${other.body.cameras[0].id}`);
  });

  await t.test('a restart forgets nothing, and an account can be set anew', async (t) => {
    const account = await admin.put(`/api/cameras/${camera.id}/account`, { username: 'xem', password: 'm' });
    t.match(account, { status: 200, body: { username: 'xem' } });
    const bad = await admin.put(`/api/cameras/${camera.id}/account`, { username: 'a\nb', password: 'm' });
    t.match(bad, { status: 400, body: { error: { field: 'username' } } });
  });

  await t.test('who may do what', async (t) => {
    const police = await station.signIn('police');
    t.equal((await police.get('/api/cameras')).body.total, 1);
    const kinds = await police.get('/api/camera-profiles');
    t.match(kinds.body.items[0], { id: 'axis', name: { vi: /Axis/ } });
    t.notMatch(JSON.stringify(kinds.body), /factoryAccount|"password"/, 'accounts of factories are not told');
    await admin.patch(`/api/cameras/${camera.id}`, { enabled: false });
    t.equal((await police.get('/api/cameras?state=off&q=CỔNG')).body.items.length, 1);
    t.equal((await police.get('/api/cameras?state=ok')).body.total, 0);
    t.equal((await police.patch(`/api/cameras/${camera.id}`, { name: 'x' })).status, 403);
    t.equal((await (await station.signIn('editor')).get('/api/cameras')).status, 403);
  });

  const removed: unknown[] = [];
  app.events.on('camera.removed', (event) => removed.push(event));
  const written = (table: string) =>
    app.db.prepare(`SELECT count(*) FROM ${table} WHERE camera_id = ?`).pluck().get(camera.id);
  await admin.put(`/api/cameras/${camera.id}/recording`, {
    mode: 'continuous',
    stream: 'main',
    keepDays: null,
  });
  app.db
    .prepare("INSERT INTO camera_security (camera_id, checked_at, score, findings) VALUES (?, 1, 90, '[]')")
    .run(camera.id);
  t.equal(written('camera_health'), 1);
  t.equal((await admin.delete(`/api/cameras/${camera.id}`)).status, 204);
  t.same(['camera_health', 'camera_security', 'camera_recordings'].map(written), [0, 0, 1]);
  t.equal(app.db.prepare('SELECT mode FROM camera_recordings').pluck().get(), 'off');
  t.same(removed, [{ cameraId: camera.id, recordings: 'keep' }]);
  t.equal((await admin.get(`/api/cameras/${camera.id}`)).status, 404);
  t.equal(app.devices.count({ kind: 'camera' }), 0);
});

t.test('what is no camera is refused, and the field is named', async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  const refused: [object, string][] = [
    [{ name: 'x' }, 'url'],
    [{ name: 'x', url: 'http://192.168.1.2/' }, 'url'],
    [{ name: 'x', url: 'rtsp://' }, 'url'],
    [{ name: 'x', url: 'rtsp://host:99999/a' }, 'url'],
    [{ name: 'x', url: 'rtsp://1.2.3.4/', subUrl: 'rtsp://1.2.3.5/' }, 'subUrl'],
    [{ name: 'x', host: 'ftp://1.2.3.4' }, 'host'],
    [{ name: 'x', host: 'http://a:b@1.2.3.4/' }, 'host'],
    [{ name: 'x', host: '../../etc' }, 'host'],
    [{ name: 'x', host: '1.2.3.4', profile: 'none' }, 'profile'],
    [{ name: ' ', url: 'rtsp://1.2.3.4/' }, 'name'],
    [{ name: 'x', url: 'rtsp://1.2.3.4/', zoneId: 'nowhere' }, 'zoneId'],
  ];
  for (const [body, field] of refused) {
    t.match(await admin.post('/api/cameras', body), { status: 400, body: { error: { field } } }, field);
  }
  t.equal(station.app.cameras.list().length, 0);
});

t.test('a password inside the address is stored sealed only', async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  const url = (password: string) =>
    `rtsp://192.168.1.64/user=admin_password=${password}_channel=1_stream=0.sdp`;
  const made = await admin.post('/api/cameras', { name: 'Chợ', url: url('ab_s3cret') });
  t.equal(made.status, 201);
  const stored = station.app.db.prepare('SELECT * FROM cameras').all();
  t.notMatch(JSON.stringify([made.body, stored, await admin.get('/api/audit?limit=50')]), /s3cret/);
  const again = await admin.post('/api/cameras', { name: 'Chợ 2', url: url('another') });
  t.match(again, { status: 409, body: { error: { code: 'camera.known' } } });
});
