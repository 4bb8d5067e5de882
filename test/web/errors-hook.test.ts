import Fastify, { type FastifyBaseLogger } from 'fastify';
import { pino } from 'pino';
import t from 'tap';
import { AppError } from '../../src/errors.ts';
import { answerErrors, toAppError } from '../../src/web/errors-hook.ts';
import { startStation } from '../harness.ts';

t.test('what was thrown finds its entry in the table of errors', async (t) => {
  const cases: [unknown, string, number][] = [
    [new AppError('item.conflict'), 'item.conflict', 409],
    [Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' }), 'disk.full', 507],
    [Object.assign(new Error('no space left'), { code: 'ENOSPC' }), 'disk.full', 507],
    [
      Object.assign(new Error('big'), { code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413 }),
      'input.too_large',
      413,
    ],
    [Object.assign(new SyntaxError('bad JSON'), { statusCode: 400 }), 'input.malformed', 400],
    [new TypeError('x is undefined'), 'internal', 500],
    ['a string', 'internal', 500],
    [null, 'internal', 500],
    [undefined, 'internal', 500],
  ];
  for (const [thrown, code, status] of cases) {
    const error = toAppError(thrown);
    t.match([error.code, error.statusCode], [code, status]);
  }
});

t.test('the cause of a failure is in the log and never in the answer', async (t) => {
  const lines: string[] = [];
  const log: FastifyBaseLogger = pino({ level: 'error' }, { write: (line: string) => lines.push(line) });
  const app = Fastify({ loggerInstance: log });
  t.teardown(() => app.close());
  answerErrors(app);
  app.get('/', () => {
    throw new Error('the secret place /var/lib/x');
  });
  const answer = await app.inject('/');
  t.equal(answer.statusCode, 500);
  t.match(answer.json(), { error: { code: 'internal', message: String, messageEn: String } });
  t.notMatch(answer.payload, 'secret place');
  t.match(lines.join(''), 'secret place');
});

t.test('a full disk is said to be one, nothing is saved, and reading goes on', async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  const { db } = station.app;
  db.exec('CREATE TABLE filler (x BLOB)');
  db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 1}`);
  t.throws(() => db.exec('INSERT INTO filler VALUES (randomblob(1000000))'), { code: 'SQLITE_FULL' });
  const fill = db.prepare('INSERT INTO filler VALUES (randomblob(300))');
  t.throws(() => {
    for (;;) fill.run();
  });
  let answer = { status: 201, body: { error: { code: '' } } };
  for (let i = 0; i < 50 && answer.status === 201; i++) {
    answer = await admin.post('/api/users', { username: `nguoi.${i}`, name: 'Người mới', role: 'viewer' });
  }
  t.match(answer, { status: 507, body: { error: { code: 'disk.full' } } });
  t.equal((await admin.get('/api/users')).status, 200);
  db.pragma('max_page_count = 1000000');
  const again = await admin.post('/api/users', {
    username: 'nguoi.cuoi',
    name: 'Người cuối',
    role: 'viewer',
  });
  t.equal(again.status, 201);
});

t.test('bad requests to a station are refused in the one shape, and change nothing', async (t) => {
  const station = await startStation(t);
  const { headers } = await station.signIn('admin');
  const send = async (payload: string | undefined, type?: string, url = '/api/users') => {
    const withType = type === undefined ? headers : { ...headers, 'content-type': type };
    const answer = await station.app.inject({
      method: 'POST',
      url,
      headers: withType,
      ...(payload !== undefined && { payload }),
    });
    t.match(answer.headers['content-type'], /^application\/json/);
    t.ok(answer.headers['content-security-policy']);
    return [answer.statusCode, answer.json().error.code];
  };
  const json = 'application/json';
  t.same(await send('{"username": ', json), [400, 'input.malformed']);
  t.same(await send('', json), [400, 'input.malformed']);
  t.same(await send('{"__proto__": {"role": "admin"}}', json), [400, 'input.malformed']);
  t.same(await send('{"constructor": {"prototype": {"a": 1}}}', json), [400, 'input.malformed']);
  t.same(await send('\u0000', json), [400, 'input.malformed']);
  t.same(await send('username=a', 'application/x-www-form-urlencoded'), [415, 'input.unsupported']);
  t.same(await send('{"username":"a"}', 'text/plain'), [415, 'input.unsupported']);
  t.same(await send('x', 'not a type'), [415, 'input.unsupported']);
  t.same(await send(undefined), [400, 'input.invalid']);
  t.same(await send(`"${'x'.repeat(1_100_000)}"`, json), [413, 'input.too_large']);
  t.same(await send('{}', json, '/api/nothing-here'), [404, 'route.not_found']);
  t.same(await send('['.repeat(100_000), json), [400, 'input.malformed']);
});

t.test('an address that is no valid URL is refused in our own shape', async (t) => {
  const { nobody } = await startStation(t);
  const { status, body } = await nobody.get('/api/%ff');
  t.equal(status, 400);
  t.equal(body.error.code, 'input.malformed');
});
