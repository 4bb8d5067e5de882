import t from 'tap';
import { AppError } from '../../src/errors.ts';
import { pause, soon, stand } from './stand.ts';

t.setTimeout(120_000);

t.test('speakers that misbehave, in one playout', async (t) => {
  const s = await stand(t);
  s.addSpeaker('0 good');
  s.addSpeaker('1 never answers', { neverAnswers: true });
  s.addSpeaker('2 never starts', { neverStarts: true });
  s.addSpeaker('3 late', { startsLate: 1_500 });
  s.addSpeaker('4 leaves', { leavesAfter: 500 });
  s.addSpeaker('5 short', { finishesAfter: 300 });
  s.addSpeaker('6 cannot say', { acknowledges: 'none' });
  s.addSpeaker('7 away', { online: false });
  const bulletin = await s.approved('Thử loa', { text: 'Mời bà con đến họp tại nhà văn hóa thôn tối nay.' });
  const { body } = await s.editor.post(`/api/bulletins/${bulletin}/play`, { zoneIds: [s.zone] });
  const over = await s.reaches(body.id, 'partial');
  t.same(
    over.targets.map(({ name, state, errorCode }) => `${name}: ${state} ${errorCode ?? ''}`.trim()),
    [
      '0 good: finished',
      '1 never answers: failed no_answer',
      '2 never starts: failed no_start',
      '3 late: finished',
      '4 leaves: failed left',
      '5 short: failed cut_short',
      '6 cannot say: unknown',
      '7 away: failed offline',
    ],
  );
  t.match(over, {
    reasonCode: 'some_failed',
    reason: '5 trên 8 loa không phát được.',
    counts: { total: 8, failed: 5 },
  });
  const late = over.targets[3]?.lateMs ?? 0;
  t.ok(late > 1_400 && late < 2_500, `late by ${late}`);
  t.match(over.targets[2]?.error, 'Loa nhận lệnh nhưng không phát.');
  const { items } = (await s.viewer.get('/api/alerts?state=open')).body;
  t.match(items, [{ rule: 'broadcast.partial', severity: 'warning' }]);
});

t.test('what may still begin to sound is not over, and counts when it does', async (t) => {
  const s = await stand(t);
  const id = s.addSpeaker('Chưa về', { neverAnswers: true });
  let onItsWay = true;
  Object.assign(s.app.speakers, { mayStillStart: () => onItsWay });
  const bulletin = await s.approved();
  const { body } = await s.editor.post(`/api/bulletins/${bulletin}/play`, { zoneIds: [s.zone] });
  await s.reaches(body.id, 'playing');
  await pause(15_000);
  const waited = await s.playout(body.id);
  t.match(waited, { state: 'playing', targets: [{ state: 'failed', errorCode: 'no_answer' }] });
  onItsWay = false;
  s.report(id, body.id, 'started');
  await pause(waited.durationMs ?? 0);
  s.report(id, body.id, 'finished');
  const { targets } = await s.reaches(body.id, 'played');
  t.match(targets, [{ state: 'finished', errorCode: null }]);
  t.ok((targets[0]?.lateMs ?? 0) > 10_000);
});

t.test('nobody plays', async (t) => {
  const s = await stand(t);
  s.addSpeaker('Câm', { neverStarts: true });
  const bulletin = await s.approved();
  const { body } = await s.editor.post(`/api/bulletins/${bulletin}/play`, { zoneIds: [s.zone] });
  t.match(await s.reaches(body.id, 'failed'), { reasonCode: 'all_failed' });
  t.match((await s.viewer.get('/api/alerts?state=open')).body.items, [{ rule: 'broadcast.failed' }]);
});

t.test('reports that mean nothing', async (t) => {
  const s = await stand(t);
  const id = s.addSpeaker('Loa 1');
  const stranger = s.addSpeaker('Loa 2', { zoneId: 'elsewhere' });
  const bulletin = await s.approved();
  const { body } = await s.editor.post(`/api/bulletins/${bulletin}/play`, { zoneIds: [s.zone] });
  await s.reaches(body.id, 'playing');
  s.report(id, 'no such playout', 'started');
  s.report(stranger, body.id, 'started');
  s.report('no such speaker', body.id, 'finished');
  s.report(id, body.id, 'ready');
  s.report(id, body.id, 'accepted', Number.NaN);
  const over = await s.reaches(body.id, 'played');
  t.equal(over.targets.length, 1);
  for (const kind of ['started', 'failed', 'stopped'] as const) s.report(id, body.id, kind);
  await pause(300);
  t.equal((await s.playout(body.id)).state, 'played', 'what is over is over');
});

t.test('audio that cannot be made: tried again, told of before air, then failed', async (t) => {
  const s = await stand(t, { settings: { graceSeconds: 5 } });
  s.addSpeaker('Loa 1');
  const bulletinId = await s.approved();
  const render = s.app.speech.render;
  let tries = 0;
  s.app.speech.render = async () => {
    tries += 1;
    throw new AppError('disk.full');
  };
  const { at, ...when } = soon(s.now(), 10_000);
  await s.editor.post('/api/schedules', { bulletinId, zoneIds: [s.zone], ...when });
  const plan = (await s.playouts())[0]?.id ?? '';
  s.step(at - s.now() - 4_000);
  await s.reaches(plan, 'preparing');
  await pause(300);
  const alerts = async () => (await s.viewer.get('/api/alerts?state=open')).body.items;
  t.match(await alerts(), [
    { rule: 'broadcast.prepare_failed', advice: /Ổ đĩa của Trạm Số đã đầy/, adviceEn: /disk is full/ },
  ]);
  const over = await s.reaches(plan, 'failed');
  t.match(over, {
    reasonCode: 'prepare_failed',
    reason: /Ổ đĩa của Trạm Số đã đầy/,
    reasonEn: /could not be prepared: .*disk is full/,
  });
  t.ok(tries >= 2 && tries < 10, `${tries} tries`);
  t.match(await alerts(), [{ rule: 'broadcast.failed' }]);

  s.app.speech.render = render;
  const { body } = await s.editor.post(`/api/bulletins/${bulletinId}/play`, { zoneIds: [s.zone] });
  await s.reaches(body.id, 'played');
});

t.test('audio that is made at the second try is played', async (t) => {
  const s = await stand(t);
  s.addSpeaker('Loa 1');
  const bulletin = await s.approved();
  const render = s.app.speech.render;
  let tries = 0;
  s.app.speech.render = async (...asked) => {
    tries += 1;
    if (tries < 2) throw new Error('ffmpeg was killed');
    return render(...asked);
  };
  const { body } = await s.editor.post(`/api/bulletins/${bulletin}/play`, { zoneIds: [s.zone] });
  await s.reaches(body.id, 'played');
  t.equal(tries, 2);
  t.same((await s.viewer.get('/api/alerts?state=open')).body.items, []);
});

t.test('a disk that takes nothing while a playout is prepared and due', async (t) => {
  const s = await stand(t);
  s.addSpeaker('Loa 1');
  const bulletinId = await s.approved();
  const { at, ...when } = soon(s.now(), 10_000);
  await s.editor.post('/api/schedules', { bulletinId, zoneIds: [s.zone], ...when });
  const plan = (await s.playouts())[0]?.id ?? '';
  const { db } = s.app;
  db.pragma('query_only = ON');
  s.step(at - s.now() - 4_000);
  await pause(2_000);
  t.equal(s.plays.length, 0, 'nothing is commanded before its intent is written');
  db.pragma('query_only = OFF');
  await s.reaches(plan, 'played');
  t.equal(s.plays.length, 1);
});
