import t from 'tap';
import { stand } from './stand.ts';

t.setTimeout(120_000);

const DRAFT = { title: 'Lịch cúp điện', text: 'Ngày 24/11 cắt điện từ 7h30.' };

t.test('from draft to archive', async (t) => {
  const s = await stand(t);
  const made = await s.editor.post('/api/bulletins', DRAFT);
  t.equal(made.status, 201);
  const { id } = made.body;
  t.match(made.body, { state: 'draft', version: 1, authorName: s.editor.user.name, durationMs: null });
  t.match(made.body.spoken, /bảy giờ ba mươi/);
  const act = (who: 'editor' | 'approver', step: string, body?: object) =>
    s[who].post(`/api/bulletins/${id}/${step}`, body);
  t.match(await act('approver', 'approve', { version: 1 }), {
    status: 409,
    body: { error: { code: 'bulletin.wrong_state' } },
  });
  t.match((await act('editor', 'submit')).body, { state: 'submitted' });
  t.match(await act('editor', 'approve', { version: 1 }), { status: 403 });
  t.match(await act('editor', 'return', { reason: 'x' }), { status: 403 });
  t.match(await act('approver', 'return', {}), { status: 400, body: { error: { field: 'reason' } } });
  t.match((await act('approver', 'return', { reason: 'Thiếu ngày' })).body, {
    state: 'returned',
    returnReason: 'Thiếu ngày',
  });
  t.match((await s.editor.get('/api/today')).body.needsMe.returned, [{ id }]);
  const edit = { ...DRAFT, title: 'Lịch cúp điện ngày 25', version: 1 };
  t.match((await s.editor.put(`/api/bulletins/${id}`, edit)).body, {
    state: 'draft',
    version: 2,
    returnReason: null,
  });
  await act('editor', 'submit', { version: 2 });
  t.match((await s.approver.get('/api/today')).body.needsMe.toApprove, [{ id }]);
  t.same((await s.editor.get('/api/today')).body.needsMe.toApprove, []);
  t.match(await act('approver', 'approve', { version: 1 }), {
    status: 409,
    body: { error: { code: 'item.conflict' } },
  });
  t.match((await act('approver', 'approve', { version: 2 })).body, {
    state: 'approved',
    approvedByName: s.approver.user.name,
    approvedAt: Number,
  });
  t.match((await act('editor', 'withdraw')).body, { state: 'draft', approvedAt: null });
  await act('editor', 'submit');
  await act('approver', 'approve', { version: 2 });
  const again = await s.editor.put(`/api/bulletins/${id}`, { ...edit, version: 2 });
  t.match(
    again.body,
    { state: 'draft', version: 3, approvedById: null, approvedAt: null },
    'an edit undoes an approval',
  );
  t.equal((await act('editor', 'archive')).body.state, 'archived');
  t.equal((await s.editor.put(`/api/bulletins/${id}`, { ...edit, version: 3 })).status, 409);
  t.equal((await act('editor', 'submit')).status, 409);
  const detail = (await s.viewer.get(`/api/bulletins/${id}`)).body;
  t.same(
    detail.versions.map(({ version, title }: { version: number; title: string }) => [version, title]),
    [
      [3, edit.title],
      [2, edit.title],
      [1, DRAFT.title],
    ],
  );
  const actions = (await s.admin.get('/api/audit?limit=200')).body.items
    .filter(({ target }: { target: string }) => target === `bulletin:${id}`)
    .map(({ action }: { action: string }) => action.replace('bulletin.', ''));
  t.same(
    actions.reverse().join(' '),
    'create submit return edit submit approve withdraw submit approve edit archive',
  );
  const told = s.app.db
    .prepare("SELECT payload FROM outbox WHERE type = 'bulletin' ORDER BY seq")
    .pluck()
    .all();
  t.same(
    told.map((payload) => JSON.parse(String(payload)).state),
    ['approved', 'draft', 'approved', 'draft'],
    'the province learns what is approved, and what no longer is',
  );
});

t.test('one’s own: only where the commune allows it', async (t) => {
  const s = await stand(t);
  const own = async (who: 'editor' | 'approver') => {
    const { id } = (await s[who].post('/api/bulletins', DRAFT)).body;
    await s[who].post(`/api/bulletins/${id}/submit`);
    return id as string;
  };
  const mine = await own('approver');
  t.equal((await s.approver.get(`/api/bulletins/${mine}`)).body.mayApprove, false);
  t.match(await s.approver.post(`/api/bulletins/${mine}/approve`, { version: 1 }), {
    status: 403,
    body: { error: { code: 'bulletin.own' } },
  });
  const others = await own('editor');
  await s.approver.put(`/api/bulletins/${others}`, { ...DRAFT, version: 1 });
  await s.approver.post(`/api/bulletins/${others}/submit`);
  const approve = { version: 2 };
  t.equal(
    (await s.approver.post(`/api/bulletins/${others}/approve`, approve)).status,
    403,
    'nor what one has edited',
  );
  t.equal((await s.admin.post(`/api/bulletins/${others}/approve`, approve)).status, 200);
  s.app.settings.find('broadcast')?.set({ selfApproval: true });
  t.equal((await s.approver.post(`/api/bulletins/${mine}/approve`, { version: 1 })).status, 200);
  const editors = await own('editor');
  t.equal((await s.editor.get(`/api/bulletins/${editors}`)).body.mayApprove, true);
  t.equal((await s.editor.post(`/api/bulletins/${editors}/approve`, { version: 1 })).status, 200);
  const stranger = await own('approver');
  t.equal(
    (await s.editor.post(`/api/bulletins/${stranger}/approve`, { version: 1 })).status,
    403,
    'but not another’s',
  );
  t.equal((await s.editor.post(`/api/bulletins/${stranger}/withdraw`)).status, 403);
});

t.test('an approval names the version that was read', async (t) => {
  const s = await stand(t);
  const { id } = (await s.editor.post('/api/bulletins', DRAFT)).body;
  await s.editor.put(`/api/bulletins/${id}`, { ...DRAFT, text: 'Khác hẳn.', version: 1 });
  await s.editor.post(`/api/bulletins/${id}/submit`);
  for (const body of [undefined, {}, null]) {
    t.equal((await s.approver.post(`/api/bulletins/${id}/approve`, body)).status, 400);
  }
  t.match(await s.approver.post(`/api/bulletins/${id}/approve`, { version: 1 }), {
    status: 409,
    body: { error: { code: 'item.conflict' } },
  });
  t.equal((await s.viewer.get(`/api/bulletins/${id}`)).body.state, 'submitted');
  t.equal((await s.approver.post(`/api/bulletins/${id}/approve`, { version: 2 })).status, 200);
});

t.test('versions: the newest with the bulletin, all of them in pages', async (t) => {
  const s = await stand(t);
  const { id } = (await s.editor.post('/api/bulletins', DRAFT)).body;
  for (let version = 1; version < 55; version++) {
    await s.editor.put(`/api/bulletins/${id}`, { ...DRAFT, title: `Bản ${version + 1}`, version });
  }
  t.equal((await s.viewer.get(`/api/bulletins/${id}`)).body.versions.length, 50);
  const seen: number[] = [];
  for (let next: string | null = ''; next !== null; ) {
    const { body } = await s.viewer.get(`/api/bulletins/${id}/versions?limit=20${next && `&after=${next}`}`);
    seen.push(...body.items.map(({ version }: { version: number }) => version));
    next = body.next;
  }
  t.same(
    seen,
    Array.from({ length: 55 }, (_, i) => 55 - i),
  );
  t.equal((await s.viewer.get('/api/bulletins/none/versions')).status, 404);
});

t.test('two who edit at once, a schedule in the way, and what is not there', async (t) => {
  const s = await stand(t);
  const id = await s.approved();
  const edits = await Promise.all(
    [s.editor, s.admin].map((who) => who.put(`/api/bulletins/${id}`, { ...DRAFT, version: 1 })),
  );
  t.same(edits.map(({ status }) => status).sort(), [200, 409]);
  const weekly = { bulletinId: id, zoneIds: [s.zone], kind: 'weekly', days: [1], times: ['08:00'] };
  const { body: schedule } = await s.editor.post('/api/schedules', weekly);
  t.match(await s.editor.post(`/api/bulletins/${id}/archive`), {
    status: 409,
    body: { error: { code: 'bulletin.in_use', message: /1 lịch/ } },
  });
  await s.editor.put(`/api/schedules/${schedule.id}`, { ...weekly, enabled: false });
  t.equal((await s.editor.post(`/api/bulletins/${id}/archive`)).status, 200);
  t.match(await s.editor.post('/api/schedules', weekly), {
    status: 400,
    body: { error: { field: 'bulletinId' } },
  });
  for (const answer of await Promise.all([
    s.editor.get('/api/bulletins/none'),
    s.editor.put('/api/bulletins/none', { ...DRAFT, version: 1 }),
    s.editor.post('/api/bulletins/none/submit'),
    s.approver.post('/api/bulletins/none/approve', { version: 1 }),
    s.editor.post('/api/bulletins/none/preview'),
    s.editor.post('/api/bulletins/none/play', { zoneIds: [s.zone] }),
    s.editor.get('/api/playouts/none'),
    s.editor.post('/api/playouts/none/cancel'),
    s.editor.post('/api/playouts/none/stop'),
  ])) {
    t.match(answer, { status: 404, body: { error: { code: 'item.not_found' } } });
  }
});

t.test('bad input', async (t) => {
  const s = await stand(t);
  const cases: [field: string, body: unknown][] = [
    ['title', { ...DRAFT, title: '' }],
    ['title', { ...DRAFT, title: 'x'.repeat(201) }],
    ['text', { ...DRAFT, text: '' }],
    ['text', { ...DRAFT, text: ' \n\t … !!! ' }],
    ['text', { ...DRAFT, text: 'x'.repeat(20_001) }],
    ['text', { ...DRAFT, text: 7 }],
    ['voice', { ...DRAFT, voice: 'không-có-giọng-này' }],
    ['chime', { ...DRAFT, chime: 'không-có' }],
    ['speed', { ...DRAFT, speed: 3 }],
    ['priority', { ...DRAFT, priority: 'emergency' }],
    ['state', { ...DRAFT, state: 'approved' }],
  ];
  for (const [field, body] of cases) {
    t.match(await s.editor.post('/api/bulletins', body), { status: 400, body: { error: { field } } }, field);
  }
  t.equal((await s.editor.post('/api/bulletins', [])).status, 400);
  t.equal((await s.editor.post('/api/bulletins', { ...DRAFT, text: 'x'.repeat(2_000_000) })).status, 413);
  t.same((await s.editor.get('/api/bulletins')).body.items, []);
  const long = await s.editor.post('/api/bulletins', { ...DRAFT, text: 'Nội dung dài 24/11. '.repeat(990) });
  t.equal(long.status, 201);
  t.equal(long.body.spoken.match(/hai mươi tư/g)?.length, 990, 'nothing is lost where a long line is cut');
});

t.test('the list: newest first, by state, by title with or without accents, in pages', async (t) => {
  const s = await stand(t);
  for (const title of ['Lịch cúp điện', 'Tiêm phòng đợt 2', 'Họp thôn Đông', 'Lịch họp']) {
    await s.editor.post('/api/bulletins', { ...DRAFT, title });
  }
  const titles = async (query: string) =>
    (await s.viewer.get(`/api/bulletins?${query}`)).body.items.map(({ title }: { title: string }) => title);
  t.same(await titles('q=cup dien'), ['Lịch cúp điện']);
  t.same(await titles(`q=${encodeURIComponent('HỌP')}`), ['Lịch họp', 'Họp thôn Đông']);
  t.same(await titles('q=%25'), []);
  t.same(await titles('state=approved'), []);
  const first = (await s.viewer.get('/api/bulletins?limit=3')).body;
  t.equal(first.items.length, 3);
  t.same(await titles(`limit=3&after=${first.next}`), ['Lịch cúp điện']);
  t.equal((await s.viewer.get('/api/bulletins?after=nonsense')).status, 400);
});

t.test('listening before anything is on air', async (t) => {
  const s = await stand(t);
  const { id } = (await s.editor.post('/api/bulletins', DRAFT)).body;
  const preview = await s.viewer.post(`/api/bulletins/${id}/preview`);
  t.match(preview, { status: 200, body: { durationMs: Number, spoken: /bảy giờ ba mươi/, voice: 'vi' } });
  t.equal((await s.viewer.get(`/api/bulletins/${id}`)).body.durationMs, preview.body.durationMs);
  const audio = await s.app.inject({ url: preview.body.audioUrl, headers: s.viewer.headers });
  t.equal(audio.statusCode, 200);
  t.equal(audio.headers['content-type'], 'audio/mpeg');
  t.ok(audio.rawPayload.length > 5_000);
  const range = { ...s.viewer.headers, range: 'bytes=100-199' };
  const part = await s.app.inject({ url: preview.body.audioUrl, headers: range });
  t.equal(part.statusCode, 206);
  t.same(part.rawPayload, audio.rawPayload.subarray(100, 200));
  t.equal((await s.app.inject({ url: preview.body.audioUrl })).statusCode, 401);
  t.equal((await s.viewer.get(`/api/audio/${'0'.repeat(64)}`)).status, 404);
  t.equal((await s.viewer.get('/api/audio/..%2Fsecret.key')).status, 400);
  const text = await s.editor.post('/api/speech/preview', {
    text: 'Xin chào bà con.',
    voice: 'vi-vn-x-south',
  });
  t.match(text, { status: 200, body: { voice: 'vi-vn-x-south', spoken: 'Xin chào bà con.' } });
});
