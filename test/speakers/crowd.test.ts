import t from 'tap';
import { startStation } from '../harness.ts';
import { Crowd } from '../lab/speakers/crowd.ts';
import { addDevice, brokerUrl, collectReports, fakeAudio, playNow, until } from './support.ts';

/** Smoke, with every speaker real but its loudspeaker; the figures that count are the bench's. */
const SPEAKERS = 500;
t.setTimeout(180_000);

t.test(`${SPEAKERS} speakers`, async (t) => {
  const station = await startStation(t);
  await station.listen();
  const { app } = station;
  const admin = await station.signIn('admin');
  const members: { id: string; password: string }[] = [];
  for (let i = 0; i < SPEAKERS; i++) members.push(await addDevice(station, admin, `Loa ${i}`));
  const crowd = new Crowd(members, { url: brokerUrl(app) });
  t.teardown(() => crowd.stop());
  const ids = members.map(({ id }) => id);

  let at = performance.now();
  await crowd.start();
  await until('all online', () => app.speakers.health().online === SPEAKERS, 60_000);
  t.comment(`all at once, as after a power cut: online in ${(performance.now() - at).toFixed(0)} ms`);

  const reports = collectReports(app);
  const count = (playoutId: string, kind: string) =>
    reports.filter((report) => report.playoutId === playoutId && report.kind === kind).length;
  const commits = () => app.db.prepare('SELECT total_changes()').pluck().get() as number;
  const audio = fakeAudio(t, 500);

  const before = commits();
  const urgent = playNow(audio, { priority: 'emergency' });
  at = performance.now();
  app.speakers.play(urgent, ids);
  t.comment(`play() returned after ${(performance.now() - at).toFixed(1)} ms`);
  t.equal(commits(), before, 'nothing is written before the commands are out');
  await until(
    'everybody was told',
    () => crowd.speakers.every(({ commands }) => commands.some(({ command }) => command.type === 'play')),
    20_000,
  );
  t.comment(`everybody was told after ${(performance.now() - at).toFixed(0)} ms`);
  await until('all finished', () => count(urgent.playoutId, 'finished') === SPEAKERS, 30_000);
  t.equal(count(urgent.playoutId, 'accepted'), SPEAKERS);
  t.equal(count(urgent.playoutId, 'started'), SPEAKERS);
  t.equal(commits() - before, 1, 'one row a playout, whoever plays it');

  const planned = playNow(audio, { startAt: Date.now() + 2_000 });
  app.speakers.play(planned, ids);
  await until('all started', () => count(planned.playoutId, 'started') === SPEAKERS, 30_000);
  app.speakers.stop({ playoutId: null }, 'all');
  const long = playNow({ ...audio, durationMs: 60_000 });
  await until(
    'all stops confirmed',
    () => app.db.prepare('SELECT count(*) FROM speaker_stops').pluck().get() === 0,
    20_000,
  );
  app.speakers.play(long, ids);
  await until('all on air', () => count(long.playoutId, 'started') === SPEAKERS, 30_000);
  at = performance.now();
  app.speakers.stop({ playoutId: null }, 'all');
  await until('all silent', () => crowd.speakers.every(({ playing }) => playing === null), 30_000);
  t.comment(`all silent after ${(performance.now() - at).toFixed(0)} ms`);
  for (const speaker of crowd.speakers) {
    const played = speaker.journal.all().map(({ playoutId }) => playoutId);
    if (new Set(played).size !== played.length) t.fail('played twice');
  }
});
