import t from 'tap';
import { PIN } from '../harness.ts';
import { released, WORDS } from './released.ts';
import { pause, stand } from './stand.ts';

t.setTimeout(120_000);

t.test('from a released template: at once, with the PIN, over a normal bulletin', async (t) => {
  const s = await stand(t);
  const village = (await s.admin.post('/api/zones', { name: 'Thôn Đông' })).body.id as string;
  const near = s.addSpeaker('Loa thôn', { zoneId: village });
  const dumb = s.addSpeaker('Âm-li', { zoneId: village, playAt: false, acknowledges: 'none' });
  s.addSpeaker('Loa xa');
  const templateId = await released(s);
  const bulletin = await s.approved('Thường', { text: 'Nội dung. '.repeat(5) });
  const normal = (await s.editor.post(`/api/bulletins/${bulletin}/play`, { zoneIds: [s.zone] })).body.id;
  await s.reaches(normal, 'playing');
  await pause(1_500);

  const wrong = await s.editor.post('/api/emergency', { templateId, zoneIds: [village], pin: '000000' });
  t.match(wrong, { status: 403, body: { error: { code: 'auth.pin_wrong' } } });
  t.equal(s.plays.length, 1, 'nothing has happened');

  const { status, body } = await s.editor.post('/api/emergency', {
    templateId,
    zoneIds: [village],
    pin: PIN,
  });
  t.equal(status, 201);
  t.match(body, { kind: 'emergency', priority: 'emergency', state: 'playing', counts: { total: 2 } });
  t.equal(s.plays.length, 2, 'commanded when the answer comes');
  t.match(s.plays[1], {
    command: { playoutId: body.id, startAt: 0, priority: 'emergency' },
    ids: [near, dumb],
  });
  t.same(
    s.stops,
    [
      { playoutId: normal, ids: [dumb] },
      { playoutId: normal, ids: [near] },
    ],
    'the normal one is stopped on its speakers only',
  );
  const over = await s.reaches(body.id, 'partial');
  t.match(over, { reasonCode: 'some_unknown', counts: { finished: 1, unknown: 1, failed: 0 } });
  t.match(over.text, WORDS.text);
  const interrupted = await s.reaches(normal, 'partial');
  t.match(interrupted, { reasonCode: 'emergency' });
  t.same(
    interrupted.targets.map(({ name, state }) => `${name} ${state}`),
    ['Loa thôn stopped', 'Loa xa finished', 'Âm-li stopped'],
  );
  const told = s.app.db.prepare("SELECT class FROM outbox WHERE type = 'playout' ORDER BY seq").pluck().all();
  t.same(
    told.sort(),
    ['alarm', 'alarm', 'normal'],
    'an emergency is told of when it begins and when it ends',
  );
  const audit = (await s.admin.get('/api/audit?action=emergency.play')).body.items;
  t.match(audit, [{ action: 'emergency.play', target: `playout:${body.id}` }]);
});

t.test('free text: who may, at any hour, rendered on the spot', async (t) => {
  const s = await stand(t, { settings: { permittedFrom: '17:00', permittedTo: '18:00' } });
  s.addSpeaker('Loa 1');
  const request = { text: 'Đê sắp vỡ, bà con sơ tán.', zoneIds: [s.zone], pin: PIN };
  t.match(await s.editor.post('/api/emergency', request), {
    status: 403,
    body: { error: { code: 'emergency.template_only' } },
  });
  t.match(await s.viewer.post('/api/emergency', request), { status: 403 });
  for (const [field, bad] of [
    ['text', { ...request, templateId: 'x' }],
    ['text', { ...request, text: '   ' }],
    ['zoneIds', { ...request, zoneIds: [] }],
    ['zoneIds.0', { ...request, zoneIds: ['nowhere'] }],
    ['pin', { ...request, pin: '' }],
    ['repeats', { ...request, repeats: 99 }],
  ] as const) {
    t.match(await s.approver.post('/api/emergency', bad), { status: 400, body: { error: { field } } }, field);
  }
  t.same(await s.playouts(), []);
  const { status, body } = await s.approver.post('/api/emergency', request);
  t.equal(status, 201);
  t.ok(['preparing', 'playing'].includes(body.state), body.state);
  const over = await s.reaches(body.id, 'played');
  t.match(over, {
    kind: 'emergency',
    repeats: 2,
    title: request.text,
    text: request.text,
    byName: s.approver.user.name,
  });
  const again = await s.approver.post('/api/emergency', request);
  t.equal(again.body.state, 'playing', 'the second time its audio is there');
  const bulletin = await s.editor.post('/api/bulletins', WORDS);
  const asBulletin = { bulletinId: bulletin.body.id, zoneIds: [s.zone], pin: PIN };
  t.match(await s.approver.post('/api/emergency', asBulletin), {
    status: 409,
    body: { error: { code: 'bulletin.not_approved' } },
  });
  const approvedId = await s.approved('Tin đã duyệt');
  const fromBulletin = await s.approver.post('/api/emergency', { ...asBulletin, bulletinId: approvedId });
  t.match(await s.reaches(fromBulletin.body.id, 'played'), {
    bulletinId: approvedId,
    bulletinVersion: 1,
    repeats: 1,
  });
});

t.test('a text without a word is refused at once, once the PIN is right', async (t) => {
  const s = await stand(t);
  s.addSpeaker('Loa 1');
  const order = (text: string, pin = PIN) =>
    s.approver.post('/api/emergency', { text, zoneIds: [s.zone], pin });
  for (const text of ['....', '\u200b', '🔥🔥🔥']) {
    t.match(
      await order(text),
      { status: 400, body: { error: { code: 'speech.empty', field: 'text' } } },
      text,
    );
  }
  t.match((await order('....', '111111')).body, { error: { code: 'auth.pin_wrong' } });
  t.same(await s.playouts(), []);
  t.equal((await order('115')).status, 201, 'a number is read as words');
});

t.test('nobody to hear it', async (t) => {
  const s = await stand(t);
  const request = { text: 'Cháy chợ.', zoneIds: [s.zone], pin: PIN };
  const { status, body } = await s.approver.post('/api/emergency', request);
  t.match({ status, body }, { status: 201, body: { state: 'failed', reasonCode: 'no_speaker' } });
  t.match((await s.viewer.get('/api/alerts?state=open')).body.items, [{ rule: 'broadcast.no_speaker' }]);
});

t.test('a drill: to its zone, and it says that it is one', async (t) => {
  const s = await stand(t);
  const village = (await s.admin.post('/api/zones', { name: 'Sân ủy ban' })).body.id as string;
  const yard = s.addSpeaker('Loa sân', { zoneId: village });
  s.addSpeaker('Loa khác');
  const templateId = await released(s);
  const request = { templateId, zoneIds: [s.zone], pin: PIN, drill: true };
  t.match(await s.editor.post('/api/emergency', request), {
    status: 409,
    body: { error: { code: 'emergency.no_drill_zone' } },
  });
  s.app.settings.find('broadcast')?.set({ drillZone: village });
  const heard: { text: string; preface?: string | undefined }[] = [];
  const render = s.app.speech.render;
  s.app.speech.render = (asked, options) => {
    heard.push(asked);
    return render(asked, options);
  };
  const prefaces = (text: string) =>
    new Set(heard.filter((asked) => asked.text === text).map((asked) => asked.preface));
  const drill = await s.editor.post('/api/emergency', request);
  t.match(drill.body, { kind: 'drill', zoneIds: [village], state: 'playing' });
  t.same(s.plays[0]?.ids, [yard], 'whatever zones were chosen');
  t.notOk(prefaces(WORDS.text).has('Đây là diễn tập.'), 'its audio was made ahead, too');
  const spoken = await s.approver.post('/api/emergency', {
    ...request,
    templateId: undefined,
    text: 'Thử còi.',
  });
  await s.reaches(spoken.body.id, 'playing', 'played');
  t.same(prefaces('Thử còi.'), new Set(['Đây là diễn tập.']));
  await s.approver.post('/api/stop-all', { confirm: true });
  const real = await s.approver.post('/api/emergency', { ...request, drill: false });
  t.equal(real.body.state, 'playing');
  t.match(await s.editor.post('/api/emergency', request), {
    status: 409,
    body: { error: { code: 'emergency.on_air' } },
  });
});

t.test('nothing is rendered for whom the PIN is locked, and a wrong one ends it', async (t) => {
  const s = await stand(t);
  s.addSpeaker('Loa 1');
  const signals: AbortSignal[] = [];
  s.app.speech.render = (_request, options) => {
    if (options?.signal) signals.push(options.signal);
    return new Promise((_resolve, reject) =>
      options?.signal?.addEventListener('abort', () => reject(options.signal?.reason)),
    );
  };
  const order = (text: string, pin: string) =>
    s.approver.post('/api/emergency', { text, zoneIds: [s.zone], pin });
  const wrong = await Promise.all([1, 2, 3].map((i) => order(`Câu thứ ${i}.`, '000000')));
  t.ok(wrong.every(({ body }) => body.error.code === 'auth.pin_wrong'));
  t.equal(signals.length, 1, 'one at a time for one person');
  t.ok(signals[0]?.aborted);
  await order('Câu nữa.', '000000');
  t.match(await order('Câu cuối.', '000000'), { body: { error: { code: 'auth.locked' } } });
  const before = signals.length;
  t.match(await order('Sau khi khóa.', PIN), { status: 429, body: { error: { code: 'auth.locked' } } });
  t.equal(signals.length, before, 'not even begun');
  t.ok(signals.every(({ aborted }) => aborted));
  t.same(await s.playouts(), []);
});

t.test('a disk that takes nothing more does not silence an emergency', async (t) => {
  const s = await stand(t);
  for (let i = 0; i < 300; i++) s.addSpeaker(`Loa số ${i} ở một nơi có tên rất dài trong thôn`);
  const templateId = await released(s);
  const { app } = s;
  app.db.pragma(`max_page_count = ${app.db.pragma('page_count', { simple: true })}`);
  t.throws(() => app.db.exec('CREATE TABLE full (a)'), { code: 'SQLITE_FULL' });
  const { status, body } = await s.approver.post('/api/emergency', {
    templateId,
    zoneIds: [s.zone],
    pin: PIN,
  });
  t.equal(status, 201, JSON.stringify(body));
  t.equal(s.plays[0]?.ids.length, 300, 'they are told all the same');
  t.equal((await s.viewer.get(`/api/playouts/${body.id}`)).status, 404, 'nothing of it is written');
  app.db.pragma('max_page_count = 1073741823');
  const over = await s.reaches(body.id, 'played').catch(async () => s.reaches(body.id, 'played'));
  t.match(over, { counts: { total: 300, finished: 300 } }, 'until the disk takes it');
  t.match((await s.admin.get('/api/audit?action=emergency.play')).body.items, [
    { target: `playout:${body.id}` },
  ]);
});

t.test('stop all', async (t) => {
  const s = await stand(t);
  const id = s.addSpeaker('Loa 1', { finishesAfter: 60_000 });
  const bulletin = await s.approved('Dài', { text: 'Nội dung dài. '.repeat(30) });
  const play = async (at?: number) =>
    (await s.editor.post(`/api/bulletins/${bulletin}/play`, { zoneIds: [s.zone], at })).body.id as string;
  const playing = await play();
  await s.reaches(playing, 'playing');
  const waiting = await play();
  const later = await play(s.now() + 600_000);
  await s.reaches(waiting, 'ready');
  for (const [status, body] of [
    [400, {}],
    [400, { confirm: false }],
    [400, { confirm: 'true' }],
  ] as const) {
    t.equal((await s.editor.post('/api/stop-all', body)).status, status);
  }
  t.equal((await s.viewer.post('/api/stop-all', { confirm: true })).status, 403);
  const since = performance.now();
  const { body } = await s.editor.post('/api/stop-all', { confirm: true });
  t.ok(performance.now() - since < 1_000, 'within a second');
  t.match(body, { interrupted: 1, cancelled: 1, speakers: 1 });
  t.same(s.stops, [{ playoutId: null, ids: 'all' }]);
  t.match(await s.playout(playing), {
    state: 'interrupted',
    reasonCode: 'stopped_all',
    reason: new RegExp(s.editor.user.name),
    targets: [{ state: 'stopped' }],
  });
  t.match(await s.playout(waiting), { state: 'cancelled', reasonCode: 'stopped_all' });
  t.equal((await s.playout(later)).state, 'planned', 'the schedule goes on');
  s.report(id, playing, 'finished');
  const again = await s.editor.post('/api/stop-all', { confirm: true, cancelMinutes: 30 });
  t.match(again.body, { interrupted: 0, cancelled: 1 });
  t.equal((await s.playout(later)).state, 'cancelled', 'unless asked otherwise');
  t.equal((await s.playout(playing)).state, 'interrupted', 'what is over is over');
  t.equal((await s.editor.post(`/api/playouts/${playing}/stop`)).status, 409);
  const one = await play();
  await s.reaches(one, 'playing');
  t.match(await s.editor.post(`/api/playouts/${one}/stop`), {
    status: 200,
    body: { state: 'interrupted', reasonCode: 'stopped' },
  });
  t.same(s.stops.at(-1), { playoutId: one, ids: [id] });
});
