import t from 'tap';
import { hasRight, type Right, ROLES } from '../../src/web/roles.ts';
import { stand } from './stand.ts';

t.setTimeout(120_000);

/** Every route of the slice, and the right that it asks for. */
const ROUTES: [method: 'get' | 'post' | 'put' | 'delete', url: string, right: Right][] = [
  ['get', '/api/bulletins', 'bulletin.read'],
  ['post', '/api/bulletins', 'bulletin.write'],
  ['get', '/api/bulletins/x', 'bulletin.read'],
  ['get', '/api/bulletins/x/versions', 'bulletin.read'],
  ['put', '/api/bulletins/x', 'bulletin.write'],
  ['post', '/api/bulletins/x/submit', 'bulletin.write'],
  ['post', '/api/bulletins/x/approve', 'bulletin.write'],
  ['post', '/api/bulletins/x/return', 'bulletin.approve'],
  ['post', '/api/bulletins/x/withdraw', 'bulletin.write'],
  ['post', '/api/bulletins/x/archive', 'bulletin.write'],
  ['post', '/api/bulletins/x/preview', 'bulletin.read'],
  ['post', '/api/bulletins/x/play', 'schedule.write'],
  ['post', '/api/speech/preview', 'bulletin.write'],
  ['get', `/api/audio/${'a'.repeat(64)}`, 'bulletin.read'],
  ['post', '/api/recordings', 'bulletin.write'],
  ['get', `/api/recordings/${'a'.repeat(64)}`, 'bulletin.read'],
  ['get', `/api/recordings/${'a'.repeat(64)}/about`, 'bulletin.read'],
  ['get', '/api/schedules', 'schedule.read'],
  ['post', '/api/schedules', 'schedule.write'],
  ['post', '/api/schedules/check', 'schedule.write'],
  ['get', '/api/schedules/x', 'schedule.read'],
  ['put', '/api/schedules/x', 'schedule.write'],
  ['delete', '/api/schedules/x', 'schedule.write'],
  ['get', '/api/playouts', 'playout.read'],
  ['get', '/api/playouts/x', 'playout.read'],
  ['post', '/api/playouts/x/cancel', 'playout.stop'],
  ['post', '/api/playouts/x/stop', 'playout.stop'],
  ['get', '/api/today', 'playout.read'],
  ['post', '/api/emergency', 'emergency.template'],
  ['post', '/api/stop-all', 'playout.stop'],
  ['get', '/api/emergency-templates', 'emergency.template'],
  ['post', '/api/emergency-templates', 'emergency.template'],
  ['put', '/api/emergency-templates/x', 'emergency.template'],
  ['delete', '/api/emergency-templates/x', 'emergency.play'],
  ['post', '/api/emergency-templates/x/release', 'emergency.play'],
];

t.test('every route, every role, and nobody', async (t) => {
  const s = await stand(t);
  for (const role of ROLES) {
    const client = await s.station.signIn(role);
    for (const [method, url, right] of ROUTES) {
      const { status } = await client[method](url, method === 'get' ? undefined : {});
      if (hasRight(role, right)) t.not(status, 403, `${role} ${method} ${url}`);
      else t.equal(status, 403, `${role} ${method} ${url}`);
      t.ok(status < 500, `${role} ${method} ${url}: ${status}`);
    }
  }
  for (const [method, url] of ROUTES) {
    const { status } = await s.station.nobody[method](url, method === 'get' ? undefined : {});
    t.equal(status, 401, `nobody ${method} ${url}`);
    if (method === 'get') continue;
    const forged = await s.app.inject({
      method: method === 'post' ? 'POST' : method === 'put' ? 'PUT' : 'DELETE',
      url,
      headers: { cookie: s.admin.headers.cookie },
    });
    t.equal(forged.statusCode, 403, `${method} ${url} without the token of the page`);
  }
});

t.test('no route is missing in the table above', async (t) => {
  const s = await stand(t);
  const { paths } = (await s.admin.get('/api/openapi.json')).body as {
    paths: Record<string, Record<string, { tags?: string[] }>>;
  };
  const ours = ['bulletins', 'schedules', 'playouts', 'emergency'];
  const known = new Set(
    ROUTES.map(([method, url]) => `${method} ${url.replace(/\/(x|a{64})(?=\/|$)/, '/{id}')}`),
  );
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { tags = [] }] of Object.entries(methods)) {
      if (tags.some((tag) => ours.includes(tag))) t.ok(known.has(`${method} ${path}`), `${method} ${path}`);
    }
  }
});
