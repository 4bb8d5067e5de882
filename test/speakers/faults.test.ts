import { connectAsync } from 'mqtt';
import t from 'tap';
import { v7 as uuidv7 } from 'uuid';
import { startStation } from '../harness.ts';
import { GARBAGE } from '../lab/speakers/faults.ts';
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

/** How far the machine's wall clock has been set since, ms. */
let stepped = 0;
const station = await startStation(t, { wall: () => Date.now() + stepped });
await station.listen();
const { app } = station;
const admin = await station.signIn('admin');
const reports = collectReports(app);

async function speaker(name: string, options = {}) {
  const made = await addGeneric(station, admin, name, options);
  t.teardown(() => made.stop());
  await made.start();
  await until('online', () => app.speakers.get(made.id)?.online === true);
  return made;
}

const openAlerts = async (rule: string) =>
  (await admin.get('/api/alerts?state=open')).body.items.filter(
    (alert: { rule: string }) => alert.rule === rule,
  );

t.test('accepts and never starts', async (t) => {
  const loa = await speaker('Không phát', { faults: { neverStarts: true } });
  const play = playNow(fakeAudio(t));
  app.speakers.play(play, [loa.id]);
  await until('accepted', () => kindsOf(reports, play.playoutId).includes('accepted'));
  await pause(300);
  t.strictSame(kindsOf(reports, play.playoutId), ['accepted'], 'and the box claims no more than it knows');
});

t.test('starts late, and the box tells how late', async (t) => {
  const loa = await speaker('Trễ', { faults: { startsLateMs: 300 } });
  const play = playNow(fakeAudio(t), { startAt: Date.now() + 200 });
  app.speakers.play(play, [loa.id]);
  await until('started', () => kindsOf(reports, play.playoutId).includes('started'));
  const started = reports.find(({ playoutId, kind }) => playoutId === play.playoutId && kind === 'started');
  const lateMs = (started?.at ?? 0) - play.startAt;
  t.ok(lateMs > 250 && lateMs < 450, `${lateMs} ms`);
});

t.test('leaves in the middle', async (t) => {
  const loa = await speaker('Mất điện', { faults: { leavesAfterMs: 100 } });
  const states: boolean[] = [];
  app.events.on('speaker.state', ({ speakerId, online }) => speakerId === loa.id && states.push(online));
  const play = playNow(fakeAudio(t, 2_000));
  app.speakers.play(play, [loa.id]);
  await until('started', () => kindsOf(reports, play.playoutId).includes('started'));
  await until('its last will, after the hold-off', () => states.includes(false), 8_000);
  t.strictSame(kindsOf(reports, play.playoutId), ['accepted', 'started']);
  t.equal(app.speakers.get(loa.id)?.playing, null);
});

t.test('talks rubbish between true words', async (t) => {
  const loa = await speaker('Nói lung tung', { faults: { garbage: true } });
  const play = playNow(fakeAudio(t));
  app.speakers.play(play, [loa.id]);
  await until('finished', () => kindsOf(reports, play.playoutId).includes('finished'));
  t.strictSame(kindsOf(reports, play.playoutId), ['accepted', 'started', 'finished']);
  for (const topic of ['report', 'state', 'will', 'clock/ask', 'nothing']) {
    for (const rubbish of GARBAGE) loa.say(topic, rubbish);
  }
  await pause(200);
  t.equal(app.speakers.get(loa.id)?.online, true);
  t.equal(app.speakers.get(loa.id)?.playing, null);
  t.equal(reports.filter(({ speakerId }) => speakerId === loa.id).length, 3);
});

t.test('says everything twice', async (t) => {
  const loa = await speaker('Nói hai lần', { faults: { duplicates: true } });
  const play = playNow(fakeAudio(t));
  app.speakers.play(play, [loa.id]);
  await until('finished', () => kindsOf(reports, play.playoutId).includes('finished'));
  await pause(100);
  t.strictSame(kindsOf(reports, play.playoutId), ['accepted', 'started', 'finished']);
});

t.test('is sure of a wrong time', async (t) => {
  const loa = await speaker('Sai giờ', { faults: { clockOffMs: -3_600_000 } });
  const play = playNow(fakeAudio(t));
  app.speakers.play(play, [loa.id]);
  await until('finished', () => kindsOf(reports, play.playoutId).includes('finished'));
  const own = reports.filter(({ playoutId }) => playoutId === play.playoutId);
  for (const { at } of own) t.ok(Math.abs(at - Date.now()) < 5_000, 'the time of arrival counts');
  const [alert] = await openAlerts('speaker.wrong_clock');
  t.equal(alert?.subject, loa.id);
  t.match(alert?.title, /Sai giờ/);
  loa.clock.wrongByMs = 0;
  app.speakers.play(playNow(fakeAudio(t)), [loa.id]);
  await until('mended', () => loa.journal.all().length === 2);
  await pause(300);
  t.strictSame(await openAlerts('speaker.wrong_clock'), []);
});

t.test('plays what the box did not send: an alarm that stands until it plays what it should', async (t) => {
  const loa = await speaker('Bị chèn sóng');
  const before = reports.length;
  loa.claim('chen-song-01');
  await until('noticed', () => app.speakers.get(loa.id)?.playing === 'chen-song-01');
  const [alert] = await openAlerts('speaker.foreign_playback');
  t.match(alert, { subject: loa.id, severity: 'critical' });
  loa.say('report', JSON.stringify({ playoutId: uuidv7(), kind: 'started', at: Date.now() }));
  loa.claim(null);
  await pause(100);
  t.equal(reports.length, before, 'what was not commanded is no report');
  t.equal((await openAlerts('speaker.foreign_playback')).length, 1);
  app.speakers.play(playNow(fakeAudio(t)), [loa.id]);
  await until('played', () => loa.journal.all().length === 1);
  await pause(300);
  t.strictSame(await openAlerts('speaker.foreign_playback'), []);
});

t.test('another’s playout is foreign too', async (t) => {
  const one = await speaker('Một');
  const two = await speaker('Hai');
  const play = playNow(fakeAudio(t));
  app.speakers.play(play, [one.id]);
  await until('finished', () => kindsOf(reports, play.playoutId).includes('finished'));
  two.claim(play.playoutId);
  await until('noticed', () => app.speakers.get(two.id)?.playing === play.playoutId);
  const alerts = await openAlerts('speaker.foreign_playback');
  t.strictSame(
    alerts.map(({ subject }: { subject: string }) => subject),
    [two.id],
  );
});

t.test(
  'the box’s clock is set by an hour in the middle of a bulletin: nothing is lost, nobody is blamed',
  async (t) => {
    const loa = await speaker('Nhảy giờ giữa chừng');
    for (const step of [3_600_000, -3_600_000]) {
      const whole = playNow(fakeAudio(t, 1_500), { startAt: app.clock.now() + 700 });
      app.speakers.play({ ...whole, expiresAt: whole.startAt + 30_000 }, [loa.id]);
      await until('accepted', () => kindsOf(reports, whole.playoutId).includes('accepted'));
      stepped += step;
      await until('finished', () => kindsOf(reports, whole.playoutId).includes('finished'), 8_000);
      t.strictSame(kindsOf(reports, whole.playoutId), ['accepted', 'started', 'finished']);
    }
    t.notOk(
      (await openAlerts('speaker.foreign_playback')).some(
        (alert: { subject: string }) => alert.subject === loa.id,
      ),
    );
    t.notOk(
      (await openAlerts('speaker.wrong_clock')).some(
        (alert: { subject: string }) => alert.subject === loa.id,
      ),
    );
  },
);

t.test('the box’s clock is set by an hour: the next play is on time all the same', async (t) => {
  const loa = await speaker('Nhảy giờ');
  for (const step of [3_600_000, -3_600_000]) {
    stepped += step;
    const startAt = app.clock.now() + 1_500;
    const play = playNow(fakeAudio(t), { startAt, expiresAt: startAt + 30_000 });
    app.speakers.play(play, [loa.id]);
    await until('finished', () => kindsOf(reports, play.playoutId).includes('finished'));
    const played = loa.journal.all().at(-1);
    t.equal(played?.playoutId, play.playoutId);
    const late = (played?.startedAt ?? 0) + stepped - startAt;
    t.ok(Math.abs(late) < 500, `${late.toFixed(0)} ms`);
  }
});

t.test(
  'the box’s clock is set by an hour while it holds a play back for a speaker that can’t wait',
  async (t) => {
    const settings = { topic: 'loa_cho' };
    const { id, password } = await addDevice(station, admin, 'Chờ', { profile: 'tasmota-i2s', settings });
    const client = await connectAsync(brokerUrl(app), { username: id, password });
    t.teardown(() => client.endAsync(true));
    let told = 0;
    client.on('message', () => told++);
    await client.subscribeAsync('cmnd/loa_cho/I2SWR', { qos: 1 });
    await client.publishAsync('tele/loa_cho/LWT', 'Online', { qos: 1 });
    await until('online', () => app.speakers.get(id)?.online === true);
    for (const step of [3_600_000, -3_600_000]) {
      told = 0;
      const startAt = app.clock.now() + 2_500;
      app.speakers.play(playNow(fakeAudio(t), { startAt, expiresAt: startAt + 30_000 }), [id]);
      const heldSince = performance.now();
      await pause(100);
      stepped += step;
      await until('told all the same', () => told === 1, 3_000);
      const lateMs = performance.now() - heldSince - 1_000;
      t.ok(Math.abs(lateMs) < 500, `${lateMs.toFixed(0)} ms`);
    }
  },
);
