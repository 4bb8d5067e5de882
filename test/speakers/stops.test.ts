import { connectAsync } from 'mqtt';
import t from 'tap';
import { startStation } from '../harness.ts';
import { GenericSpeaker } from '../lab/speakers/generic-speaker.ts';
import { stationFolder } from '../station-folder.ts';
import {
  addDevice,
  addGeneric,
  brokerUrl,
  collectReports,
  fakeAudio,
  kindsOf,
  pause,
  playNow,
  until,
} from './support.ts';

t.setTimeout(120_000);

t.test('one playout, everything, and nothing at all', async (t) => {
  const station = await startStation(t);
  await station.listen();
  const { app } = station;
  const admin = await station.signIn('admin');
  const reports = collectReports(app);
  const loa = await addGeneric(station, admin, 'Loa');
  t.teardown(() => loa.stop());
  await loa.start();
  const pending = async () => (await admin.get(`/api/speakers/${loa.id}`)).body.pendingStops;

  const first = playNow(fakeAudio(t, 5_000));
  app.speakers.play(first, [loa.id]);
  await until('on air', () => loa.playing === first.playoutId);
  app.speakers.stop({ playoutId: 'another' }, [loa.id]);
  await pause(100);
  t.equal(loa.playing, first.playoutId, 'another playout is none of its business');
  app.speakers.stop({ playoutId: first.playoutId }, [loa.id]);
  await until('silent', () => loa.playing === null, 1_000);
  await until('told', () => kindsOf(reports, first.playoutId).includes('stopped'));
  await until('nothing is pending', () => app.speakers.get(loa.id)?.playing === null);
  t.equal(await pending(), 0);

  const second = playNow(fakeAudio(t, 5_000), { startAt: Date.now() + 60_000 });
  app.speakers.play(second, [loa.id]);
  await until('accepted', () => kindsOf(reports, second.playoutId).includes('accepted'));
  app.speakers.stop({ playoutId: null }, 'all');
  await until('what waited is stopped too', () => kindsOf(reports, second.playoutId).includes('stopped'));
  app.speakers.stop({ playoutId: null }, 'all');
  await pause(100);
  t.equal(await pending(), 0, 'a speaker that plays nothing confirms as well');
});

t.test('a stop is told again to a speaker that was away, also after a restart; a play is not', async (t) => {
  const data = stationFolder(t);
  let station = await startStation(t, { data });
  await station.listen();
  let admin = await station.signIn('admin');
  const { id, password } = await addDevice(station, admin, 'Loa xa');
  const speaker = (url: string) => new GenericSpeaker({ url, id, password });
  let loa = speaker(brokerUrl(station.app));
  await loa.start();
  await loa.pull();

  station.app.speakers.play(playNow(fakeAudio(t, 5_000)), [id]);
  station.app.speakers.stop({ playoutId: 'p-1' }, [id]);
  station.app.speakers.stop({ playoutId: null }, 'all');
  t.equal((await admin.get(`/api/speakers/${id}`)).body.pendingStops, 2);
  await station.close();

  station = await startStation(t, { data });
  await station.listen();
  admin = await station.signIn('admin');
  loa = speaker(brokerUrl(station.app));
  t.teardown(() => loa.stop());
  await loa.start();
  const types = () => loa.commands.map(({ command }) => command.type).filter((type) => type !== 'volume');
  await until('both stops', () => types().length >= 2);
  t.strictSame(types(), ['stop', 'stop']);
  const stops = loa.commands
    .filter(({ command }) => command.type === 'stop')
    .map(({ command }) => command.playoutId);
  t.strictSame(stops.sort(), [null, 'p-1']);
  await pause(1_500);
  t.equal((await admin.get(`/api/speakers/${id}`)).body.pendingStops, 0, 'confirmed');
  t.equal(types().length, 2, 'and not told a third time');
  await station.close();
  station = await startStation(t, { data });
  t.equal(
    (await (await station.signIn('admin')).get(`/api/speakers/${id}`)).body.pendingStops,
    0,
    'nor after a restart',
  );
});

t.test('a deaf speaker is told again and again; a newer play ends that', async (t) => {
  const station = await startStation(t);
  await station.listen();
  const { app } = station;
  const admin = await station.signIn('admin');
  const loa = await addGeneric(station, admin, 'Loa điếc', { faults: { deafToStop: true } });
  t.teardown(() => loa.stop());
  await loa.start();
  app.speakers.stop({ playoutId: null }, [loa.id]);
  const told = () => loa.commands.filter(({ command }) => command.type === 'stop').length;
  await until('three times', () => told() >= 3, 8_000);
  t.equal(
    new Set(loa.commands.flatMap(({ command }) => (command.type === 'stop' ? command.id : []))).size,
    1,
  );
  app.speakers.play(playNow(fakeAudio(t)), [loa.id]);
  t.equal((await admin.get(`/api/speakers/${loa.id}`)).body.pendingStops, 0);
  const before = told();
  await pause(2_500);
  t.equal(told(), before);
});

t.test('a stop of everything that a newer play has ended stays ended after a crash', async (t) => {
  const data = stationFolder(t);
  let station = await startStation(t, { data });
  await station.listen();
  const { id } = await addDevice(station, await station.signIn('admin'), 'Loa');
  station.app.speakers.stop({ playoutId: null }, [id]);
  station.app.speakers.play(playNow(fakeAudio(t)), [id]);
  const rows = station.app.db.prepare('SELECT count(*) FROM speaker_stops').pluck().get();
  t.equal(rows, 0, 'written down before the play was sent');
  await station.close();
  station = await startStation(t, { data });
});

t.test('a newer play does not save what an absent speaker was to stop', async (t) => {
  const station = await startStation(t);
  await station.listen();
  const { app } = station;
  const admin = await station.signIn('admin');
  const reports = collectReports(app);
  const loa = await addGeneric(station, admin, 'Loa xa');
  t.teardown(() => loa.stop());
  await loa.start();
  const wrong = playNow(fakeAudio(t, 60_000));
  app.speakers.play(wrong, [loa.id]);
  await until('on air', () => loa.playing === wrong.playoutId);
  loa.cut();
  await until('away', () => app.speakers.get(loa.id)?.online === false, 8_000);
  app.speakers.stop({ playoutId: null }, 'all');
  const newer = playNow(fakeAudio(t, 5_000), { priority: 'emergency' });
  app.speakers.play(newer, [loa.id]);
  t.equal(loa.playing, wrong.playoutId, 'it goes on without the box');
  const rows = () => app.db.prepare('SELECT playout_id FROM speaker_stops').pluck().all();
  t.strictSame(rows(), [wrong.playoutId], 'only what it was told before is stopped, after a crash too');
  loa.mend();
  await until('silent', () => loa.playing === null, 10_000);
  await until('confirmed', () => kindsOf(reports, wrong.playoutId).includes('stopped'));
  await until('forgotten', () => rows().length === 0);
  t.notOk(kindsOf(reports, newer.playoutId).includes('started'), 'a play is not told again');
  app.speakers.play(playNow(fakeAudio(t, 60_000)), [loa.id]);
  await until('on air again', () => loa.playing !== null);
});

t.test('a stop is not believed of a speaker that has left without saying so', async (t) => {
  const station = await startStation(t);
  await station.listen();
  const { app } = station;
  const admin = await station.signIn('admin');
  const settings = { topic: 'loa_dong' };
  const { id, password } = await addDevice(station, admin, 'Tasmota', { profile: 'tasmota-i2s', settings });
  const connect = () =>
    connectAsync(brokerUrl(app), {
      username: id,
      password,
      reconnectPeriod: 0,
      will: { topic: 'tele/loa_dong/LWT', payload: Buffer.from('Offline'), qos: 1, retain: true },
    });
  const pending = async () => (await admin.get(`/api/speakers/${id}`)).body.pendingStops;
  const first = await connect();
  await first.publishAsync('tele/loa_dong/LWT', 'Online', { qos: 1 });
  await until('online', () => app.speakers.get(id)?.online === true);
  first.stream.destroy();
  await pause(200);
  t.equal(app.speakers.get(id)?.online, true, 'its last will is held back for a moment');
  app.speakers.stop({ playoutId: null }, [id]);
  await pause(2_000);
  t.equal(await pending(), 1);
  const second = await connect();
  t.teardown(() => second.endAsync(true));
  const heard: string[] = [];
  second.on('message', (topic) => heard.push(topic));
  await second.subscribeAsync('cmnd/loa_dong/#', { qos: 1 });
  await second.publishAsync('tele/loa_dong/LWT', 'Online', { qos: 1 });
  await until('told', () => heard.includes('cmnd/loa_dong/I2SStop'), 8_000);
  await until('believed', () => app.db.prepare('SELECT count(*) FROM speaker_stops').pluck().get() === 0);
});

t.test('a restart after their time forgets expired stops', async (t) => {
  const data = stationFolder(t);
  let now = Date.now();
  const before = await startStation(t, { data, wall: () => now });
  const admin = await before.signIn('admin');
  const { id } = await addDevice(before, admin, 'Loa');
  before.app.speakers.stop({ playoutId: null }, [id]);
  t.equal((await admin.get(`/api/speakers/${id}`)).body.pendingStops, 1);
  await before.close();
  now += 25 * 3_600_000;
  const after = await startStation(t, { data, wall: () => now });
  const again = await after.signIn('admin');
  t.equal((await again.get(`/api/speakers/${id}`)).body.pendingStops, 0);
});
