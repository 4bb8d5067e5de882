import t from 'tap';
import { pause, soon, stand } from './stand.ts';

t.setTimeout(120_000);

t.test('what nobody has approved stays silent, and says so beforehand', async (t) => {
  const s = await stand(t);
  s.addSpeaker('Loa 1');
  const id = await s.approved();
  const { at, ...when } = soon(s.now(), 10_000);
  await s.editor.post('/api/schedules', { bulletinId: id, zoneIds: [s.zone], ...when });
  const [plan] = await s.playouts();
  await s.editor.put(`/api/bulletins/${id}`, { title: 'Sửa', text: 'Đã sửa nội dung.', version: 1 });
  t.equal((await s.playout(plan?.id ?? '')).title, 'Sửa', 'a plan follows its bulletin');
  const play = await s.editor.post(`/api/bulletins/${id}/play`, { zoneIds: [s.zone] });
  t.match(play, { status: 409, body: { error: { code: 'bulletin.not_approved' } } });
  s.step(at - s.now() - 4_000);
  const alerts = async () => (await s.viewer.get('/api/alerts?state=open')).body.items;
  await pause(1_200);
  t.match(await alerts(), [{ rule: 'broadcast.not_approved' }]);
  t.match(await s.reaches(plan?.id ?? '', 'missed'), { reasonCode: 'not_approved' });
  t.match(await alerts(), [{ rule: 'broadcast.missed' }]);
  t.same(s.plays, []);
});

t.test('an edit after it was prepared is not played; its approval in time is', async (t) => {
  const s = await stand(t);
  s.addSpeaker('Loa 1');
  const id = await s.approved();
  const { at, ...when } = soon(s.now(), 10_000);
  await s.editor.post('/api/schedules', { bulletinId: id, zoneIds: [s.zone], ...when });
  const planId = (await s.playouts())[0]?.id ?? '';
  s.step(at - s.now() - 12_000);
  t.equal((await s.reaches(planId, 'ready')).bulletinVersion, 1);
  await s.editor.put(`/api/bulletins/${id}`, { title: 'Mới', text: 'Nội dung mới.', chime: '', version: 1 });
  t.match(await s.playout(planId), { state: 'planned', bulletinVersion: null, voice: null });
  await s.editor.post(`/api/bulletins/${id}/submit`);
  await s.approver.post(`/api/bulletins/${id}/approve`, { version: 2 });
  t.equal((await s.reaches(planId, 'ready')).bulletinVersion, 2);
  const over = await s.reaches(planId, 'played');
  t.match(over, { bulletinVersion: 2, text: 'Nội dung mới.', title: 'Mới' });
});

t.test('a schedule that is changed or removed takes its plans along', async (t) => {
  const s = await stand(t);
  const bulletinId = await s.approved();
  const weekly = {
    bulletinId,
    zoneIds: [s.zone],
    kind: 'weekly',
    days: [1, 2, 3, 4, 5, 6, 7],
    times: ['17:00'],
  };
  const { body: made } = await s.editor.post('/api/schedules', weekly);
  const states = async () => (await s.playouts()).map(({ state }) => state);
  t.equal((await s.playouts()).length, 14, 'two weeks ahead');
  const before = (await s.playouts()).map(({ id }) => id);
  await s.editor.put(`/api/schedules/${made.id}`, { ...weekly, name: 'Đổi tên', version: 1 });
  t.same(
    (await s.playouts()).map(({ id }) => id),
    before,
    'the same plans',
  );
  await s.editor.put(`/api/schedules/${made.id}`, { ...weekly, times: ['17:00', '18:00'], days: [2] });
  t.equal((await s.playouts()).length, 4, 'two Tuesdays, twice');
  const cancelled = await s.editor.post(`/api/playouts/${(await s.playouts()).at(-1)?.id}/cancel`);
  t.match(cancelled.body, { state: 'cancelled', reason: /đã hủy/ });
  await s.editor.put(`/api/schedules/${made.id}`, {
    ...weekly,
    times: ['17:00', '18:00'],
    days: [2],
    repeats: 2,
  });
  t.same(
    (await states()).sort(),
    ['cancelled', 'planned', 'planned', 'planned'],
    'cancelled stays cancelled',
  );
  t.equal((await s.playouts())[0]?.repeats, 2);
  await s.editor.put(`/api/schedules/${made.id}`, { ...weekly, enabled: false });
  t.same(await states(), ['cancelled']);
  await s.editor.put(`/api/schedules/${made.id}`, { ...weekly, enabled: true });
  t.equal((await s.editor.delete(`/api/schedules/${made.id}`)).status, 204);
  t.same(await states(), ['cancelled'], 'the log outlives the schedule');
});

t.test('quiet hours that came after the schedule', async (t) => {
  const s = await stand(t);
  s.addSpeaker('Loa 1');
  const bulletinId = await s.approved();
  const { at, ...when } = soon(s.now(), 10_000);
  await s.editor.post('/api/schedules', { bulletinId, zoneIds: [s.zone], ...when });
  const planId = (await s.playouts())[0]?.id ?? '';
  s.app.settings.find('broadcast')?.set({ permittedFrom: '17:00', permittedTo: '19:00' });
  s.step(at - s.now() - 4_000);
  t.match(await s.reaches(planId, 'missed'), { reasonCode: 'quiet_hours' });
  const now = await s.editor.post(`/api/bulletins/${bulletinId}/play`, { zoneIds: [s.zone] });
  t.match(now, { status: 409, body: { error: { code: 'broadcast.quiet_hours' } } });
});
