import { connectAsync, type MqttClient } from 'mqtt';
import t, { type Test } from 'tap';
import { startStation } from '../harness.ts';
import {
  addDevice,
  brokerUrl,
  collectReports,
  fakeAudio,
  kindsOf,
  pause,
  playNow,
  until,
} from './support.ts';

/**
 * Devices of other makers as their profiles describe them: this shows that the template language carries them, not
 * that the real ones work.
 */
t.setTimeout(120_000);

const station = await startStation(t);
await station.listen();
const { app } = station;
const admin = await station.signIn('admin');
const reports = collectReports(app);

interface Heard {
  topic: string;
  text: string;
}

async function device(t: Test, name: string, body: object, will?: { topic: string; payload: string }) {
  const { id, password } = await addDevice(station, admin, name, body);
  const client = await connectAsync(brokerUrl(app), {
    username: id,
    password,
    reconnectPeriod: 0,
    ...(will && {
      will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1 as const, retain: true },
    }),
  });
  t.teardown(() => client.endAsync(true));
  const heard: Heard[] = [];
  client.on('message', (topic, payload) => heard.push({ topic, text: payload.toString() }));
  return { id, client, heard };
}

const foreign = async (id: string) =>
  (await admin.get('/api/alerts?state=open')).body.items.filter(
    ({ rule, subject }: { rule: string; subject: string }) =>
      rule === 'speaker.foreign_playback' && subject === id,
  );
const isOnline = (id: string) => app.speakers.get(id)?.online === true;
const pull = (client: MqttClient) => client.stream.destroy();

t.test('Tasmota: stopped first, plain URL, gain, alive by LWT', async (t) => {
  const will = { topic: 'tele/loa_dong/LWT', payload: 'Offline' };
  const { id, client, heard } = await device(
    t,
    'Tasmota',
    { profile: 'tasmota-i2s', settings: { topic: 'loa_dong' } },
    will,
  );
  await client.subscribeAsync('cmnd/loa_dong/#', { qos: 1 });
  await pause(100);
  t.notOk(isOnline(id), 'its LWT decides');
  await client.publishAsync('tele/loa_dong/LWT', 'Online', { qos: 1, retain: true });
  await until('online', () => isOnline(id));
  await until('its volume', () =>
    heard.some(({ topic, text }) => topic === 'cmnd/loa_dong/I2SGain' && text === '80'),
  );
  heard.length = 0;
  const audio = fakeAudio(t);
  app.speakers.prepare('p', audio, [id]);
  const play = playNow(audio, { startAt: Date.now() + 1_900 });
  app.speakers.play(play, [id]);
  await pause(100);
  t.strictSame(heard, [], 'it can’t wait by itself, so the box does');
  await until('told', () => heard.length >= 2);
  t.ok(Date.now() - (play.startAt - 1_500) < 1_000, 'its start latency ahead');
  t.strictSame(
    heard.map(({ topic }) => topic),
    ['cmnd/loa_dong/I2SStop', 'cmnd/loa_dong/I2SWR'],
  );
  t.match(heard[1]?.text, /^http:\/\/127\.0\.0\.1:\d+\/audio\//);
  await client.publishAsync('stat/loa_dong/RESULT', JSON.stringify({ I2SWR: 'Decoder already in use' }));
  await until('failed', () => kindsOf(reports, play.playoutId).includes('failed'));
  t.strictSame(kindsOf(reports, play.playoutId), ['failed']);
  pull(client);
  await until('offline', () => !isOnline(id), 8_000);
});

t.test('a stop takes back what the box still holds', async (t) => {
  const { id, client, heard } = await device(t, 'Tasmota 2', {
    profile: 'tasmota-i2s',
    settings: { topic: 'loa_tay' },
  });
  await client.subscribeAsync('cmnd/loa_tay/#', { qos: 1 });
  await client.publishAsync('tele/loa_tay/LWT', 'Online', { qos: 1 });
  await until('online', () => isOnline(id));
  const play = playNow(fakeAudio(t), { startAt: Date.now() + 2_000 });
  app.speakers.play(play, [id]);
  app.speakers.stop({ playoutId: play.playoutId }, [id]);
  await until('told', () => heard.some(({ topic }) => topic.endsWith('I2SStop')));
  await pause(1_000);
  t.notOk(heard.some(({ topic }) => topic.endsWith('I2SWR')));
  let pending = 1;
  for (let i = 0; i < 50 && pending > 0; i++) {
    await pause(100);
    pending = (await admin.get(`/api/speakers/${id}`)).body.pendingStops;
  }
  t.equal(pending, 0, 'it never confirms, so it is believed once it has taken the message');
});

t.test('MrDIY: volume 0–1, started and finished by its status', async (t) => {
  const { id, client, heard } = await device(t, 'MrDIY', {
    profile: 'mrdiy-notifier',
    settings: { prefix: 'loa-nvh' },
  });
  await client.subscribeAsync('loa-nvh/#', { qos: 1 });
  await client.publishAsync('loa-nvh/LWT', 'online', { qos: 1 });
  await until('its volume', () =>
    heard.some(({ topic, text }) => topic === 'loa-nvh/volume' && text === '0.8'),
  );
  const play = playNow(fakeAudio(t, 300));
  app.speakers.play(play, [id]);
  await until('told', () => heard.some(({ topic }) => topic === 'loa-nvh/play'));
  await client.publishAsync('loa-nvh/status', 'idle');
  await client.publishAsync('loa-nvh/status', 'playing');
  await until('started', () => kindsOf(reports, play.playoutId).includes('started'));
  t.equal(app.speakers.get(id)?.playing, play.playoutId);
  await pause(320);
  await client.publishAsync('loa-nvh/status', 'idle');
  await until('finished', () => kindsOf(reports, play.playoutId).includes('finished'));
  const cut = playNow(fakeAudio(t, 5_000));
  app.speakers.play(cut, [id]);
  await client.publishAsync('loa-nvh/status', 'playing');
  await until('started', () => kindsOf(reports, cut.playoutId).includes('started'));
  await client.publishAsync('loa-nvh/status', 'idle');
  await pause(1_000);
  t.strictSame(kindsOf(reports, cut.playoutId), ['started'], 'it may only be fetching more');
  await client.publishAsync('loa-nvh/status', 'playing');
  await client.publishAsync('loa-nvh/status', 'idle');
  await until('too early', () => kindsOf(reports, cut.playoutId).includes('failed'), 8_000);
  t.equal(
    reports.find(({ playoutId, kind }) => playoutId === cut.playoutId && kind === 'failed')?.reason,
    'cut_short',
  );
  await client.publishAsync('loa-nvh/status', 'playing');
  await until('it goes on', () => app.speakers.get(id)?.playing === cut.playoutId);
  t.strictSame(await foreign(id), [], 'with what it was told');
  app.speakers.stop({ playoutId: null }, [id]);
  await client.publishAsync('loa-nvh/status', 'idle');
  await until('silent', () => app.speakers.get(id)?.playing === null);
  const last = playNow(fakeAudio(t, 5_000));
  app.speakers.play(last, [id]);
  await client.publishAsync('loa-nvh/status', 'playing');
  await until('started', () => kindsOf(reports, last.playoutId).includes('started'));
  app.speakers.stop({ playoutId: null }, [id]);
  await client.publishAsync('loa-nvh/status', 'idle');
  await until('stopped', () => kindsOf(reports, last.playoutId).includes('stopped'));
  await client.publishAsync('loa-nvh/status', 'playing');
  await until('noticed', () => app.speakers.get(id)?.playing === '?');
  t.equal((await foreign(id)).length, 1, 'after a stop it plays something else');
});

t.test('a siren is for emergencies, and is not heard in the news', async (t) => {
  const { id, client, heard } = await device(t, 'Còi', { profile: 'ha-siren', settings: { prefix: 'coi' } });
  await client.subscribeAsync('coi/set', { qos: 1 });
  await client.publishAsync('coi/availability', 'online');
  await until('online', () => isOnline(id));
  const news = playNow(fakeAudio(t, 9_400));
  app.speakers.play(news, [id]);
  t.equal(reports.find(({ playoutId }) => playoutId === news.playoutId)?.reason, 'not_for_this');
  app.speakers.play(playNow(fakeAudio(t, 9_400), { volume: 50, priority: 'emergency' }), [id]);
  await until('told', () => heard.length === 1);
  t.strictSame(JSON.parse(heard[0]?.text ?? ''), {
    state: 'ON',
    tone: 'bell',
    duration: 10,
    volume_level: 0.5,
  });
  const root = app.commune.tree.root().id;
  const reached = (priority?: 'normal' | 'emergency') =>
    app.speakers.inZones([root], priority).some((speaker) => speaker.id === id);
  t.notOk(reached('normal'));
  t.ok(reached('emergency'));
  t.ok(reached());
});

t.test('Gtech: JSON commands on topics from settings, one will topic for all', async (t) => {
  const settings = (n: number) => ({
    deviceId: `GT${n}`,
    commandTopic: `gtech/GT${n}/command`,
    volumeTopic: `gtech/GT${n}/volume`,
    stateTopic: `gtech/GT${n}/state`,
  });
  const one = await device(
    t,
    'Gtech 1',
    { profile: 'gtech-cum-loa', settings: settings(1) },
    { topic: 'device/offline', payload: 'GT1' },
  );
  const liar = await device(
    t,
    'Gtech 2',
    { profile: 'gtech-cum-loa', settings: settings(2) },
    { topic: 'device/offline', payload: 'GT1' },
  );
  await one.client.subscribeAsync(['gtech/GT1/command', 'gtech/GT1/volume'], { qos: 1 });
  await one.client.publishAsync('gtech/GT1/state', JSON.stringify({ type: 'stop' }));
  await until('online', () => isOnline(one.id));
  await until('its volume', () => one.heard.length === 1);
  t.strictSame(JSON.parse(one.heard[0]?.text ?? ''), { deviceId: 'GT1', volume: 80 });
  one.heard.length = 0;
  const play = playNow(fakeAudio(t, 300));
  app.speakers.play(play, [one.id]);
  await until('told', () => one.heard.length >= 2);
  t.strictSame(
    one.heard.map(({ text }) => JSON.parse(text).command),
    ['DungPhatNoiDung', 'phatkhancap'],
  );
  t.match(JSON.parse(one.heard[1]?.text ?? '').NoiDung, /^http/);
  await one.client.publishAsync('gtech/GT1/state', JSON.stringify({ type: 'play', tenchuongtrinh: 'x' }));
  await until('started', () => kindsOf(reports, play.playoutId).includes('started'));
  await one.client.publishAsync('gtech/GT1/state', JSON.stringify({ type: 'play', tenchuongtrinh: 'x' }));
  await pause(320);
  await one.client.publishAsync('gtech/GT1/state', JSON.stringify({ type: 'stop' }));
  await until('finished', () => kindsOf(reports, play.playoutId).includes('finished'));
  t.strictSame(kindsOf(reports, play.playoutId), ['started', 'finished']);
  pull(liar.client);
  await pause(4_000);
  t.ok(isOnline(one.id), 'nobody dies by another’s will');
  await one.client.publishAsync('gtech/GT1/state', JSON.stringify({ type: 'play' }));
  await until('foreign', () => app.speakers.get(one.id)?.playing === '?');
  t.strictSame(await foreign(one.id), [], 'it has programmes of its own');
  pull(one.client);
  await until('offline', () => !isOnline(one.id), 8_000);
});

t.test('what takes no audio says so at once', async (t) => {
  const { id } = await addDevice(station, admin, 'Volumio', {
    profile: 'volumio-mqtt',
    settings: { name: 'player-01' },
  });
  const play = playNow(fakeAudio(t));
  app.speakers.play(play, [id]);
  t.strictSame(kindsOf(reports, play.playoutId), ['failed']);
  t.equal(reports.find(({ playoutId }) => playoutId === play.playoutId)?.reason, 'unsupported');
  t.equal((await admin.post(`/api/speakers/${id}/test`)).body.error.code, 'speaker.cannot_play');
});

t.test('topics of one speaker are nobody else’s', async (t) => {
  const zoneId = app.commune.tree.root().id;
  const add = (name: string, profile: string, settings: object) =>
    admin.post('/api/speakers', { name, zoneId, profile, settings });
  const taken = await add('Trùng', 'tasmota-i2s', { topic: 'loa_dong' });
  t.equal(taken.status, 409);
  t.equal(taken.body.error.code, 'speaker.topic_taken');
  t.equal(
    (await add('Chiếm', 'mrdiy-notifier', { prefix: 'tramso' })).body.error.code,
    'speaker.topic_taken',
  );
  t.equal((await add('Lồng', 'mrdiy-notifier', { prefix: 'cmnd' })).body.error.code, 'speaker.topic_taken');
  for (const prefix of ['a/b', '#', '+', '', '$SYS', 'a b', 'x'.repeat(70)]) {
    const { status, body } = await add('Sai', 'mrdiy-notifier', { prefix });
    t.equal(status, 400, prefix);
    t.equal(body.error.field, 'settings.prefix');
  }
  t.equal(
    (await add('Lạ', 'mrdiy-notifier', { prefix: 'ok', colour: 'red' })).body.error.field,
    'settings.colour',
  );
  t.equal((await add('Thiếu', 'gtech-cum-loa', { deviceId: 'x' })).body.error.field, 'settings.commandTopic');
});
