import t from 'tap';
import { startStation } from '../harness.ts';

const PROFILE = {
  kind: 'xa',
  name: 'Tân Lập',
  code: '12345',
  provinceCode: '15',
  address: 'Thôn 3',
  phone: '0214 3840 123',
  leader: 'Nguyễn Văn A',
  lat: null,
  lon: null,
};

t.test('the profile', async (t) => {
  const { app, nobody, signIn } = await startStation(t);
  const admin = await signIn('admin');
  const parts: string[] = [];
  app.events.on('commune.changed', ({ part }) => parts.push(part));
  const told: string[] = [];
  app.live.changed = (topic) => void told.push(topic);

  t.match(await admin.get('/api/commune'), { status: 200, body: { name: '', title: 'Toàn xã', version: 0 } });
  const saved = await admin.put('/api/commune', { ...PROFILE, version: 0 });
  t.match(saved, {
    status: 200,
    body: { ...PROFILE, title: 'Xã Tân Lập', province: 'tỉnh Lào Cai', version: 1 },
  });
  t.match(await admin.get('/api/commune'), { body: saved.body });
  t.match(await admin.put('/api/commune', { ...PROFILE, version: 0 }), {
    status: 409,
    body: { error: { code: 'item.conflict' } },
  });
  t.match(await admin.put('/api/commune', { ...PROFILE, code: '12' }), {
    status: 400,
    body: { error: { code: 'input.invalid', field: 'code', message: /5 chữ số/ } },
  });
  t.match(await admin.put('/api/commune', { ...PROFILE, kind: 'huyện' }), {
    status: 400,
    body: { error: { field: 'kind' } },
  });
  t.match(await admin.put('/api/commune', { ...PROFILE, mayor: 'x' }), {
    status: 400,
    body: { error: { field: 'mayor' } },
  });
  t.strictSame(parts, ['profile']);
  t.strictSame(
    told.filter((topic) => topic !== 'audit' && topic !== 'system'),
    ['commune', 'zones'],
    'the root is renamed with the commune',
  );
  t.match((await admin.get('/api/provinces')).body.items, [
    { code: '01', kind: 'thanh-pho', name: 'Hà Nội' },
  ]);

  t.equal((await nobody.get('/api/commune')).status, 401);
  t.equal((await (await signIn('police')).get('/api/commune')).status, 403);
  const viewer = await signIn('viewer');
  t.equal((await viewer.get('/api/commune')).status, 200);
  t.equal((await viewer.put('/api/commune', PROFILE)).status, 403);

  const log = await admin.get('/api/audit?action=commune.save');
  t.match(log.body.items, [{ action: 'commune.save', target: 'commune:1', details: { code: '12345' } }]);
  t.equal(log.body.items.length, 1, 'what was refused is not in the log');
});

t.test('zones and provinces come in pages', async (t) => {
  const { signIn } = await startStation(t);
  const admin = await signIn('admin');
  const names = Array.from({ length: 120 }, (_, i) => `Thôn ${i + 1}`);
  await admin.post('/api/zones/import', { names });
  const all = async (url: string, limit: number) => {
    const items: { name: string; id: string }[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const { body } = await admin.get(`${url}?limit=${limit}${next && `&after=${next}`}`);
      items.push(...body.items);
      next = body.next;
    }
    return items.map(({ name }) => name);
  };
  t.same(await all('/api/zones', 50), ['Toàn xã', ...names], 'each parent before its children');
  t.same(await all('/api/zones', 200), ['Toàn xã', ...names]);
  const provinces = await all('/api/provinces', 10);
  t.equal(new Set(provinces).size, 34);
  t.same(await all('/api/provinces', 50), provinces);
  const first = (await admin.get('/api/zones?limit=2')).body;
  await admin.delete(`/api/zones/${first.items[1].id}`);
  t.match(await admin.get(`/api/zones?after=${first.next}`), {
    status: 400,
    body: { error: { field: 'after' } },
  });
  t.equal((await admin.get('/api/zones?after=nonsense')).status, 400);
});

t.test('zones', async (t) => {
  const { signIn } = await startStation(t);
  const admin = await signIn('admin');
  const [root] = (await admin.get('/api/zones')).body.items;
  t.match(root, { kind: 'xa', parentId: null });

  const made = await admin.post('/api/zones', { name: 'Thôn 1' });
  t.match(made, { status: 201, body: { kind: 'thon', parentId: root.id, sort: 0 } });
  t.match(await admin.post('/api/zones', { name: 'thôn 1' }), {
    status: 409,
    body: { error: { code: 'zone.name_taken', field: 'name' } },
  });
  t.match(await admin.post('/api/zones', { name: '' }), { status: 400, body: { error: { field: 'name' } } });

  const imported = await admin.post('/api/zones/import', { names: ['Thôn 1\nThôn 2', 'Thôn 3'] });
  t.match(imported, {
    status: 200,
    body: { created: [{ name: 'Thôn 2' }, { name: 'Thôn 3' }], duplicates: ['Thôn 1'] },
  });

  const { id } = made.body;
  t.match(await admin.patch(`/api/zones/${id}`, { name: 'Thôn Một', sort: 2 }), {
    status: 200,
    body: { name: 'Thôn Một', sort: 2 },
  });
  t.match(await admin.patch(`/api/zones/${id}`, { kind: 'xa' }), { status: 400 });
  t.match(await admin.patch('/api/zones/x', { name: 'Y' }), { status: 404 });
  t.match(await admin.patch(`/api/zones/${root.id}`, { name: 'Y' }), {
    status: 409,
    body: { error: { code: 'zone.root_fixed' } },
  });
  await admin.post('/api/zones', { name: 'Cụm', parentId: id });
  t.match(await admin.delete(`/api/zones/${id}`), {
    status: 409,
    body: { error: { code: 'zone.in_use', message: /1 địa bàn bên dưới/ } },
  });
  t.equal((await admin.delete(`/api/zones/${imported.body.created[0].id}`)).status, 204);
  t.match(
    (await admin.get('/api/zones')).body.items.map(({ name }: { name: string }) => name),
    ['Toàn xã', 'Thôn 3', 'Thôn Một', 'Cụm'],
  );

  const editor = await signIn('editor');
  t.equal((await editor.get('/api/zones')).status, 200);
  for (const answer of [
    await editor.post('/api/zones', { name: 'X' }),
    await editor.post('/api/zones/import', { names: ['X'] }),
    await editor.patch(`/api/zones/${id}`, { name: 'X' }),
    await editor.delete(`/api/zones/${id}`),
  ]) {
    t.equal(answer.status, 403);
  }
  const actions = (await admin.get('/api/audit')).body.items.map(({ action }: { action: string }) => action);
  t.strictSame(actions.filter((action: string) => action.startsWith('zone.')).reverse(), [
    'zone.create',
    'zone.import',
    'zone.update',
    'zone.create',
    'zone.delete',
  ]);
});

t.test('calendar', async (t) => {
  const { app, signIn } = await startStation(t);
  const admin = await signIn('admin');
  const year = await admin.get('/api/calendar?from=2027-02-05&to=2027-02-06');
  t.match(year, {
    status: 200,
    body: {
      items: [
        {
          day: '2027-02-05',
          weekday: 5,
          lunar: { day: 29, month: 12, year: 2026 },
          holiday: 'Tết Nguyên đán',
        },
        {
          day: '2027-02-06',
          lunar: { text: 'mồng một tháng Giêng năm Đinh Mùi' },
          holiday: 'Tết Nguyên đán',
        },
      ],
    },
  });
  t.match(await admin.get('/api/calendar?from=2027-02-31&to=2027-03-06'), {
    status: 400,
    body: { error: { field: 'from' } },
  });
  t.match(await admin.get('/api/calendar?from=2027-02-01'), {
    status: 400,
    body: { error: { field: 'to' } },
  });

  const parts: string[] = [];
  app.events.on('commune.changed', ({ part }) => parts.push(part));
  const holiday = { name: 'Hội làng', calendar: 'lunar', day: 12, month: 2, year: 0, days: 1 };
  t.equal((await admin.put('/api/settings/calendar', { holidays: [holiday] })).status, 200);
  t.equal(app.commune.day('2027-03-19').holiday, 'Hội làng');
  t.strictSame(parts, ['calendar']);
  t.match(await admin.put('/api/settings/calendar', { holidays: [{ ...holiday, year: 26 }] }), {
    status: 400,
  });
  t.match(await admin.put('/api/settings/calendar', { holidays: [{ ...holiday, day: 32 }] }), {
    status: 400,
  });
});
