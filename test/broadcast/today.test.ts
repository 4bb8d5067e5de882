import t from 'tap';
import { stand } from './stand.ts';

t.setTimeout(120_000);

const DRAFT = { title: 'Lịch họp', text: 'Mời bà con đi họp.', chime: '' };

t.test('what waits for one is not hidden behind what waits for others', async (t) => {
  const s = await stand(t);
  const submit = async (who: 'editor' | 'approver' | 'admin') => {
    const { id } = (await s[who].post('/api/bulletins', DRAFT)).body;
    await s[who].post(`/api/bulletins/${id}/submit`);
    return id as string;
  };
  const giveBack = (id: string) => s.admin.post(`/api/bulletins/${id}/return`, { reason: 'Thiếu ngày' });
  const mine = await submit('editor');
  await giveBack(mine);
  const waiting = await submit('editor');
  const approvers = await submit('approver');
  // None of these is for the approver to approve, nor the returned ones for the editor.
  for (let i = 0; i < 21; i++) {
    await submit('approver');
    await giveBack(await submit('admin'));
  }
  const needs = async (who: 'editor' | 'approver' | 'viewer') => {
    const { toApprove, returned } = (await s[who].get('/api/today')).body.needsMe;
    const ids = (list: { id: string }[]) => list.map(({ id }) => id);
    return { toApprove: ids(toApprove), returned: ids(returned) };
  };
  t.same(await needs('editor'), { toApprove: [], returned: [mine] });
  t.same(await needs('approver'), { toApprove: [waiting], returned: [] });
  t.same(await needs('viewer'), { toApprove: [], returned: [] });
  s.app.settings.find('broadcast')?.set({ selfApproval: true });
  t.same((await needs('editor')).toApprove, [waiting], 'their own, where the commune allows it');
  const all = (await needs('approver')).toApprove;
  t.equal(all.length, 20);
  t.notOk(all.includes(approvers), 'the newest of all');
});

t.test('a full day: what comes next, and what was last', async (t) => {
  const s = await stand(t, { settings: { maxSessionsPerDay: 100 } });
  s.addSpeaker('Loa 1');
  const bulletinId = await s.approved();
  const times = Array.from(
    { length: 40 },
    (_, i) => `${String(9 + (i >> 2)).padStart(2, '0')}:${15 * (i % 4) || '00'}`,
  );
  for (let i = 0; i < 6; i++) {
    const daily = { bulletinId, zoneIds: [s.zone], kind: 'weekly', days: [1, 2, 3, 4, 5, 6, 7], times };
    t.equal((await s.editor.post('/api/schedules', daily)).status, 201);
  }
  const play = await s.editor.post(`/api/bulletins/${bulletinId}/play`, { zoneIds: [s.zone] });
  await s.reaches(play.body.id, 'played');
  const { next, done } = (await s.viewer.get('/api/today')).body;
  t.equal(done[0]?.id, play.body.id, 'behind 240 that are to come');
  t.equal(next.length, 100);
  const instants = next.map(({ plannedAt }: { plannedAt: number }) => plannedAt);
  t.equal(instants[0], Date.UTC(2026, 11, 1, 2, 0), 'the next one first');
  t.same(instants, instants.toSorted());
  await s.editor.post(`/api/playouts/${next[0].id}/cancel`);
  const after = (await s.viewer.get('/api/today')).body;
  t.same(
    after.done.map(({ id }: { id: string }) => id),
    [play.body.id, next[0].id],
    'what was cancelled will not come',
  );
});
