import t from 'tap';
import { pause, soon, stand } from './stand.ts';

t.setTimeout(120_000);

t.test('a scheduled bulletin, from plan to played', async (t) => {
  const s = await stand(t, { settings: { prepareSeconds: 10 } });
  const id = s.addSpeaker('Loa đình');
  const bulletinId = await s.approved();
  const { at, ...when } = soon(s.now(), 10_000);
  const made = await s.editor.post('/api/schedules', { bulletinId, zoneIds: [s.zone], ...when });
  t.equal(made.status, 201, JSON.stringify(made.body));
  t.equal(made.body.nextAt, at);
  const [plan] = await s.playouts();
  t.match(plan, { plannedAt: at, kind: 'scheduled', scheduleId: made.body.id, state: 'planned' });
  s.step(at - s.now() - 5_000);
  const planId = plan?.id ?? '';
  await s.reaches(planId, 'ready');
  t.same(
    s.prepares.map(({ ids }) => ids),
    [[id]],
    'its speaker fetches it ahead',
  );
  const onAir = await s.reaches(planId, 'playing');
  t.equal(onAir.dueAt, at);
  t.match((await s.viewer.get('/api/today')).body, { onAir: [{ id: planId }], everPlayed: false });
  const over = await s.reaches(planId, 'played');
  t.equal((await s.viewer.get('/api/today')).body.everPlayed, true);
  t.equal(s.plays.length, 1);
  t.equal(s.plays[0]?.command.startAt, at, 'the speaker is told the exact second');
  t.ok((s.plays[0]?.at ?? at) < at - 1_500, 'and ahead of it');
  const counts = { total: 1, accepted: 1, started: 1, finished: 1, failed: 0, unknown: 0 };
  t.match(over, { counts, reason: null, voice: 'vi', text: 'Mời bà con đi họp.' });
  const [target] = over.targets;
  t.match(target, { state: 'finished', name: 'Loa đình', voice: 'vi', error: null });
  t.ok(Math.abs(target?.lateMs ?? 9_999) < 500, `late by ${target?.lateMs}`);
  await pause(200);
  t.equal((await s.viewer.get('/api/alerts?state=open')).body.items.length, 0);
  const told = s.app.db.prepare("SELECT class, payload FROM outbox WHERE type = 'playout'").all() as {
    class: string;
    payload: string;
  }[];
  t.equal(told.length, 1, 'the province learns of it once, when it is over');
  t.match(JSON.parse(told[0]?.payload ?? ''), { id: planId, state: 'played', finished: 1 });
  const did = s.app.db.prepare("SELECT payload FROM outbox WHERE type = 'playout.speakers'").pluck().all();
  t.match(
    did.map((payload) => JSON.parse(String(payload))),
    [{ playoutId: planId, first: 0, speakers: [{ speakerId: id, state: 'finished' }] }],
  );
});

t.test('one after the other on the same speakers, priority first', async (t) => {
  const s = await stand(t);
  s.addSpeaker('Loa 1');
  const first = await s.approved('Thứ nhất');
  const normal = await s.approved('Thường');
  const urgent = await s.approved('Ưu tiên', { priority: 'priority' });
  const play = async (id: string) =>
    (await s.editor.post(`/api/bulletins/${id}/play`, { zoneIds: [s.zone] })).body.id as string;
  const playing = await play(first);
  await s.reaches(playing, 'playing');
  const waits = await play(normal);
  const overtakes = await play(urgent);
  await s.reaches(waits, 'ready');
  await s.reaches(overtakes, 'ready');
  for (const id of [playing, overtakes, waits]) await s.reaches(id, 'played');
  t.same(
    s.plays.map(({ command }) => command.playoutId),
    [playing, overtakes, waits],
  );
  const [a, b, c] = await Promise.all([playing, overtakes, waits].map((id) => s.playout(id)));
  t.ok((b?.dueAt ?? 0) >= (a?.targets[0]?.finishedAt ?? 0), 'no speaker is told to speak while it speaks');
  t.ok((c?.dueAt ?? 0) >= (b?.targets[0]?.finishedAt ?? 0));
});

t.test('a place in the line is not for ever', async (t) => {
  const s = await stand(t, { settings: { waitMinutes: 0 } });
  s.addSpeaker('Loa 1', { finishesAfter: 60_000 });
  const id = await s.approved('Dài', { text: 'Nội dung dài. '.repeat(20) });
  const play = async () => (await s.editor.post(`/api/bulletins/${id}/play`, { zoneIds: [s.zone] })).body.id;
  await s.reaches(await play(), 'playing');
  const missed = await s.reaches(await play(), 'missed');
  t.match(missed, { reasonCode: 'busy', reason: /Loa bận/, reasonEn: /busy/ });
  const { items } = (await s.viewer.get('/api/alerts?state=open')).body;
  t.match(items, [{ rule: 'broadcast.missed', severity: 'critical' }]);
});

t.test('no speaker in the zone: warned before, failed at its time', async (t) => {
  const s = await stand(t, { settings: { prepareSeconds: 10 } });
  const bulletinId = await s.approved();
  const { at, ...when } = soon(s.now(), 10_000);
  const schedule = { bulletinId, zoneIds: [s.zone], ...when };
  const check = await s.editor.post('/api/schedules/check', schedule);
  t.match(check.body, { speakers: 0, warnings: [{ code: 'no_speaker' }], next: [at] });
  await s.editor.post('/api/schedules', schedule);
  const [plan] = await s.playouts();
  s.step(at - s.now() - 9_000);
  await s.reaches(plan?.id ?? '', 'ready');
  const rules = async () =>
    (await s.viewer.get('/api/alerts?state=open')).body.items.map(({ rule }: { rule: string }) => rule);
  t.same(await rules(), ['broadcast.no_speaker'], 'while somebody can still do something');
  t.match(await s.reaches(plan?.id ?? '', 'failed'), { reasonCode: 'no_speaker', counts: { total: 0 } });
  t.same(await rules(), ['broadcast.no_speaker']);
  const now = await s.editor.post(`/api/bulletins/${bulletinId}/play`, { zoneIds: [s.zone] });
  t.match(now, { status: 409, body: { error: { code: 'broadcast.no_speaker' } } });
});
