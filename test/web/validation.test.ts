import fc from 'fast-check';
import Fastify, { type FastifySchema } from 'fastify';
import t from 'tap';
import { Type } from 'typebox';
import { answerErrors } from '../../src/web/errors-hook.ts';
import { validateRequests } from '../../src/web/validation.ts';
import { createWarmUp } from '../../src/web/warm-up.ts';
import { startStation } from '../harness.ts';

const Item = Type.Object({
  title: Type.String({ minLength: 1, maxLength: 5 }),
  volume: Type.Optional(Type.Integer({ minimum: 0, maximum: 100, default: 80 })),
  state: Type.Optional(Type.Union([Type.Literal('draft'), Type.Literal('approved')])),
  zone: Type.Optional(Type.Union([Type.String({ format: 'uuid' }), Type.Null()])),
  day: Type.Optional(Type.String({ format: 'date' })),
  times: Type.Optional(
    Type.Array(Type.String({ pattern: '^\\d{2}:\\d{2}$' }), { maxItems: 2, uniqueItems: true }),
  ),
  place: Type.Optional(Type.Object({ lat: Type.Number(), lon: Type.Number() })),
});

/** Answers with what the handler was given. */
async function echo(schema: FastifySchema) {
  const app = Fastify();
  validateRequests(app, createWarmUp());
  answerErrors(app);
  if (schema.body) app.post('/', { schema }, (request) => ({ body: request.body, query: request.query }));
  else app.get('/:id', { schema }, (request) => ({ params: request.params, query: request.query }));
  await app.ready();
  return {
    async post(payload: unknown, query = '') {
      const answer = await app.inject({
        method: 'POST',
        url: `/${query}`,
        headers: { 'content-type': 'application/json' },
        payload: JSON.stringify(payload),
      });
      return { status: answer.statusCode, ...answer.json() };
    },
    get: async (url: string) => (await app.inject(url)).json(),
    close: () => app.close(),
  };
}

t.test('a body is taken as it is, with its defaults filled in', async (t) => {
  const api = await echo({ body: Item });
  t.teardown(api.close);
  t.same((await api.post({ title: 'a' })).body, { title: 'a', volume: 80 });
  const whole = { title: 'ấm', volume: 0, state: 'draft', zone: null, place: { lat: 1, lon: 2 } };
  t.same((await api.post(whole)).body, whole);
});

t.test('the first mistake is told, by its field and in Vietnamese', async (t) => {
  const api = await echo({ body: Item });
  t.teardown(api.close);
  const cases: [unknown, field: string, reason: string][] = [
    [{}, 'title', 'bắt buộc phải có'],
    [{ title: '' }, 'title', 'không được để trống'],
    [{ title: 'dài quá rồi' }, 'title', 'nhiều nhất 5 ký tự'],
    [{ title: 5 }, 'title', 'phải là chữ'],
    [{ title: 'a', volume: '5' }, 'volume', 'phải là số nguyên'],
    [{ title: 'a', volume: 1.5 }, 'volume', 'phải là số nguyên'],
    [{ title: 'a', volume: -1 }, 'volume', 'không được nhỏ hơn 0'],
    [{ title: 'a', volume: 101 }, 'volume', 'không được lớn hơn 100'],
    [{ title: 'a', state: 'gone' }, 'state', 'chỉ nhận draft, approved'],
    [{ title: 'a', zone: 'x' }, 'zone', 'mã không đúng dạng'],
    [{ title: 'a', zone: 7 }, 'zone', 'phải là chữ'],
    [{ title: 'a', day: '2026-02-31' }, 'day', 'phải là ngày dạng NĂM-THÁNG-NGÀY, ví dụ 2026-03-15'],
    [{ title: 'a', times: '07:30' }, 'times', 'phải là một danh sách'],
    [{ title: 'a', times: ['07:30', '7h'] }, 'times.1', 'chưa đúng dạng'],
    [{ title: 'a', times: ['07:30', '07:30'] }, 'times', 'có mục bị trùng'],
    [{ title: 'a', times: ['07:30', '08:30', '09:30'] }, 'times', 'nhiều nhất 2 mục'],
    [{ title: 'a', extra: 1 }, 'extra', 'không có ô này'],
    [{ title: 'a', place: { lat: 1, lon: 2, up: 3 } }, 'place.up', 'không có ô này'],
    [{ title: 'a', place: { lat: 1 } }, 'place.lon', 'bắt buộc phải có'],
    [[], 'body', 'phải là một nhóm các ô'],
    [null, 'body', 'phải là một nhóm các ô'],
    ['text', 'body', 'phải là một nhóm các ô'],
  ];
  for (const [body, field, reason] of cases) {
    const { status, error } = await api.post(body);
    t.equal(status, 400, JSON.stringify(body));
    t.match(error, { code: 'input.invalid', field, message: `Ô “${field}” chưa đúng: ${reason}` });
    const [, english = ''] = /^Field “.*” is not valid: (.+)$/.exec(error.messageEn) ?? [];
    t.match(english, /^[\x20-\x7e]+$/, `${reason}: ${english}`);
  }
});

t.test('a query is text: numbers, booleans and lists in it are read, and only whole ones', async (t) => {
  const api = await echo({
    querystring: Type.Object({
      limit: Type.Optional(Type.Integer({ default: 50 })),
      ratio: Type.Optional(Type.Number()),
      open: Type.Optional(Type.Boolean()),
      id: Type.Optional(Type.Array(Type.Integer())),
      q: Type.Optional(Type.String()),
      hour: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
    }),
    params: Type.Object({ id: Type.Integer() }),
  });
  t.teardown(api.close);
  t.same(await api.get('/7?limit=5&ratio=-1.5&open=true&id=1&id=2&q=12&hour=3'), {
    params: { id: 7 },
    query: { limit: 5, ratio: -1.5, open: true, id: [1, 2], q: '12', hour: 3 },
  });
  t.same((await api.get('/7?id=4')).query, { limit: 50, id: [4] });
  for (const [query, field] of [
    ['limit=5.5', 'limit'],
    ['limit=0x10', 'limit'],
    ['limit=', 'limit'],
    ['limit=1e3', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['open=1', 'open'],
    ['id=1&id=b', 'id.1'],
    ['other=1', 'other'],
    ['__proto__=1', '__proto__'],
  ] as const) {
    t.match((await api.get(`/7?${query}`)).error, { code: 'input.invalid', field }, query);
  }
  t.match((await api.get('/seven')).error, { code: 'input.invalid', field: 'id' });
});

t.test('intersections are closed as a whole, and an open object stays open', async (t) => {
  const both = await echo({
    body: Type.Intersect([Type.Object({ a: Type.String() }), Type.Object({ b: Type.String() })]),
  });
  t.teardown(both.close);
  t.equal((await both.post({ a: '1', b: '2' })).status, 200);
  t.match((await both.post({ a: '1', b: '2', c: '3' })).error, { code: 'input.invalid', field: 'c' });
  const open = await echo({ body: Type.Object({ a: Type.String() }, { additionalProperties: true }) });
  t.teardown(open.close);
  t.equal((await open.post({ a: '1', c: '3' })).status, 200);
  const record = await echo({ body: Type.Record(Type.String(), Type.Object({ n: Type.Integer() })) });
  t.teardown(record.close);
  t.equal((await record.post({ x: { n: 1 } })).status, 200);
  t.match((await record.post({ x: { n: 1, m: 1 } })).error, { code: 'input.invalid', field: 'x.m' });
});

t.test('whatever is sent is either what the schema allows or a named mistake', async (t) => {
  const api = await echo({ body: Item });
  t.teardown(api.close);
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.jsonValue(), fc.record({ title: fc.jsonValue(), times: fc.jsonValue() })),
      async (body) => {
        const { status, error } = await api.post(body);
        return (
          status === 200 ||
          (status === 400 && (error.code === 'input.invalid' || error.code === 'input.malformed'))
        );
      },
    ),
    { numRuns: 200 },
  );
});

t.test('a text is measured and passed on composed, however it was typed', async (t) => {
  const { app, nobody, signIn } = await startStation(t);
  const admin = await signIn('admin');
  const name = 'Nguyễn Thị Hạnh '.repeat(6).trim();
  t.ok([...name].length < 100 && [...name.normalize('NFD')].length > 100);
  const made = await admin.post('/api/users', {
    username: 'hanh',
    name: name.normalize('NFD'),
    role: 'editor',
  });
  t.match(made, { status: 201, body: { name } });
  t.equal((await nobody.post('/api/session', 'text')).status, 400);
  const deep = `${'{"a":'.repeat(50_000)}"x"${'}'.repeat(50_000)}`;
  const { statusCode } = await app.inject({
    method: 'POST',
    url: '/api/zones',
    headers: { ...admin.headers, 'content-type': 'application/json' },
    payload: deep,
  });
  t.equal(statusCode, 400);
});
