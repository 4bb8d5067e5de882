import t from 'tap';
import { Pairing } from '../../src/speakers/pairing.ts';
import { startStation } from '../harness.ts';

t.test('a code is good once, for ten minutes', (t) => {
  let now = 0;
  const pairing = new Pairing(() => now);
  const { id, code, expiresAt } = pairing.issue('z');
  t.match(code, /^\d{6}$/);
  t.equal(expiresAt, 600_000);
  t.strictSame(pairing.check(` ${code.slice(0, 3)} ${code.slice(3)}`), { zoneId: 'z' });
  t.strictSame(pairing.check(code), { zoneId: 'z' }, 'looking does not use it up');
  t.equal(pairing.speakerOf(id), undefined);
  pairing.use(code, 'loa');
  t.equal(pairing.speakerOf(id), 'loa');
  t.throws(() => pairing.check(code), { code: 'pairing.wrong' });
  const late = pairing.issue(null).code;
  now = 600_000;
  t.throws(() => pairing.check(late), { code: 'pairing.wrong' });
  t.equal(pairing.speakerOf(id), 'loa', 'also when it would have expired');
  t.end();
});

t.test('guessing cancels every code', (t) => {
  const pairing = new Pairing(() => 0);
  const { code } = pairing.issue(null);
  const wrong = code === '000000' ? '000001' : '000000';
  for (let i = 1; i < 20; i++) t.throws(() => pairing.check(wrong), { code: 'pairing.wrong' });
  t.throws(() => pairing.check(wrong), { code: 'pairing.locked' });
  t.throws(() => pairing.check(code), { code: /pairing/ });
  t.end();
});

t.test('only the newest few are open', (t) => {
  const pairing = new Pairing(() => 0);
  const codes = Array.from({ length: 7 }, () => pairing.issue(null).code);
  t.throws(() => pairing.check(codes[0] ?? ''));
  t.ok(pairing.check(codes[6] ?? ''));
  t.end();
});

t.test('by the API', async (t) => {
  const station = await startStation(t);
  const { app } = station;
  const admin = await station.signIn('admin');
  const zoneId = app.commune.tree.root().id;
  const { status, body } = await admin.post('/api/speakers/pairing', { zoneId });
  t.equal(status, 201);
  t.equal(
    (await station.nobody.post('/loa/pair', { code: '1', name: 'x' })).body.error.code,
    'pairing.wrong',
  );
  const taken = await station.nobody.post('/loa/pair', { code: body.code, name: '' });
  t.equal(taken.status, 400);
  const whose = async () => (await admin.get(`/api/speakers/pairing/${body.id}`)).body.speaker;
  t.equal(await whose(), null);
  // A colleague pairs another one meanwhile.
  const other = (await admin.post('/api/speakers/pairing', {})).body;
  await station.nobody.post('/loa/pair', { code: other.code, name: 'Máy của người khác' });
  t.equal(await whose(), null);
  const paired = await station.nobody.post('/loa/pair', { code: body.code, name: 'Máy tính bảng một cửa' });
  t.equal(paired.status, 201);
  t.match(paired.body, { name: 'Máy tính bảng một cửa', token: /^[0-9a-v]{32}$/ });
  t.strictSame(await whose(), { id: paired.body.speakerId, name: 'Máy tính bảng một cửa' });
  t.equal((await station.nobody.get(`/api/speakers/pairing/${body.id}`)).status, 401);
  const speaker = app.speakers.get(paired.body.speakerId);
  t.match(speaker, { profile: 'web', transport: 'web', zoneId, online: false, confirmed: false });
  t.notMatch(JSON.stringify(app.db.prepare('SELECT * FROM speakers').all()), paired.body.token);
  t.equal(
    (await station.nobody.post('/loa/pair', { code: body.code, name: 'y' })).body.error.code,
    'pairing.wrong',
  );
  t.equal(
    (await admin.post(`/api/speakers/${paired.body.speakerId}/credentials`)).body.error.code,
    'speaker.no_credentials',
  );
  const another = (await admin.post('/api/speakers/pairing', {})).body.code;
  const same = await station.nobody.post('/loa/pair', { code: another, name: 'Máy tính bảng một cửa' });
  t.equal(same.body.error.code, 'device.name_taken');
  t.equal(
    (await station.nobody.post('/loa/pair', { code: another, name: 'Máy hai' })).status,
    201,
    'a mistake in the name costs no code',
  );
});
