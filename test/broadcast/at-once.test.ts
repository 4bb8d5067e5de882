import t from 'tap';
import { PIN } from '../harness.ts';
import { pause, type Stand, stand } from './stand.ts';

t.setTimeout(180_000);

const HOUR = 3_600_000;

/** Holds the rendering of a text back until it is let go. */
function holdRenderings({ app }: Stand) {
  const gates = new Map<string, { open: Promise<void>; letGo(): void }>();
  function gate(text: string) {
    const known = gates.get(text);
    if (known) return known;
    let letGo = () => {};
    const open = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const made = { open, letGo };
    gates.set(text, made);
    return made;
  }
  const render = app.speech.render;
  app.speech.render = async (request, options) => {
    await gate(request.text).open;
    return render(request, options);
  };
  return {
    letGo: (text: string) => gate(text).letGo(),
    asked: (text: string) => until(`“${text}” is rendered`, () => gates.has(text)),
  };
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const end = performance.now() + 20_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`in vain: ${what}`);
    await pause(20);
  }
}

for (const step of [HOUR, -HOUR]) {
  t.test(
    `the clock is stepped by ${step} ms while an emergency is rendered: it sounds at once`,
    async (t) => {
      const s = await stand(t);
      s.addSpeaker('Loa 1');
      const held = holdRenderings(s);
      const request = { text: 'Đê vỡ.', zoneIds: [s.zone], pin: PIN };
      const { body } = await s.approver.post('/api/emergency', request);
      t.equal(body.state, 'preparing');
      s.step(step);
      await pause(1_200);
      held.letGo('Đê vỡ.');
      await s.reaches(body.id, 'played');
    },
  );

  t.test(`or while “play now” waits in line: its turn comes all the same`, async (t) => {
    const s = await stand(t);
    const id = s.addSpeaker('Loa 1', { finishesAfter: 60_000 });
    const bulletin = await s.approved('Dài', { text: 'Nội dung dài. '.repeat(30) });
    const play = async () =>
      (await s.editor.post(`/api/bulletins/${bulletin}/play`, { zoneIds: [s.zone] })).body.id as string;
    const first = await play();
    await s.reaches(first, 'playing');
    const second = await play();
    await s.reaches(second, 'ready');
    s.step(step);
    await pause(1_200);
    t.equal((await s.playout(second)).state, 'ready');
    s.report(id, first, 'failed');
    await s.reaches(second, 'playing');
  });
}

t.test('stop all reaches what was ordered before the clock was set back', async (t) => {
  const s = await stand(t);
  s.addSpeaker('Loa 1');
  holdRenderings(s);
  const { body } = await s.approver.post('/api/emergency', { text: 'Đê vỡ.', zoneIds: [s.zone], pin: PIN });
  s.step(-HOUR);
  t.match((await s.editor.post('/api/stop-all', { confirm: true })).body, { cancelled: 1 });
  t.equal((await s.playout(body.id)).state, 'cancelled');
});

t.test('“now” is as soon as the audio can be made, however long that takes', async (t) => {
  const s = await stand(t, { settings: { graceSeconds: 5 } });
  s.addSpeaker('Loa 1');
  const bulletin = await s.approved();
  const held = holdRenderings(s);
  const { body } = await s.editor.post(`/api/bulletins/${bulletin}/play`, { zoneIds: [s.zone] });
  await held.asked('Mời bà con đi họp.');
  await pause(7_000);
  t.equal((await s.playout(body.id)).state, 'preparing');
  held.letGo('Mời bà con đi họp.');
  await s.reaches(body.id, 'played');
});

t.test('a drill never takes a speaker from a real emergency', async (t) => {
  const s = await stand(t);
  s.addSpeaker('Loa 1');
  s.app.settings.find('broadcast')?.set({ drillZone: s.zone });
  const held = holdRenderings(s);
  const order = (text: string, drill: boolean) =>
    s.approver.post('/api/emergency', { text, drill, zoneIds: [s.zone], pin: PIN });
  const drill = (await order('Thử còi.', true)).body.id;
  await held.asked('Thử còi.');
  const real = (await order('Lũ về.', false)).body.id;
  t.match(await order('Thử còi.', true), { status: 409, body: { error: { code: 'emergency.on_air' } } });
  t.match(await s.reaches(drill, 'cancelled'), { reasonCode: 'drill_gives_way', reason: /không diễn tập/ });
  held.letGo('Thử còi.');
  held.letGo('Lũ về.');
  await s.reaches(real, 'played');
  t.same(
    s.plays.map(({ command }) => command.playoutId),
    [real],
  );
  t.same((await s.viewer.get('/api/alerts?state=open')).body.items, []);
});

t.test('of two emergencies the newer is heard, though the older was longer in the making', async (t) => {
  const s = await stand(t);
  const village = (await s.admin.post('/api/zones', { name: 'Thôn Đông' })).body.id as string;
  const shared = s.addSpeaker('Loa thôn', { zoneId: village, finishesAfter: 60_000 });
  const other = s.addSpeaker('Loa xã');
  const held = holdRenderings(s);
  const order = async (text: string, zone: string) =>
    (await s.approver.post('/api/emergency', { text, zoneIds: [zone], pin: PIN })).body.id as string;
  const older = await order('Lũ về.', s.zone);
  const newer = await order('Cháy lớn.', village);
  held.letGo('Cháy lớn.');
  await s.reaches(newer, 'playing');
  held.letGo('Lũ về.');
  const over = await s.reaches(older, 'partial');
  t.match(over, { reasonCode: 'emergency', counts: { total: 2, finished: 1 } });
  t.same(
    s.plays.map(({ command: { playoutId }, ids }) => [playoutId, ids]),
    [
      [newer, [shared]],
      [older, [other]],
    ],
  );
  t.same(s.stops, [], 'nobody is silenced for what is older');
  t.equal((await s.playout(newer)).state, 'playing');
});
