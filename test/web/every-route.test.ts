import t from 'tap';
import { ROLES } from '../../src/web/roles.ts';
import { startStation } from '../harness.ts';

/** Bodies that no route asks for. */
const WRONG_BODIES: unknown[] = [
  undefined,
  null,
  7,
  'text',
  [],
  [[[[]]]],
  { unknownField: 1 },
  { id: { $ne: null }, name: ['x'], text: { toString: 'x' } },
  { 'name\u0000': 'x', constructor: 1 },
];
const WRONG_IDS = [
  'x',
  '0',
  '01900000-0000-7000-8000-000000000000',
  '%00',
  '..%2f..%2fetc%2fpasswd',
  '%F0%9F%94%8A',
  "1'%20OR%201=1--",
];
const WRONG_QUERIES = [
  'limit=0',
  'limit=999999',
  'limit=abc',
  'after=zzz',
  'unknown=1',
  'limit=1&limit=2',
  'after[]=1',
];
/** These do what they say when they are asked, whatever the body. */
const ACTS = ['/api/session'];

t.test(
  'whatever is sent to whichever route, the answer is a named refusal or a success, never a failure',
  async (t) => {
    const station = await startStation(t);
    const admin = await station.signIn('admin');
    const { paths = {} } = station.app.swagger();
    let asked = 0;
    const check = async (method: string, url: string, body?: unknown) => {
      const answer = await station.app.inject({
        method: method.toUpperCase() as 'GET',
        url,
        remoteAddress: `10.0.${asked >> 8}.${asked & 255}`,
        headers: { ...admin.headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { payload: JSON.stringify(body) }),
      });
      asked++;
      const named =
        answer.statusCode < 400 ||
        (typeof answer.json().error?.code === 'string' && answer.json().error.code !== 'internal');
      if (!named || answer.statusCode === 500)
        t.fail(`${method} ${url} ${JSON.stringify(body)}: ${answer.payload.slice(0, 300)}`);
    };
    for (const [path, operations] of Object.entries(paths)) {
      if (ACTS.includes(path)) continue;
      const urls = path.includes('{') ? WRONG_IDS.map((id) => path.replaceAll(/\{\w+\}/g, id)) : [path];
      for (const method of Object.keys(operations ?? {})) {
        for (const url of urls) {
          if (method === 'get')
            for (const query of ['', ...WRONG_QUERIES]) await check(method, `${url}?${query}`);
          else for (const body of WRONG_BODIES) await check(method, url, body);
        }
      }
    }
    t.ok(asked > 100, `${asked} requests`);
  },
);

t.test('every route asks for the right that it names, of every role', async (t) => {
  const station = await startStation(t);
  const { paths = {} } = station.app.swagger();
  for (const role of ROLES) {
    const { get } = await station.signIn(role);
    const { user } = (await get('/api/session')).body;
    for (const [path, operations] of Object.entries(paths)) {
      const right = (operations?.get as { 'x-right'?: string } | undefined)?.['x-right'];
      if (!right || right === 'signed in') continue;
      const { status } = await get(path.replaceAll(/\{\w+\}/g, '01900000-0000-7000-8000-000000000000'));
      t.equal(status !== 403, user.rights.includes(right), `${role} ${path} (${right}): ${status}`);
    }
  }
});

t.test('without the CSRF token no session changes anything', async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  const { paths = {} } = station.app.swagger();
  for (const [path, operations] of Object.entries(paths)) {
    for (const method of Object.keys(operations ?? {})) {
      if (method === 'get') continue;
      for (const csrf of [undefined, '', 'forged', admin.headers['x-csrf-token'].slice(1)]) {
        const { statusCode } = await station.app.inject({
          method: method.toUpperCase() as 'POST',
          url: path.replaceAll(/\{\w+\}/g, '01900000-0000-7000-8000-000000000000'),
          headers: {
            cookie: admin.headers.cookie,
            ...(csrf !== undefined && { 'x-csrf-token': csrf }),
            'content-type': 'application/json',
          },
          payload: '{}',
        });
        t.ok([400, 401, 403, 429].includes(statusCode), `${method} ${path}: ${statusCode}`);
      }
    }
  }
});
