import { connectAsync } from 'mqtt';
import t, { type Test } from 'tap';
import { hashPassword } from '../../src/speakers/credentials.ts';
import { type Station, startStation } from '../harness.ts';
import { GenericSpeaker } from '../lab/speakers/generic-speaker.ts';
import { Mosquitto } from '../lab/speakers/mosquitto.ts';
import { addDevice, collectReports, fakeAudio, kindsOf, pause, playNow, until } from './support.ts';

t.setTimeout(120_000);

const STATION = { username: 'tram-so', password: 'mật khẩu của trạm' };

/** A station with two speakers at a real mosquitto, which was given the station's own password and ACL lines. */
async function outside(t: Test, mqttVersion: 4 | 5 = 5) {
  const station = await startStation(t);
  await station.listen();
  const admin = await station.signIn('admin');
  await admin.put('/api/settings/speakers', { username: STATION.username });
  const devices = [
    await addDevice(station, admin, 'Loa thôn Đông'),
    await addDevice(station, admin, 'Loa thôn Tây'),
  ];
  const files = (await admin.post('/api/speakers/broker-files')).body as { passwords: string; acl: string };
  const passwords = `${STATION.username}:${hashPassword(STATION.password)}\n${files.passwords}`;
  const mosquitto = await Mosquitto.start({ passwords, acl: files.acl });
  t.teardown(() => mosquitto.stop());
  const set = await admin.put('/api/settings/speakers', {
    broker: 'external',
    url: mosquitto.url,
    ...STATION,
    mqttVersion,
  });
  t.equal(set.status, 200);
  await until('the broker is reached', () => station.app.speakers.health().connected);
  const speakers = devices.map(
    ({ id, password }) => new GenericSpeaker({ url: mosquitto.url, id, password }),
  );
  t.teardown(async () => {
    for (const speaker of speakers) await speaker.stop();
  });
  return { station, admin, mosquitto, speakers };
}

const isOnline = ({ app }: Station, { id }: GenericSpeaker) => app.speakers.get(id)?.online === true;

for (const version of [5, 4] as const) {
  t.test(`plays through a mosquitto, MQTT ${version === 5 ? '5' : '3.1.1'}`, async (t) => {
    const { station, speakers } = await outside(t, version);
    const reports = collectReports(station.app);
    for (const speaker of speakers) await speaker.start();
    await until('online', () => speakers.every((speaker) => isOnline(station, speaker)));
    t.match(station.app.speakers.health(), { broker: 'external', connected: true, online: 2 });
    const audio = fakeAudio(t);
    const play = playNow(audio, { startAt: Date.now() + 500 });
    const ids = speakers.map(({ id }) => id);
    station.app.speakers.prepare(play.playoutId, audio, ids);
    station.app.speakers.play(play, ids);
    await until(
      'both finished',
      () => kindsOf(reports, play.playoutId).filter((kind) => kind === 'finished').length === 2,
    );
    const [one] = speakers;
    await one?.pull();
    await until('its last will', () => one !== undefined && !isOnline(station, one), 8_000);
  });
}

t.test('the lines that the station wrote keep each speaker to its own topics', async (t) => {
  const { mosquitto, speakers, admin } = await outside(t);
  const [dong, tay] = speakers;
  const { password } = (await admin.post(`/api/speakers/${dong?.id}/credentials`)).body;
  await t.rejects(
    connectAsync(mosquitto.url, { username: dong?.id ?? '', password: 'sai', reconnectPeriod: 0 }),
  );
  const files = (await admin.post('/api/speakers/broker-files')).body;
  mosquitto.write({
    ...files,
    passwords: `${STATION.username}:${hashPassword(STATION.password)}\n${files.passwords}`,
  });
  await pause(200);
  const client = await connectAsync(mosquitto.url, {
    username: dong?.id ?? '',
    password,
    reconnectPeriod: 0,
  });
  t.teardown(() => client.endAsync(true));
  await tay?.start();
  client.publish(
    `tramso/${tay?.id}/command`,
    JSON.stringify({ v: 1, type: 'stop', id: 'x', playoutId: null, sentAt: 0 }),
    { qos: 1 },
  );
  await pause(300);
  t.notOk(tay?.commands.some(({ command }) => command.id === 'x'));
});

t.test('a restart of the broker under it loses no stop and repeats no play', async (t) => {
  const { station, admin, mosquitto, speakers } = await outside(t);
  const { app } = station;
  const reports = collectReports(app);
  for (const speaker of speakers) await speaker.start();
  const [loa] = speakers;
  if (!loa) throw new Error('no speaker');
  await until('online', () => isOnline(station, loa));
  const first = playNow(fakeAudio(t, 20_000));
  app.speakers.play(first, [loa.id]);
  await until('on air', () => loa.playing === first.playoutId);

  await mosquitto.down();
  await until('noticed', () => !app.speakers.health().connected);
  t.type(app.speakers.health().reason, 'string');
  app.speakers.stop({ playoutId: null }, 'all');
  const short = playNow(fakeAudio(t), { expiresAt: Date.now() + 1_500 });
  app.speakers.play(
    short,
    speakers.slice(1).map(({ id }) => id),
  );
  await until(
    'what expires while the broker is away has failed',
    () => kindsOf(reports, short.playoutId).includes('failed'),
    5_000,
  );
  t.equal(reports.find(({ playoutId }) => playoutId === short.playoutId)?.reason, 'broker_down');
  t.equal(app.speakers.get(loa.id)?.online, true, 'who can’t be heard is not called offline');

  await mosquitto.up();
  await until('reached again', () => app.speakers.health().connected, 10_000);
  await until('stopped', () => loa.playing === null, 10_000);
  await until('confirmed', () => kindsOf(reports, first.playoutId).includes('stopped'));
  await until(
    'nothing pending',
    () => app.db.prepare('SELECT count(*) FROM speaker_stops').pluck().get() === 0,
    10_000,
  );
  t.equal(loa.journal.all().length, 1);
  const { body } = await admin.get(`/api/speakers/${loa.id}`);
  t.equal(body.pendingStops, 0);
  const again = playNow(fakeAudio(t));
  app.speakers.play(again, [loa.id]);
  await until('and it plays on', () => kindsOf(reports, again.playoutId).includes('finished'));
});

t.test('a broker that can’t be reached is told once, by name, and forgiven', async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  const { id } = await addDevice(station, admin, 'Loa');
  const { status } = await admin.put('/api/settings/speakers', {
    broker: 'external',
    url: 'http://x',
    ...STATION,
  });
  t.equal(status, 400);
  await admin.put('/api/settings/speakers', { broker: 'external', url: 'mqtt://127.0.0.1:1', ...STATION });
  await until('noticed', () => station.app.speakers.health().reason !== null);
  t.match(station.app.speakers.health(), {
    broker: 'external',
    connected: false,
    reason: /ECONNREFUSED|unreachable/,
  });
  const reports = collectReports(station.app);
  const play = playNow(fakeAudio(t), { expiresAt: Date.now() + 500 });
  station.app.speakers.play(play, [id]);
  await until('failed', () => kindsOf(reports, play.playoutId).includes('failed'));
  const alerts = async () =>
    (await admin.get('/api/alerts?state=open')).body.items.filter(
      ({ rule }: { rule: string }) => rule === 'speaker.broker_down',
    );
  let open: unknown[] = [];
  for (let i = 0; i < 150 && open.length === 0; i++) {
    await pause(100);
    open = await alerts();
  }
  t.equal(open.length, 1);
  await admin.put('/api/settings/speakers', { broker: 'embedded' });
  await until('embedded again', () => station.app.speakers.health().connected);
  t.equal((await alerts()).length, 0);
  const loa = new GenericSpeaker({
    url: `mqtt://127.0.0.1:${station.app.speakers.brokerPort()}`,
    id,
    password: '',
  });
  await t.rejects(loa.start());
});
