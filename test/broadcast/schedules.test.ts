import t from 'tap';
import { addDays, localDay, localInstant } from '../../src/clock.ts';
import { stationFolder } from '../station-folder.ts';
import { MORNING, pause, stand, tomorrow, wallTime } from './stand.ts';

t.setTimeout(120_000);

t.test('what is refused, and which field is to blame', async (t) => {
  const s = await stand(t);
  const bulletinId = await s.approved();
  const day = tomorrow(s.now());
  const once = { bulletinId, zoneIds: [s.zone], kind: 'once', date: day, times: ['08:00'] };
  const weekly = { bulletinId, zoneIds: [s.zone], kind: 'weekly', days: [1], times: ['08:00'] };
  const cases: [field: string, body: object][] = [
    ['date', { ...once, date: '2027-02-31' }],
    ['date', { ...once, date: '2027-02-29' }],
    ['date', { ...once, date: '31/2/2027' }],
    ['date', { ...once, date: null }],
    ['date', { ...once, date: '2026-11-30' }],
    ['date', { ...once, date: '2099-01-01' }],
    ['times.0', { ...once, date: localDay(s.now()), times: ['07:59'] }],
    ['times.1', { ...once, times: ['08:00', '24:00'] }],
    ['times.0', { ...once, times: ['04:59'] }],
    ['times.0', { ...once, times: ['21:00'] }],
    ['times', { ...once, times: [] }],
    ['times', { ...once, times: ['08:00', '08:00'] }],
    ['times', { ...once, times: '08:00' }],
    ['zoneIds', { ...once, zoneIds: [] }],
    ['zoneIds.1', { ...once, zoneIds: [s.zone, 'nowhere'] }],
    ['bulletinId', { ...once, bulletinId: 'nothing' }],
    ['kind', { ...once, kind: 'monthly' }],
    ['days', { ...weekly, days: [] }],
    ['days.0', { ...weekly, days: [0] }],
    ['to', { ...weekly, from: '2027-01-10', to: '2027-01-09' }],
    ['to', { ...weekly, to: '2026-11-30' }],
    ['from', { ...weekly, from: '2027-02-30' }],
    ['except.1', { ...weekly, except: [day, '2027-04-31'] }],
    ['repeats', { ...weekly, repeats: 0 }],
    ['chime', { ...weekly, chime: 'không-có' }],
    ['surprise', { ...weekly, surprise: true }],
    ['enabled', { ...weekly, enabled: 'yes' }],
  ];
  for (const url of ['/api/schedules', '/api/schedules/check']) {
    for (const [field, body] of cases) {
      const answer = await s.editor.post(url, body);
      t.match(answer, { status: 400, body: { error: { field } } }, `${url} ${JSON.stringify(body)}`);
    }
  }
  t.same((await s.editor.get('/api/schedules')).body.items, [], 'nothing is stored');
  t.same(await s.playouts(), []);
});

t.test('local wall time, also across midnight and the year’s end', async (t) => {
  const s = await stand(t, {
    at: Date.UTC(2026, 11, 31, 16, 50),
    settings: { permittedFrom: '00:00', permittedTo: '00:00' },
  });
  t.same(wallTime(s.now()), { day: '2026-12-31', time: '23:50' });
  const bulletinId = await s.approved();
  const nightly = {
    bulletinId,
    zoneIds: [s.zone],
    kind: 'weekly',
    days: [1, 2, 3, 4, 5, 6, 7],
    times: ['23:58', '00:02'],
  };
  const { body } = await s.editor.post('/api/schedules/check', nightly);
  t.same(
    body.next.slice(0, 3).map((at: number) => Object.values(wallTime(at)).join(' ')),
    ['2026-12-31 23:58', '2027-01-01 00:02', '2027-01-01 23:58'],
  );
  t.equal(body.next[1], Date.UTC(2026, 11, 31, 17, 2));
  const made = await s.editor.post('/api/schedules', nightly);
  t.equal(made.body.nextAt, localInstant('2026-12-31', '23:58'));
  t.equal((await s.playouts()).length, 28);
});

t.test('overlaps: same zone or one around it, at the same time', async (t) => {
  const s = await stand(t);
  const east = (await s.admin.post('/api/zones', { name: 'Thôn Đông' })).body.id as string;
  const west = (await s.admin.post('/api/zones', { name: 'Thôn Tây' })).body.id as string;
  s.addSpeaker('Đông 1', { zoneId: east });
  s.addSpeaker('Tây 1', { zoneId: west });
  const long = await s.approved('Dài hai phút', { text: 'Một câu dài vừa phải để đọc. '.repeat(60) });
  const day = tomorrow(s.now());
  const at = (time: string, zoneIds: string[]) => ({
    bulletinId: long,
    kind: 'once',
    date: day,
    times: [time],
    zoneIds,
  });
  const { body: made } = await s.editor.post('/api/schedules', at('08:00', [east]));
  const check = async (time: string, zoneIds: string[], more = {}) =>
    (await s.editor.post('/api/schedules/check', { ...at(time, zoneIds), ...more })).body;
  const planned = localInstant(day, '08:00');
  t.match(await check('08:01', [east]), { overlaps: [{ plannedAt: planned, title: 'Dài hai phút' }] });
  t.match(await check('07:59', [s.zone]), {
    overlaps: [{ plannedAt: planned }],
    warnings: [{ code: 'overlap' }],
  });
  t.same((await check('08:01', [west])).overlaps, [], 'another zone');
  t.same((await check('08:20', [east])).overlaps, [], 'later');
  t.same((await check('08:01', [east], { id: made.id })).overlaps, [], 'not with itself');
});

t.test('more overlaps than are listed, among more plans than are read at once', async (t) => {
  const s = await stand(t, { settings: { maxSessionsPerDay: 100 } });
  const village = (await s.admin.post('/api/zones', { name: 'Thôn Đông' })).body.id as string;
  const part = (await s.admin.post('/api/zones', { name: 'Cụm 1', parentId: village })).body.id as string;
  const other = (await s.admin.post('/api/zones', { name: 'Thôn Tây' })).body.id as string;
  s.addSpeaker('Loa 1', { zoneId: part });
  const bulletinId = await s.approved('Dài', { text: 'Một câu dài vừa phải để đọc. '.repeat(60) });
  const times = Array.from(
    { length: 24 },
    (_, i) => `${String(6 + (i >> 1)).padStart(2, '0')}:${i % 2 ? 30 : 10}`,
  );
  const daily = { bulletinId, kind: 'weekly', days: [1, 2, 3, 4, 5, 6, 7] };
  const first = await s.editor.post('/api/schedules', { ...daily, times, zoneIds: [village] });
  t.equal(first.status, 201, JSON.stringify(first.body));
  await s.editor.post('/api/schedules', { ...daily, times: ['17:20'], zoneIds: [part] });
  const check = async (body: object) =>
    (await s.editor.post('/api/schedules/check', { ...daily, zoneIds: [part], ...body })).body;

  const last = await check({ days: [1, 2, 3, 4, 5, 6, 7], times: ['17:21'] });
  t.same(
    last.overlaps.map(({ plannedAt }: { plannedAt: number }) => wallTime(plannedAt).time),
    Array(14).fill('17:20'),
    'to the end of the two weeks',
  );
  t.match(last.warnings[0], { code: 'overlap', message: /với 14 lượt/ });
  const many = await check({ times: ['08:11', '09:11', '10:11'] });
  t.equal(many.overlaps.length, 20);
  t.match(many.warnings[0], { code: 'overlap', message: /hơn 20 lượt/, messageEn: /more than 20 / });
  const sorted = many.overlaps.map(({ at }: { at: number }) => at);
  t.same(sorted, sorted.toSorted());
  t.same((await check({ times: ['08:11'], zoneIds: [other] })).overlaps, []);
  t.equal(
    (await check({ times: ['08:11'], zoneIds: [s.zone] })).overlaps.length,
    14,
    'the commune is around it',
  );
});

t.test('times of one schedule that are too close to each other', async (t) => {
  const s = await stand(t);
  s.addSpeaker('Loa 1');
  const bulletinId = await s.approved('Dài hai phút', { text: 'Một câu dài vừa phải để đọc. '.repeat(60) });
  const codes = async (times: string[], more = {}) => {
    const body = { bulletinId, zoneIds: [s.zone], kind: 'weekly', days: [5], times, ...more };
    const { warnings } = (await s.editor.post('/api/schedules/check', body)).body;
    return warnings.map(({ code }: { code: string }) => code);
  };
  t.same(await codes(['08:00', '08:01']), ['too_close']);
  t.same(await codes(['08:00', '08:10']), []);
  t.same(await codes(['08:00', '08:10'], { repeats: 5 }), ['too_close'], 'all repeats count');
});

t.test('once, at several times: what is left of it can be changed after the first', async (t) => {
  const s = await stand(t);
  const village = (await s.admin.post('/api/zones', { name: 'Thôn Đông' })).body.id as string;
  const bulletinId = await s.approved();
  const date = localDay(s.now());
  const once = { bulletinId, zoneIds: [s.zone], kind: 'once', date, times: ['08:30', '17:00'] };
  const { body: made } = await s.editor.post('/api/schedules', once);
  s.step(60 * 60_000);
  const put = (body: object) => s.editor.put(`/api/schedules/${made.id}`, { ...once, ...body });
  t.match(await put({ zoneIds: [village] }), {
    status: 200,
    body: { zoneIds: [village], times: once.times },
  });
  t.equal((await s.editor.post('/api/schedules/check', { ...once, id: made.id })).status, 200);
  const rows = await s.playouts(`&scheduleId=${made.id}`);
  t.equal(rows.filter(({ zoneIds }) => zoneIds[0] === village).length, 1, 'only what is still to come');
  for (const [field, refused] of [
    ['times.0', { times: ['08:31', '17:00'] }],
    ['times.0', { times: ['08:30'] }],
    ['date', { date: '2026-11-30' }],
  ] as const) {
    t.match(await put(refused), { status: 400, body: { error: { field } } }, JSON.stringify(refused));
  }
  t.equal((await s.editor.post('/api/schedules', once)).status, 400, 'a new one has no past');
});

t.test('warnings: length, number a day, the end of the permitted hours', async (t) => {
  const s = await stand(t, { settings: { longestMinutes: 1, maxSessionsPerDay: 2 } });
  s.addSpeaker('Loa 1');
  const long = await s.approved('Dài', { text: 'Một câu dài vừa phải để đọc. '.repeat(60) });
  const codes = async (times: string[], more = {}) => {
    const body = { bulletinId: long, zoneIds: [s.zone], kind: 'weekly', days: [5], times, ...more };
    const { warnings } = (await s.editor.post('/api/schedules/check', body)).body;
    return warnings.map(({ code }: { code: string }) => code);
  };
  t.same(await codes(['08:00']), ['too_long']);
  t.same(await codes(['08:00', '09:00', '10:00']), ['too_long', 'too_many']);
  t.same(await codes(['20:59']), ['too_long', 'past_hours']);
});

t.test('editing what somebody else has just edited', async (t) => {
  const s = await stand(t);
  const bulletinId = await s.approved();
  const weekly = { bulletinId, zoneIds: [s.zone], kind: 'weekly', days: [1], times: ['08:00'] };
  const { body: made } = await s.editor.post('/api/schedules', weekly);
  t.equal((await s.editor.put(`/api/schedules/${made.id}`, { ...weekly, version: 1 })).body.version, 2);
  t.match(await s.admin.put(`/api/schedules/${made.id}`, { ...weekly, version: 1 }), {
    status: 409,
    body: { error: { code: 'item.conflict' } },
  });
  t.equal((await s.editor.put('/api/schedules/none', weekly)).status, 404);
  t.equal((await s.editor.delete('/api/schedules/none')).status, 404);
  const { body: page } = await s.viewer.get(`/api/schedules?bulletinId=${bulletinId}&enabled=true&limit=1`);
  t.match(page, { items: [{ id: made.id, bulletinTitle: 'Thông báo' }], next: null });
  t.equal((await s.viewer.get('/api/schedules?enabled=false')).body.items.length, 0);
  const held = await s.admin.delete(`/api/zones/${s.zone}`);
  t.equal(held.status, 409, 'a zone that a schedule plays to stays');
  t.equal(made.createdAt >= MORNING, true);
});

t.test('what a station that was off has missed, it lists', async (t) => {
  const data = stationFolder(t);
  const before = await stand(t, { data });
  const bulletinId = await before.approved();
  const weekly = {
    bulletinId,
    zoneIds: [before.zone],
    kind: 'weekly',
    days: [1, 2, 3, 4, 5, 6, 7],
    times: ['17:00'],
  };
  await before.editor.post('/api/schedules', weekly);
  await before.station.close();
  const s = await stand(t, { data, at: MORNING + 20 * 86_400_000 });
  await s.reaches((await s.playouts()).at(-1)?.id ?? '', 'missed');
  await pause(2_500);
  const rows = await s.playouts();
  const missed = rows.filter(({ state }) => state === 'missed');
  t.equal(missed.length, 20, 'also the days beyond what was planned');
  t.ok(missed.every(({ reasonCode }) => reasonCode === 'station_off'));
  t.equal(rows.filter(({ state }) => state === 'planned').length, 14);
  const days = new Set(rows.map(({ plannedAt }) => localDay(plannedAt)));
  t.equal(days.size, 34);
  t.ok(days.has(addDays(localDay(MORNING), 33)));
  t.match((await s.viewer.get('/api/alerts?state=open')).body.items, [
    { rule: 'broadcast.missed', count: 20 },
  ]);
});
