import t from 'tap';
import { hasRight, ROLES } from '../../src/web/roles.ts';
import type { SignedIn } from '../harness.ts';
import { addressOf, hardBodies, type Route, startWithRoutes } from './routes-of.ts';

/** Bodies that no route asks for. */
const WRONG_BODIES: unknown[] = [undefined, null, 7, 'text', [], [[[[]]]], { unknownField: 1 }];
const NOBODYS_ID = '01900000-0000-7000-8000-000000000000';
const WRONG_IDS = ['x', '0', NOBODYS_ID, '%00', '..%2f..%2fetc%2fpasswd', '%F0%9F%94%8A', "1'%20OR%201=1--"];
const WRONG_QUERIES = [
  'limit=0',
  'limit=999999',
  'limit=abc',
  'after=zzz',
  'unknown=1',
  'limit=1&limit=2',
  'after[]=1',
];
/** Ends the session with which everything else is asked. */
const ENDS_SESSION = (route: Route) => route.method === 'DELETE' && route.url === '/api/session';
/** Stays open. */
const STAYS_OPEN = (route: Route) => route.url === '/api/live';
/** A session may ask so often in a minute. */
const PER_SESSION = 1_000;

t.test(
  'whatever is sent to whichever route, the answer is a named refusal or a success, never a failure',
  { timeout: 240_000 },
  async (t) => {
    const station = await startWithRoutes(t);
    let admin = await station.signIn('admin');
    let asked = 0;
    const check = async (method: Route['method'], url: string, body?: unknown) => {
      if (++asked % PER_SESSION === 0) admin = await station.signIn('admin');
      const answer = await station.app.inject({
        method,
        url,
        remoteAddress: `10.${asked >> 16}.${(asked >> 8) & 255}.${asked & 255}`,
        headers: { ...admin.headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { payload: JSON.stringify(body) }),
      });
      const { statusCode, payload } = answer;
      const isNamed = statusCode < 400 || /"code":"(?!internal)[a-z_.]+"/.test(payload);
      // Where a program or a place is missing the station says so.
      if (!isNamed || statusCode === 500)
        t.fail(
          `${method} ${url} ${JSON.stringify(body)?.slice(0, 300)}: ${statusCode} ${payload.slice(0, 300)}`,
        );
    };
    for (const route of station.routes) {
      if (ENDS_SESSION(route) || STAYS_OPEN(route)) continue;
      const ids = /[:*]/.test(route.url) ? WRONG_IDS : [''];
      for (const id of ids) {
        const url = addressOf(route, id);
        if (route.method === 'GET') {
          for (const query of ['', ...WRONG_QUERIES]) await check('GET', `${url}?${query}`);
        } else for (const body of WRONG_BODIES) await check(route.method, url, body);
      }
      if (!route.body) continue;
      for (const body of hardBodies(route.body))
        await check(route.method, addressOf(route, NOBODYS_ID), body);
    }
    t.ok(asked > 2_000, `${asked} requests`);
  },
);

t.test('every route is open to whom it says, of every role and of nobody', async (t) => {
  const station = await startWithRoutes(t);
  const hidden = ['/loa/pair', '/loa/:file', '/audio/:id', '/api/live', '/api/openapi.json', '/health'];
  for (const url of hidden)
    t.ok(
      station.routes.some((route) => route.url === url),
      url,
    );
  const ask = async (route: Route, headers: SignedIn['headers'] | object) => {
    const answer = await station.app.inject({
      method: route.method,
      url: addressOf(route, NOBODYS_ID),
      headers: { ...headers, ...(route.method !== 'GET' && { 'content-type': 'application/json' }) },
      ...(route.method !== 'GET' && { payload: '{}' }),
    });
    const isJson = String(answer.headers['content-type']).includes('json');
    return isJson && answer.payload ? answer.json().error?.code : undefined;
  };
  const closed = ['auth.required', 'auth.forbidden'];
  for (const role of ROLES) {
    const { headers } = await station.signIn(role);
    for (const route of station.routes) {
      if (ENDS_SESSION(route) || STAYS_OPEN(route)) continue;
      const { right } = route.config;
      const expected = right === undefined || hasRight(role, right);
      const code = await ask(route, headers);
      t.equal(!closed.includes(code), expected, `${role} ${route.method} ${route.url} (${right}): ${code}`);
    }
  }
  for (const route of station.routes) {
    const code = await ask(route, {});
    t.equal(code === 'auth.required', !route.config.public, `nobody ${route.method} ${route.url}: ${code}`);
  }
});

t.test('without the CSRF token no session changes anything', async (t) => {
  const station = await startWithRoutes(t);
  const admin = await station.signIn('admin');
  for (const route of station.routes) {
    if (route.method === 'GET') continue;
    for (const csrf of [undefined, '', 'forged', admin.headers['x-csrf-token'].slice(1)]) {
      const { statusCode, payload } = await station.app.inject({
        method: route.method,
        url: addressOf(route, NOBODYS_ID),
        headers: {
          cookie: admin.headers.cookie,
          ...(csrf !== undefined && { 'x-csrf-token': csrf }),
          'content-type': 'application/json',
        },
        payload: '{}',
      });
      const isRefused = route.config.public
        ? [400, 401, 403, 429].includes(statusCode)
        : statusCode === 403 && payload.includes('auth.csrf');
      t.ok(isRefused, `${route.method} ${route.url}: ${statusCode}`);
    }
  }
});
