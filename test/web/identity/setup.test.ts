import t from 'tap';
import { startStation } from '../../harness.ts';
import { stationFolder } from '../../station-folder.ts';

const ACCOUNT = {
  username: 'Chu.Tich',
  name: ' Nguyễn  Văn An ',
  password: 'trời mưa to quá 27',
  pin: '246810',
};
const DAY = 86_400_000;

t.test('whoever has the code makes the first account, once, and is signed in', async (t) => {
  const { app, nobody } = await startStation(t);
  const code = app.identity.firstRunCode() ?? '';
  t.match(code, /^[2-9a-hjkmnp-z]{4}-[2-9a-hjkmnp-z]{4}$/);
  t.equal((await nobody.get('/api/session')).body.setup, true);
  const dump = JSON.stringify(app.db.prepare('SELECT * FROM setup_code').all());
  t.notOk(dump.includes(code.replace('-', '')));

  const weak = await nobody.post('/api/setup', { code, ...ACCOUNT, pin: '000000' });
  t.match(weak, { status: 400, body: { error: { field: 'pin' } } }, 'a slip does not use the code up');
  const answer = await nobody.post('/api/setup', { code: code.toUpperCase().replace('-', ' '), ...ACCOUNT });
  t.match(answer, {
    status: 200,
    body: {
      setup: false,
      user: { username: 'chu.tich', name: 'Nguyễn Văn An', role: 'admin', hasPin: true },
    },
  });
  t.match(answer.headers['set-cookie'], /^tramso=/);
  t.equal(app.identity.firstRunCode(), null);
  t.equal(await app.pin.verify(answer.body.user.id, '246810'), true);
  t.match(await nobody.post('/api/setup', { code, ...ACCOUNT, username: 'khac' }), {
    status: 409,
    body: { error: { code: 'setup.done' } },
  });
});

t.test('two browsers with the same code make one account', async (t) => {
  const { app, nobody } = await startStation(t);
  const code = app.identity.firstRunCode() ?? '';
  const answers = await Promise.all(
    ['mot', 'hai'].map((username) => nobody.post('/api/setup', { code, ...ACCOUNT, username })),
  );
  t.same(answers.map(({ status }) => status).sort(), [200, 409]);
  t.equal(app.db.prepare('SELECT count(*) FROM users').pluck().get(), 1);
});

t.test('ten wrong codes close the first run until the next start, which has another code', async (t) => {
  const data = stationFolder(t);
  const first = await startStation(t, { data });
  const code = first.app.identity.firstRunCode() ?? '';
  const send = (given: string, from: number) =>
    first.app.inject({
      method: 'POST',
      url: '/api/setup',
      payload: { code: given, ...ACCOUNT },
      remoteAddress: `10.0.0.${from}`,
    });
  const wrong = await Promise.all(Array.from({ length: 10 }, (_, i) => send(`2222-22${10 + i}`, i)));
  for (const answer of wrong) t.match(answer.json(), { error: { code: 'setup.code_wrong' } });
  t.match((await send(code, 20)).json(), { error: { code: 'setup.code_wrong' } }, 'the right one, too late');
  await first.close();

  const second = await startStation(t, { data });
  const next = second.app.identity.firstRunCode() ?? '';
  t.not(next, code);
  t.equal((await second.nobody.post('/api/setup', { code, ...ACCOUNT })).status, 403, 'the old one');
  t.equal((await second.nobody.post('/api/setup', { code: next, ...ACCOUNT })).status, 200);
});

t.test('a code is good for a day', async (t) => {
  let now = Date.UTC(2027, 0, 4);
  const { app, nobody } = await startStation(t, { wall: () => now });
  const code = app.identity.firstRunCode();
  now += DAY;
  t.equal((await nobody.post('/api/setup', { code, ...ACCOUNT })).status, 403);
});

t.test('bad input names its field and leaves nothing', async (t) => {
  const { app, nobody } = await startStation(t);
  const code = app.identity.firstRunCode();
  const bad: [field: string, value: unknown][] = [
    ['username', 'có dấu'],
    ['username', '-an'],
    ['username', 7],
    ['name', '   '],
    ['name', 'x'.repeat(101)],
    ['password', 'ngắn quá'],
    ['password', null],
    ['pin', 246810],
    ['pin', '2468'],
    ['code', ''],
    ['role', 'admin'],
  ];
  for (const [field, value] of bad) {
    // Each from its own address: the rate limit of the route is not what is tried here.
    const answer = await app.inject({
      method: 'POST',
      url: '/api/setup',
      payload: { code, ...ACCOUNT, [field]: value },
      remoteAddress: `10.0.3.${bad.findIndex((row) => row[1] === value)}`,
    });
    t.match(
      [answer.statusCode, answer.json().error],
      [400, { code: 'input.invalid', field }],
      `${field} ${value}`,
    );
  }
  t.equal(app.identity.needsSetup(), true);
  t.equal((await nobody.post('/api/setup', { code, ...ACCOUNT })).status, 200);
});
