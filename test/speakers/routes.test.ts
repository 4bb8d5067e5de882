import { connectAsync } from 'mqtt';
import t from 'tap';
import { startStation } from '../harness.ts';
import { GenericSpeaker } from '../lab/speakers/generic-speaker.ts';
import { addDevice, addGeneric, brokerUrl, pause, until } from './support.ts';

t.setTimeout(120_000);

t.test('adding a speaker, step by step', async (t) => {
  const station = await startStation(t);
  await station.listen();
  const { app } = station;
  const admin = await station.signIn('admin');
  const zoneId = app.commune.tree.root().id;

  const { status, body } = await admin.post('/api/speakers', {
    name: '  Loa   thôn Đông ',
    zoneId,
    place: 'Cột điện đầu ngõ',
  });
  t.equal(status, 201);
  const { speaker, connection } = body;
  t.match(speaker, {
    name: 'Loa thôn Đông',
    zoneId,
    place: 'Cột điện đầu ngõ',
    profile: 'generic-mqtt',
    transport: 'mqtt',
    online: false,
    confirmed: false,
    enabled: true,
    volume: 80,
    playAt: true,
    acknowledges: 'finished',
    tried: true,
    synchronised: true,
    pendingStops: 0,
    test: null,
  });
  t.match(connection, {
    host: '127.0.0.1',
    port: app.speakers.brokerPort(),
    tls: false,
    url: brokerUrl(app),
    username: speaker.id,
    clientId: speaker.id,
    password: /^[0-9a-v]{32}$/,
    topics: { subscribe: [`tramso/${speaker.id}/command`, `tramso/${speaker.id}/clock/answer`] },
    will: { topic: `tramso/${speaker.id}/will`, payload: 'offline' },
  });
  t.strictSame(app.speakers.inZones([zoneId]), [], 'not heard yet, so it plays no bulletin');
  const again = JSON.stringify((await admin.get(`/api/speakers/${speaker.id}`)).body);
  t.notMatch(again, connection.password, 'the password is told once');
  const stored = app.db.prepare('SELECT * FROM speakers').all();
  t.notMatch(JSON.stringify(stored), connection.password, 'and kept nowhere');
  t.equal((await admin.post(`/api/speakers/${speaker.id}/test`)).body.error.code, 'speaker.offline');

  const confirm = (heard: boolean) => admin.post(`/api/speakers/${speaker.id}/confirm`, { heard });
  t.match(await confirm(true), { status: 409, body: { error: { code: 'speaker.not_heard' } } });

  const loa = new GenericSpeaker({ url: connection.url, id: speaker.id, password: connection.password });
  t.teardown(() => loa.stop());
  await loa.start();
  await until('online', () => app.speakers.get(speaker.id)?.online === true);
  const test = await admin.post(`/api/speakers/${speaker.id}/test`);
  t.equal(test.status, 202);
  let outcome: { state?: string; playoutId?: string } = {};
  await until('the tone is over', () => {
    void admin.get(`/api/speakers/${speaker.id}`).then((answer) => {
      outcome = answer.body.test;
    });
    return outcome?.state === 'finished';
  });
  t.equal(outcome.playoutId, test.body.playoutId);
  t.equal(loa.commands.find(({ command }) => command.type === 'test')?.command.durationMs, 2_100);

  t.equal((await confirm(true)).body.confirmed, true);
  t.strictSame(
    app.speakers.inZones([zoneId]).map(({ id }) => id),
    [speaker.id],
  );
  t.equal((await confirm(false)).body.confirmed, false);

  const renewed = await admin.post(`/api/speakers/${speaker.id}/credentials`);
  t.not(renewed.body.password, connection.password);
  await until('the old password is void', () => !loa.connected);

  const { body: audit } = await admin.get('/api/audit?limit=50');
  const actions = audit.items.map(({ action }: { action: string }) => action);
  for (const action of ['create', 'test', 'confirm', 'credentials'])
    t.ok(actions.includes(`speaker.${action}`), action);
  t.notMatch(JSON.stringify(audit), connection.password);
  t.notMatch(JSON.stringify(audit), renewed.body.password);
});

t.test('only a tone that got there, and not long ago, can have been heard', async (t) => {
  let ahead = 0;
  const station = await startStation(t, { wall: () => Date.now() + ahead });
  await station.listen();
  const { app } = station;
  const admin = await station.signIn('admin');
  const settled = async (id: string, isSettled: (state: string | undefined) => boolean) => {
    const end = performance.now() + 10_000;
    for (;;) {
      const { test } = (await admin.get(`/api/speakers/${id}`)).body;
      if (isSettled(test?.state)) return;
      if (performance.now() > end) throw new Error(`the tone is ${test?.state}`);
      await pause(10);
    }
  };
  const confirm = async (id: string) =>
    (await admin.post(`/api/speakers/${id}/confirm`, { heard: true })).status;

  const busy = await addGeneric(station, admin, 'Loa', { fetches: false });
  t.teardown(() => busy.stop());
  await busy.start();
  await until('online', () => app.speakers.get(busy.id)?.online === true);
  await admin.post(`/api/speakers/${busy.id}/test`);
  await settled(busy.id, (state) => state !== 'sent');
  t.equal(await confirm(busy.id), 200);
  ahead = 11 * 60_000;
  t.equal(await confirm(busy.id), 409, 'nobody has it in the ear any more');
  ahead = 0;

  const broken = await addDevice(station, admin, 'Loa hỏng');
  const device = await connectAsync(brokerUrl(app), {
    username: broken.id,
    password: broken.password,
    clientId: broken.id,
  });
  t.teardown(() => device.endAsync(true));
  await device.publishAsync(
    `tramso/${broken.id}/state`,
    JSON.stringify({ v: 1, playing: null, volume: 50 }),
    {
      qos: 1,
    },
  );
  await until('online', () => app.speakers.get(broken.id)?.online === true);
  const { playoutId } = (await admin.post(`/api/speakers/${broken.id}/test`)).body;
  t.equal(await confirm(broken.id), 409, 'it has not said that it got it');
  const report = { playoutId, kind: 'failed', at: null, reason: 'decode' };
  await device.publishAsync(`tramso/${broken.id}/report`, JSON.stringify(report), { qos: 1 });
  await settled(broken.id, (state) => state === 'failed');
  t.equal(await confirm(broken.id), 409);
});

t.test('changing and removing', async (t) => {
  const station = await startStation(t);
  await station.listen();
  const { app } = station;
  const admin = await station.signIn('admin');
  const loa = await addGeneric(station, admin, 'Loa cũ');
  t.teardown(() => loa.stop());
  await loa.start();
  const url = `/api/speakers/${loa.id}`;
  const patched = await admin.patch(url, {
    name: 'Loa mới',
    place: 'Nhà văn hóa',
    lat: 19.8,
    lon: 105.7,
    note: 'x',
  });
  t.match(patched.body, {
    name: 'Loa mới',
    place: 'Nhà văn hóa',
    lat: 19.8,
    lon: 105.7,
    note: 'x',
    confirmed: true,
  });
  t.equal(app.speakers.get(loa.id)?.name, 'Loa mới');
  t.ok(loa.connected, 'a new name is no reason to cut it off');
  app.devices.update(loa.id, { name: 'Đổi ở nơi khác' });
  await until('followed', () => app.speakers.get(loa.id)?.name === 'Đổi ở nơi khác');

  await addGeneric(station, admin, 'Loa hai');
  t.equal((await admin.patch(url, { name: 'Loa hai' })).body.error.code, 'device.name_taken');
  t.equal((await admin.patch(url, { zoneId: 'nowhere' })).status, 400);
  t.equal((await admin.patch(url, { volume: 3 })).status, 400, 'volume has its own route');
  t.equal(app.speakers.get(loa.id)?.name, 'Đổi ở nơi khác');

  t.equal((await admin.delete(url)).status, 204);
  t.equal((await admin.get(url)).status, 404);
  t.equal((await admin.delete(url)).status, 404);
  t.equal(app.devices.get(loa.id), undefined);
  await until('cut off', () => !loa.connected);
  await t.rejects(new GenericSpeaker({ url: brokerUrl(app), id: loa.id, password: 'x' }).start());
});

t.test('the list: pages, filters', async (t) => {
  const station = await startStation(t);
  const { app } = station;
  const admin = await station.signIn('admin');
  const thon = app.commune.tree.create({ name: 'Thôn Đông' });
  for (let i = 1; i <= 7; i++) await addDevice(station, admin, `Loa ${i}`, i > 5 ? { zoneId: thon.id } : {});
  const first = (await admin.get('/api/speakers?limit=3')).body;
  t.equal(first.items.length, 3);
  t.equal(first.total, 7);
  const second = (await admin.get(`/api/speakers?limit=3&after=${first.next}`)).body;
  const third = (await admin.get(`/api/speakers?limit=3&after=${second.next}`)).body;
  t.equal(third.next, null);
  const names = [...first.items, ...second.items, ...third.items].map(({ name }) => name);
  t.strictSame(
    names,
    [1, 2, 3, 4, 5, 6, 7].map((i) => `Loa ${i}`),
  );
  t.equal((await admin.get(`/api/speakers?zoneId=${thon.id}`)).body.total, 2);
  t.equal((await admin.get('/api/speakers?q=LOA%203')).body.total, 1);
  t.equal((await admin.get('/api/speakers?online=true')).body.total, 0);
  t.equal((await admin.get('/api/speakers?confirmed=false')).body.total, 0);
  t.equal((await admin.get('/api/speakers?after=rubbish')).status, 400);
  const { items } = (await admin.get('/api/speaker-profiles')).body;
  t.ok(items.length >= 7);
});

t.test('who may do what, and bad input', async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  const { id } = await addDevice(station, admin, 'Loa');
  const reads = ['/api/speakers', `/api/speakers/${id}`, '/api/speaker-profiles'];
  const writes: [method: 'post' | 'put' | 'patch' | 'delete', url: string, body?: object][] = [
    ['post', '/api/speakers', { name: 'x' }],
    ['patch', `/api/speakers/${id}`, { note: 'x' }],
    ['put', `/api/speakers/${id}/volume`, { volume: 1 }],
    ['post', `/api/speakers/${id}/test`],
    ['post', `/api/speakers/${id}/confirm`, { heard: true }],
    ['post', `/api/speakers/${id}/credentials`],
    ['post', '/api/speakers/pairing', {}],
    ['post', '/api/speakers/broker-files'],
    ['delete', `/api/speakers/${id}`],
  ];
  for (const role of ['editor', 'approver', 'viewer', 'police'] as const) {
    const person = await station.signIn(role);
    for (const url of reads)
      t.equal((await person.get(url)).status, role === 'police' ? 403 : 200, `${role} GET ${url}`);
    for (const [method, url, body] of writes)
      t.equal((await person[method](url, body)).status, 403, `${role} ${method} ${url}`);
  }
  for (const url of reads) t.equal((await station.nobody.get(url)).status, 401);
  const bad: [object, string][] = [
    [{}, 'name'],
    [{ name: '' }, 'name'],
    [{ name: '   ' }, 'name'],
    [{ name: 7 }, 'name'],
    [{ name: 'x'.repeat(101) }, 'name'],
    [{ name: 'x', profile: 'toaster' }, 'profile'],
    [{ name: 'x', profile: 'web' }, 'profile'],
    [{ name: 'x', zoneId: 'nowhere' }, 'zoneId'],
    [{ name: 'x', volume: 101 }, 'volume'],
    [{ name: 'x', lat: 21 }, 'lon'],
    [{ name: 'x', settings: { a: 'b' } }, 'settings.a'],
    [{ name: 'x', colour: 'red' }, 'colour'],
  ];
  for (const [body, field] of bad) {
    const answer = await admin.post('/api/speakers', body);
    t.equal(answer.status, 400, JSON.stringify(body).slice(0, 60));
    t.equal(answer.body.error.field, field);
  }
  t.equal((await admin.post('/api/speakers', { name: 'loa' })).body.error.code, 'device.name_taken');
  t.equal((await admin.put(`/api/speakers/${id}/volume`, { volume: 50.5 })).status, 400);
  t.equal((await admin.post('/api/speakers/pairing', { zoneId: 'nowhere' })).status, 404);
  t.equal((await admin.get('/api/speakers')).body.total, 1, 'nothing was changed');
});
