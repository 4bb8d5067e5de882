import t from 'tap';
import { startStation } from '../harness.ts';
import { addGeneric, collectReports, fakeAudio, kindsOf, pause, playNow, until } from './support.ts';

t.setTimeout(120_000);

const station = await startStation(t);
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

t.test('fetched ahead, started on the second, finished, each told once', async (t) => {
  const loa = await speaker('Đúng giờ');
  const audio = fakeAudio(t);
  const play = playNow(audio, { startAt: Date.now() + 400 });
  app.speakers.prepare(play.playoutId, audio, [loa.id]);
  await until('ready', () => kindsOf(reports, play.playoutId).includes('ready'));
  app.speakers.play(play, [loa.id]);
  await until('playing', () => app.speakers.get(loa.id)?.playing === play.playoutId);
  await until('finished', () => kindsOf(reports, play.playoutId).includes('finished'));
  t.strictSame(kindsOf(reports, play.playoutId), ['ready', 'accepted', 'started', 'finished']);
  const [played] = loa.journal.all();
  t.ok(
    Math.abs((played?.startedAt ?? 0) - play.startAt) < 500,
    'on the second, as far as a busy machine allows',
  );
  const started = reports.find(({ kind, playoutId }) => kind === 'started' && playoutId === play.playoutId);
  t.ok(Math.abs((started?.at ?? 0) - (played?.startedAt ?? 0)) < 100, 'and truthfully told');
  await until('silent again', () => app.speakers.get(loa.id)?.playing === null);
});

t.test('the command is what the README says', async (t) => {
  const loa = await speaker('Lời lệnh');
  const audio = fakeAudio(t);
  const play = playNow(audio, { priority: 'emergency', volume: 90 });
  app.speakers.play(play, [loa.id]);
  await until('the command', () => loa.commands.some(({ command }) => command.type === 'play'));
  const { command } = loa.commands.find((each) => each.command.type === 'play') ?? {};
  const { id, url, sentAt, ...rest } = command ?? {};
  t.match(id, /^[0-9a-f-]{36}$/);
  t.match(url, /^http:\/\/127\.0\.0\.1:\d+\/audio\/[0-9a-f]{64}\?expires=\d+&signature=/);
  t.ok(Math.abs(Number(sentAt) - Date.now()) < 5_000);
  t.strictSame(rest, {
    v: 1,
    type: 'play',
    playoutId: play.playoutId,
    sha256: audio.id,
    bytes: audio.bytes,
    durationMs: audio.durationMs,
    startAt: 0,
    expiresAt: play.expiresAt,
    priority: 'emergency',
    volume: 90,
  });
  await until('finished', () => kindsOf(reports, play.playoutId).includes('finished'));
});

t.test('told twice, it plays once, also after it was switched off and on', async (t) => {
  const journal = `${t.testdir({})}/journal.jsonl`;
  const loa = await speaker('Một lần', { journal });
  const play = playNow(fakeAudio(t));
  app.speakers.play(play, [loa.id]);
  app.speakers.play(play, [loa.id]);
  await until('finished', () => kindsOf(reports, play.playoutId).includes('finished'));
  await loa.stop();
  const { GenericSpeaker } = await import('../lab/speakers/generic-speaker.ts');
  const { password } = (await admin.post(`/api/speakers/${loa.id}/credentials`)).body;
  const again = new GenericSpeaker({
    url: `mqtt://127.0.0.1:${app.speakers.brokerPort()}`,
    id: loa.id,
    password,
    journal,
  });
  t.teardown(() => again.stop());
  await again.start();
  app.speakers.play(play, [loa.id]);
  await until('the command', () => again.commands.some(({ command }) => command.type === 'play'));
  await pause(100);
  t.equal(again.journal.all().length, 1);
  t.equal(again.playing, null);
});

t.test('an emergency cuts across, a lesser bulletin waits outside', async (t) => {
  const loa = await speaker('Ưu tiên');
  const normal = playNow(fakeAudio(t, 3_000));
  const urgent = playNow(fakeAudio(t, 800), { priority: 'emergency' });
  const late = playNow(fakeAudio(t));
  app.speakers.play(normal, [loa.id]);
  await until('on air', () => loa.playing === normal.playoutId);
  app.speakers.play(urgent, [loa.id]);
  await until('the emergency', () => loa.playing === urgent.playoutId);
  app.speakers.play(late, [loa.id]);
  await until('all over', () => kindsOf(reports, urgent.playoutId).includes('finished'));
  t.strictSame(kindsOf(reports, normal.playoutId), ['accepted', 'started', 'stopped']);
  t.strictSame(kindsOf(reports, late.playoutId), ['failed']);
  t.equal(reports.find(({ playoutId }) => playoutId === late.playoutId)?.reason, 'busy');
});

t.test('a command that is too old is not played', async (t) => {
  const loa = await speaker('Quá hạn');
  const play = playNow(fakeAudio(t), { expiresAt: Date.now() - 1 });
  app.speakers.play(play, [loa.id]);
  await until('refused', () => kindsOf(reports, play.playoutId).includes('failed'));
  t.equal(reports.find(({ playoutId }) => playoutId === play.playoutId)?.reason, 'expired');
  t.equal(loa.journal.all().length, 0);
});

t.test('audio that is gone or not what was promised is told', async (t) => {
  const loa = await speaker('Tệp hỏng');
  const audio = fakeAudio(t);
  const missing = playNow({ ...audio, id: 'a'.repeat(64), path: `${audio.path}.gone` });
  const wrong = playNow({ ...audio, id: 'b'.repeat(64) });
  for (const play of [missing, wrong]) {
    app.speakers.play(play, [loa.id]);
    await until('refused', () => kindsOf(reports, play.playoutId).includes('failed'));
  }
  const reasonOf = (id: string) =>
    reports.find(({ playoutId, kind }) => playoutId === id && kind === 'failed')?.reason;
  t.equal(reasonOf(missing.playoutId), 'fetch_404');
  t.equal(reasonOf(wrong.playoutId), 'wrong_checksum');
});

t.test('volume is set, and set again when it comes back', async (t) => {
  const loa = await speaker('Âm lượng');
  await until('its volume', () => loa.volume === 80);
  const { status, body } = await admin.put(`/api/speakers/${loa.id}/volume`, { volume: 35 });
  t.equal(status, 200);
  t.equal(body.volume, 35);
  await until('set', () => loa.volume === 35);
});

t.test('what only some speakers are told', async (t) => {
  const loa = await speaker('Bật');
  const off = await speaker('Tắt');
  await admin.patch(`/api/speakers/${off.id}`, { enabled: false });
  const play = playNow(fakeAudio(t));
  app.speakers.play(play, [loa.id, off.id, 'nobody']);
  await until('finished', () => kindsOf(reports, play.playoutId).includes('finished'));
  t.strictSame(
    [...new Set(reports.filter((r) => r.playoutId === play.playoutId).map((r) => r.speakerId))],
    [loa.id],
  );
  const root = app.commune.tree.root().id;
  const inZones = app.speakers.inZones([root]).map(({ id }) => id);
  t.ok(inZones.includes(loa.id));
  t.notOk(inZones.includes(off.id));
  app.speakers.play(playNow(fakeAudio(t)), []);
});
