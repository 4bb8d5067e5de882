import t from 'tap';
import { startStation } from '../harness.ts';
import { stationFolder } from '../station-folder.ts';
import { addDevice, addGeneric, until } from './support.ts';

t.setTimeout(120_000);

t.test('on a whole station: online by its first word, offline by its last will', async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  const loa = await addGeneric(station, admin, 'Loa');
  const states: boolean[] = [];
  station.app.events.on('speaker.state', ({ online }) => states.push(online));
  await loa.start();
  await until('online', () => states.includes(true));
  t.type((await admin.get(`/api/speakers/${loa.id}`)).body.lastSeenAt, 'number');
  t.match(station.app.speakers.health(), {
    broker: 'embedded',
    connected: true,
    reason: null,
    total: 1,
    online: 1,
  });
  const metrics = await station.app.metrics.metrics();
  t.match(metrics, /tramso_speakers\{state="online"\} 1\n/);
  t.match(metrics, /tramso_mqtt_broker_up 1\n/);
  await loa.pull();
  await until('offline', () => states.includes(false), 8_000);
  t.strictSame(states, [true, false]);
});

t.test('a device that says goodbye is offline too', async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  const loa = await addGeneric(station, admin, 'Loa');
  await loa.start();
  await until('online', () => station.app.speakers.get(loa.id)?.online === true);
  await loa.stop();
  await until('offline', () => station.app.speakers.get(loa.id)?.online === false, 8_000);
});

t.test('a speaker whose device is removed elsewhere does no harm', async (t) => {
  const data = stationFolder(t);
  let station = await startStation(t, { data });
  const { id } = await addDevice(station, await station.signIn('admin'), 'Loa');
  station.app.devices.remove(id);
  await station.close();
  station = await startStation(t, { data });
  t.strictSame(station.app.speakers.list(), []);
});

t.test('a speaker that nobody has heard after all leaves no alert behind', async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  const { id } = await addDevice(station, admin, 'Loa');
  station.app.alerts.raise('speaker.offline', id, { name: 'Loa' });
  const open = async () => (await admin.get('/api/alerts?state=open')).body.items.length;
  t.equal(await open(), 1);
  await admin.post(`/api/speakers/${id}/confirm`, { heard: false });
  t.equal(await open(), 0);
});
