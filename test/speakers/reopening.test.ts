import { type AddressInfo, createServer, type Server } from 'node:net';
import t from 'tap';
import { startStation } from '../harness.ts';
import { stationFolder } from '../station-folder.ts';
import { addGeneric, collectReports, fakeAudio, kindsOf, pause, playNow, until } from './support.ts';

t.setTimeout(120_000);

async function taken(port = 0): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

async function freePort(): Promise<number> {
  const server = await taken();
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const NOWHERE = { broker: 'external', url: 'mqtt://127.0.0.1:1' };

t.test('a setting that the broker does not follow from cuts nobody off', async (t) => {
  const station = await startStation(t);
  await station.listen();
  const admin = await station.signIn('admin');
  const loa = await addGeneric(station, admin, 'Loa');
  t.teardown(() => loa.stop());
  await loa.start();
  await until('online', () => station.app.speakers.get(loa.id)?.online === true);
  const port = station.app.speakers.brokerPort();
  for (const body of [{ stopHours: 48 }, {}, { username: 'tram-so', url: 'mqtt://127.0.0.1:1' }]) {
    t.equal((await admin.put('/api/settings/speakers', body)).status, 200);
    await pause(300);
    t.ok(loa.connected);
    t.equal(station.app.speakers.brokerPort(), port);
  }
});

t.test('what is played while the broker is away, and before anybody is back at it, is heard', async (t) => {
  const port = await freePort();
  const station = await startStation(t, { config: { listen: { mqtt_port: port } } });
  await station.listen();
  const { app } = station;
  const admin = await station.signIn('admin');
  const reports = collectReports(app);
  const loa = await addGeneric(station, admin, 'Loa');
  const other = await addGeneric(station, admin, 'Loa khác');
  for (const each of [loa, other]) {
    t.teardown(() => each.stop());
    await each.start();
    await until('online', () => app.speakers.get(each.id)?.online === true);
  }
  await admin.put('/api/settings/speakers', NOWHERE);
  await until('cut off', () => !loa.connected && !other.connected && !app.speakers.health().connected);
  const urgent = { priority: 'emergency' as const, expiresAt: Date.now() + 120_000 };
  const away = playNow(fakeAudio(t, 300), urgent);
  app.speakers.play(away, [loa.id]);
  await admin.put('/api/settings/speakers', { broker: 'embedded' });
  await until('open again', () => app.speakers.health().connected);
  const early = playNow(fakeAudio(t, 300), urgent);
  t.notOk(other.connected, 'it is not back yet');
  app.speakers.play(early, [other.id]);
  for (const { playoutId } of [away, early])
    await until('heard', () => kindsOf(reports, playoutId).includes('started'), 15_000);
  t.notOk(kindsOf(reports, away.playoutId).includes('failed'));
  await pause(1_500);
  for (const each of [loa, other]) t.equal(each.journal.all().length, 1, 'once');
});

t.test('a port that is taken is told, and tried again until it is free', async (t) => {
  const port = await freePort();
  const station = await startStation(t, { config: { listen: { mqtt_port: port } } });
  const { app } = station;
  const admin = await station.signIn('admin');
  await admin.put('/api/settings/speakers', NOWHERE);
  await until('closed', () => app.speakers.brokerPort() === undefined);
  let other: Server | undefined;
  for (let i = 0; i < 50 && !other; i++) {
    other = await taken(port).catch(() => undefined);
    if (!other) await pause(50);
  }
  t.equal((await admin.put('/api/settings/speakers', { broker: 'embedded' })).status, 200);
  await until('noticed', () => app.speakers.health().reason === 'port.busy');
  t.equal(app.speakers.health().connected, false);
  const alert = async () =>
    (await admin.get('/api/alerts?state=open')).body.items.find(
      ({ rule }: { rule: string }) => rule === 'speaker.broker_down',
    );
  let open: { advice: string } | undefined;
  for (let i = 0; i < 200 && !open; i++) {
    await pause(100);
    open = await alert();
  }
  t.match(open?.advice, /cổng MQTT đang có chương trình khác dùng/);
  await new Promise((resolve) => other?.close(resolve));
  await until('open again', () => app.speakers.health().connected, 40_000);
  t.equal(await alert(), undefined);
});

t.test('that the broker is away is no reason to end the station where the disk is full', async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  await admin.put('/api/settings/speakers', NOWHERE);
  await until('noticed', () => station.app.speakers.health().reason !== null);
  station.app.db.pragma('query_only = ON');
  await pause(11_500);
  t.equal(station.app.speakers.health().connected, false, 'it lives');
  station.app.db.pragma('query_only = OFF');
});

t.test('after a restart of the box a device that goes on with its bulletin raises no alarm', async (t) => {
  const { connectAsync } = await import('mqtt');
  const { addDevice, brokerUrl } = await import('./support.ts');
  const data = stationFolder(t);
  let station = await startStation(t, { data });
  await station.listen();
  let admin = await station.signIn('admin');
  const settings = { prefix: 'loa-nvh' };
  const { id, password } = await addDevice(station, admin, 'MrDIY', { profile: 'mrdiy-notifier', settings });
  const play = playNow(fakeAudio(t, 60_000));
  station.app.speakers.play(play, [id]);
  await station.close();
  station = await startStation(t, { data });
  await station.listen();
  admin = await station.signIn('admin');
  const client = await connectAsync(brokerUrl(station.app), { username: id, password, reconnectPeriod: 0 });
  t.teardown(() => client.endAsync(true));
  await client.publishAsync('loa-nvh/status', 'playing', { qos: 1 });
  await until('heard', () => station.app.speakers.get(id)?.playing !== null);
  t.equal(station.app.speakers.get(id)?.playing, play.playoutId);
  t.strictSame(
    (await admin.get('/api/alerts?state=open')).body.items.filter(
      ({ subject }: { subject: string }) => subject === id,
    ),
    [],
  );
});
