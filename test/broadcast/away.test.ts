import t, { type Test } from 'tap';
import { PIN } from '../harness.ts';
import { stationFolder } from '../station-folder.ts';
import { MORNING, pause, type Stand, type StandOptions, stand } from './stand.ts';

t.setTimeout(180_000);

const MINUTE = 60_000;
/** Holds a speaker for longer than a test takes. */
const LONG = { text: 'Nội dung dài. '.repeat(30) };

/** A station that goes down while something is on air, and comes back after so long. */
async function away(
  t: Test,
  { emergency = false, reboot = false, ...options }: StandOptions & { emergency?: boolean; reboot?: boolean },
): Promise<{ s: Stand; id: string; replays(): Promise<number> }> {
  const data = stationFolder(t);
  const { settings = {}, ...later } = options;
  const before = await stand(t, { data, settings });
  before.addSpeaker('Loa 1', { finishesAfter: 600_000 });
  const bulletinId = await before.approved();
  const zoneIds = [before.zone];
  const { body } = emergency
    ? await before.approver.post('/api/emergency', { text: 'Sơ tán ngay.', zoneIds, pin: PIN })
    : await before.editor.post(`/api/bulletins/${bulletinId}/play`, { zoneIds });
  await before.reaches(body.id, 'playing');
  await pause(300);
  if (reboot) before.app.db.exec("UPDATE playouts SET boot_id = 'another', planned_mono = 0");
  await before.station.close();
  const s = await stand(t, { data, settings, ...later });
  return {
    s,
    id: body.id,
    replays: async () => (await s.playouts()).filter(({ replayOf }) => replayOf === body.id).length,
  };
}

for (const emergency of [false, true]) {
  const what = emergency ? 'an emergency' : 'a bulletin';
  t.test(`${what}, a power cut, a dead clock that comes right: replayed if that was just now`, async (t) => {
    const { s, id, replays } = await away(t, { emergency, reboot: true, at: 0 });
    await pause(4_000);
    t.equal((await s.playout(id)).state, 'playing', 'nobody can say yet how long ago it was');
    s.step(MORNING + 2 * MINUTE - s.now());
    t.match(await s.reaches(id, 'interrupted'), { reasonCode: 'power_replayed' });
    t.equal(await replays(), 1);
  });

  t.test(`${what} of an hour ago is not replayed`, async (t) => {
    const { s, id, replays } = await away(t, { emergency, reboot: true, at: 0 });
    await pause(3_000);
    s.step(MORNING + 40 * MINUTE - s.now());
    t.match(await s.reaches(id, 'interrupted'), { reasonCode: 'power' });
    t.equal(await replays(), 0);
    t.match((await s.viewer.get('/api/alerts?state=open')).body.items, [{ rule: 'broadcast.interrupted' }]);
  });

  t.test(`${what}, and only the service was started again: its age needs no clock`, async (t) => {
    const { s, id, replays } = await away(t, { emergency, at: 0 });
    t.match(await s.reaches(id, 'interrupted'), { reasonCode: 'power_replayed' });
    t.equal(await replays(), 1);
  });
}

t.test('outside the permitted hours an emergency is replayed, and a bulletin is not', async (t) => {
  const ordinary = await away(t, { reboot: true, at: MORNING + MINUTE, settings: {} });
  t.match(await ordinary.s.reaches(ordinary.id, 'interrupted'), { reasonCode: 'power_replayed' });
  // Back after the hour has struck.
  const settings = { permittedFrom: '05:00', permittedTo: '08:01' };
  const late = await away(t, { reboot: true, at: MORNING + 2 * MINUTE, settings });
  t.match(await late.s.reaches(late.id, 'interrupted'), { reasonCode: 'power' });
  t.equal(await late.replays(), 0);
  const emergency = await away(t, { emergency: true, reboot: true, at: MORNING + 2 * MINUTE, settings });
  t.match(await emergency.s.reaches(emergency.id, 'interrupted'), { reasonCode: 'power_replayed' });
});

t.test('a disk that refuses at first: the replay and the stop come when it no longer does', async (t) => {
  const { s, id, replays } = await away(t, {});
  s.app.db.pragma('query_only = ON');
  await pause(5_000);
  t.equal((await s.playout(id)).state, 'playing');
  t.same(s.stops, []);
  s.app.db.pragma('query_only = OFF');
  t.match(await s.reaches(id, 'interrupted'), {
    reasonCode: 'power_replayed',
    targets: [{ state: 'unknown' }],
  });
  t.equal(await replays(), 1);
  t.match(s.stops, [{ playoutId: id }]);
});

t.test('what waited in line waits on after a restart', async (t) => {
  const data = stationFolder(t);
  const before = await stand(t, { data, settings: { graceSeconds: 5 } });
  before.addSpeaker('Loa 1', { finishesAfter: 600_000 });
  const bulletinId = await before.approved('Dài', LONG);
  const play = async () =>
    (await before.editor.post(`/api/bulletins/${bulletinId}/play`, { zoneIds: [before.zone] })).body
      .id as string;
  const first = await play();
  await before.reaches(first, 'playing');
  const second = await play();
  await before.reaches(second, 'ready');
  await pause(6_000);
  await before.station.close();
  const s = await stand(t, {
    data,
    at: MORNING + MINUTE,
    settings: { graceSeconds: 5 },
    speaker: { finishesAfter: 600_000 },
  });
  await s.reaches(second, 'playing');
});

t.test('but not for ever', async (t) => {
  const data = stationFolder(t);
  const before = await stand(t, { data });
  before.addSpeaker('Loa 1', { finishesAfter: 600_000 });
  const bulletinId = await before.approved('Dài', LONG);
  const play = async () =>
    (await before.editor.post(`/api/bulletins/${bulletinId}/play`, { zoneIds: [before.zone] })).body
      .id as string;
  await before.reaches(await play(), 'playing');
  const second = await play();
  await before.reaches(second, 'ready');
  await pause(1_200);
  before.app.db.exec("UPDATE playouts SET boot_id = 'another'");
  await before.station.close();
  const s = await stand(t, { data, at: MORNING + 3 * 60 * MINUTE });
  s.addSpeaker('Loa 1');
  t.match(await s.reaches(second, 'missed'), { reasonCode: 'station_off' });
});
