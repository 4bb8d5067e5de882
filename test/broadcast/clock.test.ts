import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { PIN } from '../harness.ts';
import { stationFolder } from '../station-folder.ts';
import { MORNING, pause, soon, stand, wallTime } from './stand.ts';

t.setTimeout(120_000);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

t.test('an hour forward jumps past a playout, and back again it comes after all', async (t) => {
  const s = await stand(t);
  s.addSpeaker('Loa 1');
  const bulletinId = await s.approved();
  const at = MORNING + 30 * MINUTE;
  const when = { kind: 'once', date: wallTime(at).day, times: ['08:30'] };
  await s.editor.post('/api/schedules', { bulletinId, zoneIds: [s.zone], ...when });
  const plan = (await s.playouts())[0]?.id ?? '';
  s.step(HOUR);
  t.match(
    await s.reaches(plan, 'missed'),
    { reasonCode: 'clock_step' },
    'not played an hour late, and not silently',
  );
  t.match((await s.viewer.get('/api/alerts?state=open')).body.items, [{ rule: 'broadcast.missed' }]);
  s.step(-HOUR);
  await pause(1_500);
  const again = (await s.playouts()).find(({ state }) => state === 'planned');
  t.match(again, { plannedAt: at, scheduleId: (await s.playout(plan)).scheduleId });
  s.step(at - s.now() - 4_000);
  await s.reaches(again?.id ?? '', 'played');
  t.same((await s.viewer.get('/api/alerts?state=open')).body.items, [], 'and the alert is gone');
  t.equal((await s.playout(plan)).state, 'missed', 'what the log said, it still says');
});

t.test('an hour back does not play again what was played', async (t) => {
  const s = await stand(t);
  s.addSpeaker('Loa 1');
  const bulletinId = await s.approved();
  const { at, ...when } = soon(s.now(), 10_000);
  await s.editor.post('/api/schedules', { bulletinId, zoneIds: [s.zone], ...when });
  const plan = (await s.playouts())[0]?.id ?? '';
  s.step(at - s.now() - 4_000);
  await s.reaches(plan, 'played');
  s.step(-HOUR);
  await pause(1_500);
  s.step(at - s.now() - 4_000);
  await pause(5_000);
  t.equal(s.plays.length, 1);
  t.same(
    (await s.playouts()).map(({ state }) => state),
    ['played'],
  );
});

t.test('a step while something is on air', async (t) => {
  const s = await stand(t);
  s.addSpeaker('Loa 1');
  const bulletin = await s.approved();
  const play = async () =>
    (await s.editor.post(`/api/bulletins/${bulletin}/play`, { zoneIds: [s.zone] })).body.id;
  for (const step of [HOUR, -HOUR]) {
    const id = await play();
    const onAir = await s.reaches(id, 'playing');
    await pause(1_200);
    s.step(step);
    const over = await s.reaches(id, 'played');
    t.match(over, { counts: { finished: 1, failed: 0 } }, `${step}`);
    t.ok(Math.abs(over.targets[0]?.lateMs ?? 9_999) < 1_000, `late by ${over.targets[0]?.lateMs}`);
    t.equal(onAir.state, 'playing');
  }
});

t.test('a boot in 1970: schedules are held, emergencies are not', async (t) => {
  const data = stationFolder(t);
  const before = await stand(t, { at: MORNING + 50_000, data });
  const bulletinId = await before.approved();
  const when = { kind: 'once', date: wallTime(MORNING).day, times: ['08:01', '08:30'] };
  await before.editor.post('/api/schedules', { bulletinId, zoneIds: [before.zone], ...when });
  await before.station.close();

  const s = await stand(t, { at: 0, data });
  s.addSpeaker('Loa 1');
  t.equal((await s.viewer.get('/api/today')).body.clockTrusted, false);
  const weekly = { kind: 'weekly', days: [1, 2, 3, 4, 5, 6, 7], times: ['10:00'] };
  t.equal((await s.editor.post('/api/schedules', { bulletinId, zoneIds: [s.zone], ...weekly })).status, 201);
  const request = { text: 'Lũ về.', zoneIds: [s.zone], pin: PIN };
  const emergency = (await s.approver.post('/api/emergency', request)).body.id;
  await s.reaches(emergency, 'played');
  t.equal(s.plays[0]?.command.startAt, 0, 'at once: a speaker may know the time better');
  await pause(9_000);
  const states = async () =>
    (await s.playouts('&kind=scheduled')).map(
      ({ plannedAt, state }) => `${wallTime(plannedAt).time} ${state}`,
    );
  t.same(await states(), ['08:30 planned', '08:01 planned'], 'nothing is decided by a wrong clock');

  s.step(MORNING + 5 * MINUTE - s.now());
  const late = (await s.playouts('&kind=scheduled')).at(-1)?.id ?? '';
  t.match(await s.reaches(late, 'missed'), { reasonCode: 'clock_untrusted' });
  await pause(1_200);
  const now = await states();
  t.ok(now.includes('08:30 planned'));
  t.equal(
    now.filter((state) => state.startsWith('10:00')).length,
    14,
    'and what was asked for meanwhile is planned',
  );
});

t.test('what waits in line while the clock jumps does not keep the station busy', async (t) => {
  const s = await stand(t);
  s.addSpeaker('Loa 1', { finishesAfter: 60_000 });
  const bulletin = await s.approved('Dài', { text: 'Nội dung dài. '.repeat(30) });
  const play = async (at?: number) =>
    (await s.editor.post(`/api/bulletins/${bulletin}/play`, { zoneIds: [s.zone], at })).body.id as string;
  await s.reaches(await play(), 'playing');
  const waiting = [];
  for (let i = 0; i < 4; i++) waiting.push(await play(s.now() + 3_000));
  for (const id of waiting) await s.reaches(id, 'ready');
  await pause(4_500);
  s.step(HOUR);
  await pause(1_500);
  let looks = 0;
  const { trusted } = s.app.clock;
  s.app.clock.trusted = () => {
    looks += 1;
    return trusted();
  };
  await pause(3_000);
  t.ok(looks < 300, `the clock was looked at ${looks} times`);
  for (const id of waiting) t.equal((await s.playout(id)).state, 'ready', 'and they still have their turn');
});

t.test('the machine’s own time zone does not matter', async (t) => {
  for (const TZ of ['America/New_York', 'Pacific/Kiritimati', 'Europe/London']) {
    const file = fileURLToPath(new URL('./occurrences.test.ts', import.meta.url));
    const { status, stdout } = spawnSync(process.execPath, [file], {
      env: { ...process.env, TZ },
      encoding: 'utf8',
    });
    t.equal(status, 0, `${TZ}: ${stdout.slice(-300)}`);
  }
  const file = fileURLToPath(new URL('./schedules.test.ts', import.meta.url));
  const env = { ...process.env, TZ: 'America/New_York' };
  const { status, stdout } = spawnSync(process.execPath, [file], { env, encoding: 'utf8' });
  t.equal(status, 0, stdout.slice(-500));
});
