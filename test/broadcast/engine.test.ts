import t from 'tap';
import { pause, soon, stand } from './stand.ts';

t.test('a scheduled bulletin, from plan to played', async (t) => {
  const s = await stand(t, { settings: { prepareSeconds: 10 } });
  const id = s.addSpeaker('Loa đình');
  const bulletinId = await s.approved();
  const { at, ...when } = soon(s.now(), 5_000);
  s.step(at - s.now() - 8_000);
  const made = await s.editor.post('/api/schedules', { bulletinId, zoneIds: [s.zone], ...when });
  t.equal(made.status, 201, JSON.stringify(made.body));
  t.equal(made.body.nextAt, at);
  const [plan] = await s.playouts();
  t.ok(plan);
  if (!plan) return;
  t.match(plan, { plannedAt: at, kind: 'scheduled', scheduleId: made.body.id });
  await s.reaches(plan.id, 'ready');
  t.same(
    s.prepares.map(({ ids }) => ids),
    [[id]],
    'its speaker fetches it ahead',
  );
  const over = await s.reaches(plan.id, 'played');
  t.equal(s.plays.length, 1);
  t.equal(s.plays[0]?.command.startAt, at, 'the speaker is told the exact second');
  t.ok((s.plays[0]?.at ?? at) < at - 1_500, 'and ahead of it');
  t.match(over, {
    counts: { total: 1, accepted: 1, started: 1, finished: 1, failed: 0 },
    reason: null,
    voice: 'vi',
  });
  const [target] = over.targets;
  t.match(target, { state: 'finished', name: 'Loa đình', voice: 'vi', error: null });
  t.ok(Math.abs(target?.lateMs ?? 999) < 100, `late by ${target?.lateMs}`);
  await pause(300);
  t.equal((await s.viewer.get('/api/alerts?state=open')).body.items.length, 0);
});
