import t from 'tap';
import type { ListedPlayout } from '../../src/broadcast/playout/schemas.ts';
import { DAY_MS } from '../../src/clock.ts';
import { stand } from './stand.ts';

t.setTimeout(120_000);

t.test('the log of one speaker: what it was told and what it did, and nothing of the others', async (t) => {
  const s = await stand(t);
  const { id: village } = (await s.admin.post('/api/zones', { name: 'Thôn Đông' })).body;
  const dong = s.addSpeaker('Thôn Đông', { zoneId: village });
  const doai = s.addSpeaker('Thôn Đoài', { neverAnswers: true });
  const bulletin = await s.approved();
  const play = async (zoneId: string) =>
    (await s.editor.post(`/api/bulletins/${bulletin}/play`, { zoneIds: [zoneId] })).body.id as string;
  const everywhere = await play(s.zone);
  await s.reaches(everywhere, 'partial', 'failed', 'played');
  const inVillage = await play(village);
  await s.reaches(inVillage, 'played');

  const span = `from=${s.now() - DAY_MS}&to=${s.now() + DAY_MS}`;
  const logOf = async (id: string): Promise<ListedPlayout[]> =>
    (await s.viewer.get(`/api/playouts?speakerId=${id}&${span}`)).body.items;
  t.match(await logOf(dong), [
    { id: inVillage, target: { speakerId: dong, state: 'finished', commandedAt: Number } },
    { id: everywhere, target: { speakerId: dong, state: 'finished', error: null } },
  ]);
  const missed = await logOf(doai);
  t.equal(missed.length, 1);
  t.match(missed[0], { id: everywhere, target: { name: 'Thôn Đoài', errorCode: 'no_answer' } });
  t.same(await logOf('nobody'), []);
  const [first] = (await s.viewer.get(`/api/playouts?speakerId=${dong}&${span}&limit=1`)).body.items;
  t.equal(first.id, inVillage, 'it pages as the whole log does');

  t.notOk(
    (await s.playouts()).some((playout) => 'target' in playout),
    'the whole log names no speaker',
  );
  for (const query of ['', `&from=${s.now() - 93 * DAY_MS}&to=${s.now()}`]) {
    t.match(await s.viewer.get(`/api/playouts?speakerId=${dong}${query}`), {
      status: 400,
      body: { error: { field: 'from' } },
    });
  }
});
