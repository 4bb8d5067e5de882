import Fastify, { type FastifyInstance } from 'fastify';
import t from 'tap';
import { answerErrors } from '../../src/web/errors-hook.ts';
import { guardRoutes, type RouteRule, ruleFor } from '../../src/web/guard.ts';
import type { Role } from '../../src/web/roles.ts';
import { startStation } from '../harness.ts';

/** An app whose user is the role in the header `x-role`. */
function guarded(): FastifyInstance {
  const app = Fastify();
  app.decorateRequest('user', null);
  answerErrors(app);
  guardRoutes(app);
  app.addHook('onRequest', async (request) => {
    const role = request.headers['x-role'] as Role | undefined;
    if (role) request.user = { id: '1', username: role, name: role, role };
  });
  return app;
}

t.test(
  'a route that does not say who may use it stops the start, as does one that says two things',
  async (t) => {
    const rules: (RouteRule | undefined)[] = [
      undefined,
      {},
      { listeners: ['panel'] },
      { public: true, signedIn: true },
      { public: true, right: 'audit.read' },
    ];
    for (const config of rules) {
      const app = guarded();
      t.teardown(() => app.close());
      app.get('/x', config ? { config } : {}, () => 'x');
      await t.rejects(async () => app.ready(), /GET \/x/, JSON.stringify(config));
    }
  },
);

t.test('rights are checked on every route, also in scopes made before the guard’s own hooks', async (t) => {
  const app = guarded();
  t.teardown(() => app.close());
  await app.register(async (scope) => {
    scope.get('/inner', { config: { right: 'audit.read' } }, () => 'inner');
  });
  app.get('/public', { config: { public: true } }, () => 'public');
  app.get('/anybody', { config: { signedIn: true } }, () => 'anybody');
  app.get('/zones', { config: { right: 'commune.read' }, onRequest: async () => {} }, () => 'zones');
  const ask = async (url: string, role?: Role) =>
    (await app.inject({ url, headers: role ? { 'x-role': role } : {} })).statusCode;
  t.same([await ask('/public'), await ask('/public', 'police')], [200, 200]);
  t.same([await ask('/anybody'), await ask('/anybody', 'police')], [401, 200]);
  t.same(
    [await ask('/zones'), await ask('/zones', 'police'), await ask('/zones', 'viewer')],
    [401, 403, 200],
  );
  t.same([await ask('/inner'), await ask('/inner', 'editor'), await ask('/inner', 'admin')], [401, 403, 200]);
});

t.test('how much may be sent depends on who may send it', async (t) => {
  const app = guarded();
  t.teardown(() => app.close());
  app.post('/public', { config: { public: true } }, () => 'read');
  app.post('/anybody', { config: { signedIn: true } }, () => 'read');
  app.post('/text', { config: { right: 'bulletin.write' } }, () => 'read');
  app.post('/list', { config: { right: 'commune.write' } }, () => 'read');
  app.post('/own', { config: { public: true }, bodyLimit: 30_000 }, () => 'read');
  const send = async (url: string, bytes: number) => {
    const payload = JSON.stringify('x'.repeat(bytes));
    const headers = { 'x-role': 'admin', 'content-type': 'application/json' };
    return (await app.inject({ method: 'POST', url, headers, payload })).statusCode;
  };
  t.equal(await send('/public', 16_000), 200);
  t.equal(await send('/public', 17_000), 413);
  t.equal(await send('/own', 17_000), 200);
  for (const url of ['/anybody', '/text']) {
    t.equal(await send(url, 260_000), 200);
    t.equal(await send(url, 270_000), 413);
  }
  t.equal(await send('/list', 900_000), 200);
});

t.test('a scope gives its rule to routes that have none of their own', async (t) => {
  const app = guarded();
  t.teardown(() => app.close());
  await app.register(async (scope) => {
    ruleFor(scope, { signedIn: true });
    scope.get('/a', () => 'a');
    await scope.register(async (deeper) => {
      deeper.get('/b', () => 'b');
    });
  });
  t.equal((await app.inject('/a')).statusCode, 401);
  t.equal((await app.inject({ url: '/b', headers: { 'x-role': 'police' } })).statusCode, 200);
});

t.test('every route of the station but a handful is closed to strangers', async (t) => {
  const station = await startStation(t);
  const open: string[] = [];
  for (const [path, methods] of Object.entries(station.app.swagger().paths ?? {})) {
    for (const method of Object.keys(methods ?? {})) {
      const url = path.replaceAll(/\{\w+\}/g, '01900000-0000-7000-8000-000000000000');
      const answer = await station.app.inject({ method: method.toUpperCase() as 'GET', url });
      if (answer.statusCode !== 401) open.push(`${method} ${path}`);
    }
  }
  t.same(open.sort(), ['get /api/certificate', 'get /api/session', 'post /api/session', 'post /api/setup']);
});
