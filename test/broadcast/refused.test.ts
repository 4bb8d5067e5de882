import t from 'tap';
import { PIN } from '../harness.ts';
import { pause, stand } from './stand.ts';

t.setTimeout(120_000);

/** What a disk that takes nothing keeps from being written, and what becomes of it when it takes it. */
t.test('a stop by hand is written as what it was, with who did it', async (t) => {
  const s = await stand(t);
  const id = s.addSpeaker('Loa 1', { finishesAfter: 60_000 });
  const bulletin = await s.approved('Dài', { text: 'Nội dung dài. '.repeat(30) });
  const { body } = await s.editor.post(`/api/bulletins/${bulletin}/play`, { zoneIds: [s.zone] });
  await s.reaches(body.id, 'playing');
  await pause(1_200);
  s.app.db.pragma('query_only = ON');
  t.equal((await s.editor.post(`/api/playouts/${body.id}/stop`)).status, 200);
  t.same(s.stops, [{ playoutId: body.id, ids: [id] }], 'the speaker is told all the same');
  s.report(id, body.id, 'stopped');
  await pause(1_500);
  t.equal((await s.playout(body.id)).state, 'playing');
  t.equal((await s.editor.post(`/api/playouts/${body.id}/stop`)).status, 200, 'pressed again');
  s.app.db.pragma('query_only = OFF');
  t.match(await s.reaches(body.id, 'interrupted'), {
    reasonCode: 'stopped',
    reason: new RegExp(s.editor.user.name),
    targets: [{ state: 'stopped' }],
  });
  const noted = async (action: string) => (await s.admin.get(`/api/audit?action=${action}`)).body.items;
  const by = { actor: s.editor.user.name, details: { title: 'Dài' } };
  t.match(await noted('playout.stop'), [{ ...by, target: `playout:${body.id}` }], 'once');
  t.match(await noted('bulletin.play'), [{ ...by, target: `bulletin:${bulletin}` }]);
});

t.test('what “stop all” cancelled does not begin when the disk is free again', async (t) => {
  const s = await stand(t);
  s.addSpeaker('Loa 1', { finishesAfter: 60_000 });
  const bulletin = await s.approved('Dài', { text: 'Nội dung dài. '.repeat(30) });
  const play = async () =>
    (await s.editor.post(`/api/bulletins/${bulletin}/play`, { zoneIds: [s.zone] })).body.id as string;
  const playing = await play();
  await s.reaches(playing, 'playing');
  const waiting = await play();
  await s.reaches(waiting, 'ready');
  s.app.db.pragma('query_only = ON');
  t.match((await s.editor.post('/api/stop-all', { confirm: true })).body, { interrupted: 1, cancelled: 1 });
  await pause(2_500);
  s.app.db.pragma('query_only = OFF');
  t.match(await s.reaches(playing, 'interrupted'), { reasonCode: 'stopped_all' });
  t.match(await s.reaches(waiting, 'cancelled'), { reasonCode: 'stopped_all' });
  t.equal(s.plays.length, 1);
  t.equal((await s.admin.get('/api/audit?action=playout.stop_all')).body.items.length, 1);
});

t.test('an emergency takes the speakers of what was stopped so', async (t) => {
  const s = await stand(t);
  s.addSpeaker('Loa 1');
  const bulletin = await s.approved('Dài', { text: 'Nội dung dài. '.repeat(30) });
  const { body } = await s.editor.post(`/api/bulletins/${bulletin}/play`, { zoneIds: [s.zone] });
  await s.reaches(body.id, 'playing');
  s.app.db.pragma('query_only = ON');
  await s.editor.post(`/api/playouts/${body.id}/stop`);
  s.app.db.pragma('query_only = OFF');
  const request = { text: 'Đê vỡ.', zoneIds: [s.zone], pin: PIN };
  const emergency = (await s.approver.post('/api/emergency', request)).body.id;
  await s.reaches(emergency, 'played');
  t.match(await s.playout(body.id), { state: 'interrupted', reasonCode: 'stopped' });
});
