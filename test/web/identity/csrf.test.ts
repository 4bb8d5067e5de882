import t from 'tap';
import { startStation } from '../../harness.ts';

t.test('what changes something needs the token of its own session', async (t) => {
  const { app, signIn } = await startStation(t);
  const admin = await signIn('admin');
  const other = await signIn('admin');
  const { cookie, 'x-csrf-token': token } = admin.headers;
  const wrong: Record<string, Record<string, string>> = {
    missing: {},
    empty: { 'x-csrf-token': '' },
    'of another session': { 'x-csrf-token': other.headers['x-csrf-token'] },
    longer: { 'x-csrf-token': `${token}A` },
    'in another case': { 'x-csrf-token': token.toUpperCase() },
  };
  const routes = [
    ['POST', '/api/users'],
    ['PATCH', '/api/users/x'],
    ['DELETE', '/api/session'],
    ['POST', '/api/session/password'],
    ['DELETE', '/api/users/x/sessions'],
  ] as const;
  for (const [how, headers] of Object.entries(wrong)) {
    for (const [method, url] of routes) {
      const answer = await app.inject({ method, url, headers: { cookie, ...headers }, payload: {} });
      t.match([answer.statusCode, answer.json().error.code], [403, 'auth.csrf'], `${method} ${url}: ${how}`);
    }
  }
  t.equal((await admin.get('/api/session')).body.csrf, token);
  t.equal((await admin.delete('/api/session')).status, 204);
});

t.test('a page elsewhere cannot act for who is signed in through a route open to all', async (t) => {
  const { app, signIn } = await startStation(t);
  const { sessionId, headers } = await signIn('admin');
  await signIn('viewer', 'an');
  const ids: string[] = [];
  app.events.on('session.ended', (event) => ids.push(event.sessionId));
  const payload = { username: 'an', password: 'trời mưa to quá 27' };
  const { cookie } = headers;
  const answer = await app.inject({ method: 'POST', url: '/api/session', headers: { cookie }, payload });
  t.equal(answer.statusCode, 200);
  t.notOk(ids.includes(sessionId));
});
