import t from 'tap';
import { startStation } from '../harness.ts';
import { stationFolder } from '../station-folder.ts';
import { addDevice, addGeneric, fakeAudio, playNow, until } from './support.ts';

t.setTimeout(120_000);

t.test('a test tone does not cut off what is on air', async (t) => {
  const station = await startStation(t);
  await station.listen();
  const { app } = station;
  const admin = await station.signIn('admin');
  const loa = await addGeneric(station, admin, 'Loa');
  t.teardown(() => loa.stop());
  await loa.start();
  await until('online', () => app.speakers.get(loa.id)?.online === true);
  const test = () => admin.post(`/api/speakers/${loa.id}/test`);
  t.equal((await test()).status, 202);
  t.equal((await test()).status, 202, 'but it may be heard again at once');
  await until('the tone', () => loa.playing !== null);
  await until('silent', () => loa.playing === null);
  const coming = playNow(fakeAudio(t, 1_000), { startAt: app.clock.now() + 1_500 });
  app.speakers.play(coming, [loa.id]);
  t.equal((await test()).body.error.code, 'speaker.busy', 'about to play');
  await until('on air', () => loa.playing === coming.playoutId);
  t.equal((await test()).body.error.code, 'speaker.busy');
  await until('over', () => app.speakers.get(loa.id)?.playing === null && loa.playing === null);
  t.equal((await test()).status, 202);
});

t.test('what is removed or switched off falls silent', async (t) => {
  const station = await startStation(t);
  await station.listen();
  const { app } = station;
  const admin = await station.signIn('admin');
  for (const deed of ['off', 'removed']) {
    const loa = await addGeneric(station, admin, `Loa ${deed}`);
    t.teardown(() => loa.stop());
    await loa.start();
    const play = playNow(fakeAudio(t, 60_000));
    app.speakers.play(play, [loa.id]);
    await until('on air', () => loa.playing === play.playoutId);
    const url = `/api/speakers/${loa.id}`;
    const answer = deed === 'off' ? await admin.patch(url, { enabled: false }) : await admin.delete(url);
    t.ok(answer.status < 300);
    await until('silent', () => loa.playing === null);
  }
  t.equal(app.db.prepare('SELECT count(*) FROM speakers').pluck().get(), 1);
});

t.test('an address of the broker that is none is refused where it is entered', async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  const save = (url: string) => admin.put('/api/settings/speakers', { url });
  for (const url of [
    'mqtt://may-chu:abc',
    'mqtt://may-chu:99999',
    'mqtt://may-chu:0',
    'mqtt://a b',
    'http://x',
    'mqtt://',
  ])
    t.equal((await save(url)).status, 400, url);
  for (const url of ['mqtt://may-chu', 'mqtts://192.168.1.5:8883', 'mqtts://[fd00::5]:65535', ''])
    t.equal((await save(url)).status, 200, url);
  t.equal((await admin.put('/api/settings/speakers', { username: 'x\nuser y' })).status, 400);
  await admin.put('/api/settings/speakers', { url: 'mqtts://[fd00::5]:8883', broker: 'external' });
  const { status, body } = await admin.post('/api/speakers', { name: 'Loa' });
  t.equal(status, 201);
  t.match(body.connection, { host: 'fd00::5', port: 8883, tls: true, external: true });
});

t.test('what a setting of a speaker may hold', async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  const gtech = (n: number, more: object = {}) =>
    admin.post('/api/speakers', {
      name: `Gtech ${n}`,
      profile: 'gtech-cum-loa',
      settings: {
        deviceId: `GT${n}`,
        commandTopic: `gtech/${n}/command`,
        volumeTopic: `gtech/${n}/volume`,
        stateTopic: `gtech/${n}/state`,
        ...more,
      },
    });
  t.equal((await gtech(1)).status, 201);
  const lines = await gtech(2, { commandTopic: 'x\nuser y\ntopic readwrite z' });
  t.equal(lines.body.error.field, 'settings.commandTopic', 'no second line of an ACL file');
  t.equal(
    (await gtech(3, { deviceId: 'GT1' })).body.error.code,
    'speaker.topic_taken',
    'its will would be both’s',
  );
});

t.test('a profile that asks for more than before does not stop the start', async (t) => {
  const data = stationFolder(t);
  let station = await startStation(t, { data });
  const settings = { prefix: 'loa-nvh' };
  await addDevice(station, await station.signIn('admin'), 'Cũ', { profile: 'mrdiy-notifier', settings });
  await addDevice(station, await station.signIn('admin'), 'Loa');
  station.app.db.prepare("UPDATE speakers SET settings = '{}'").run();
  await station.close();
  station = await startStation(t, { data });
  t.strictSame(
    station.app.speakers.list().map(({ name }) => name),
    ['Loa'],
  );
});
