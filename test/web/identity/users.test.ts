import t from 'tap';
import { ROLES } from '../../../src/web/roles.ts';
import { startStation } from '../../harness.ts';

t.test('an account begins with a one-time password, and can do nothing before it is changed', async (t) => {
  const { app, nobody, signIn } = await startStation(t);
  const admin = await signIn('admin');
  const made = await admin.post('/api/users', { username: 'Lan', name: 'Trần Thị Lan', role: 'editor' });
  t.match(made, {
    status: 201,
    body: { username: 'lan', role: 'editor', mustChangePassword: true, hasPin: false },
  });
  const { id, oneTimePassword } = made.body;
  t.notOk((await admin.get('/api/users')).body.items.some((user: object) => 'oneTimePassword' in user));

  const entered = await nobody.post('/api/session', { username: 'lan', password: oneTimePassword });
  t.match(entered.body, { user: { id, mustChangePassword: true } });
  const [cookie = ''] = String(entered.headers['set-cookie']).split(';');
  const headers = { cookie, 'x-csrf-token': entered.body.csrf };
  const refused = await app.inject({ url: '/api/live', headers });
  t.equal(refused.json().error.code, 'auth.password_change');
  t.equal(app.identity.sessionOf({ headers, socket: {} } as never), undefined, 'nor open a socket');
  const changed = await app.inject({
    method: 'POST',
    url: '/api/session/password',
    headers,
    payload: { current: oneTimePassword, password: 'trời nắng to quá' },
  });
  t.match(changed.json(), { user: { id, mustChangePassword: false } });
  t.equal((await nobody.post('/api/session', { username: 'lan', password: oneTimePassword })).status, 401);
});

t.test('a one-time password that nobody used expires', async (t) => {
  let now = Date.UTC(2027, 0, 4);
  const { nobody, signIn } = await startStation(t, { wall: () => now });
  const made = await (await signIn('admin')).post('/api/users', {
    username: 'lan',
    name: 'Lan',
    role: 'editor',
  });
  now += 3 * 86_400_000;
  const { oneTimePassword: password } = made.body;
  t.match(await nobody.post('/api/session', { username: 'lan', password }), {
    status: 401,
    body: { error: { code: 'auth.password_expired' } },
  });
  t.match(await nobody.post('/api/session', { username: 'lan', password: `${password}x` }), {
    body: { error: { code: 'auth.wrong' } },
  });
});

t.test('a reset lifts the lock', async (t) => {
  const { nobody, signIn } = await startStation(t);
  const admin = await signIn('admin');
  const { user } = await signIn('viewer', 'an');
  const body = { username: 'an', password: 'sai mất rồi' };
  for (let i = 0; i < 5; i++) await nobody.post('/api/session', body);
  const [listed] = (await admin.get('/api/users')).body.items.filter(
    ({ id }: { id: string }) => id === user.id,
  );
  t.ok(listed.lockedUntil > Date.now());
  const reset = await admin.patch(`/api/users/${user.id}`, { reset: true });
  t.match(reset, { status: 200, body: { lockedUntil: null, mustChangePassword: true } });
  const { oneTimePassword: password } = reset.body;
  t.equal((await nobody.post('/api/session', { username: 'an', password })).status, 200);
});

t.test('the last administrator stays one', async (t) => {
  const { signIn } = await startStation(t);
  const one = await signIn('admin', 'mot');
  const other = await signIn('admin', 'hai');
  const of = (client: typeof one, patch: object) => one.patch(`/api/users/${client.user.id}`, patch);
  t.equal((await of(other, { disabled: true })).status, 200);
  for (const patch of [{ role: 'editor' }, { disabled: true }]) {
    t.match(await of(one, patch), { status: 409, body: { error: { code: 'user.last_admin' } } });
  }
  t.equal((await of(other, { disabled: false })).status, 200);
  t.equal((await of(one, { role: 'editor' })).status, 200);
  t.equal((await one.get('/api/users')).status, 401);
});

t.test('only administrators see and change accounts', async (t) => {
  const { nobody, signIn } = await startStation(t);
  const { user } = await signIn('admin');
  for (const role of ROLES.filter((each) => each !== 'admin')) {
    const client = await signIn(role);
    t.equal((await client.get('/api/users')).status, 403);
    t.equal((await client.get('/api/audit')).status, 403);
    t.equal((await client.post('/api/users', { username: 'x1y', name: 'X', role: 'admin' })).status, 403);
    t.equal((await client.patch(`/api/users/${client.user.id}`, { role: 'admin' })).status, 403);
    t.equal((await client.delete(`/api/users/${user.id}/sessions`)).status, 403);
  }
  t.equal((await nobody.get('/api/users')).status, 401);
});

t.test('names are one of a kind, lists page, bad input names its field', async (t) => {
  const { signIn } = await startStation(t);
  const admin = await signIn('admin');
  for (let i = 0; i < 5; i++)
    await admin.post('/api/users', { username: `nguoi${i}`, name: `N ${i}`, role: 'viewer' });
  const again = await admin.post('/api/users', { username: 'NGUOI1', name: 'N', role: 'viewer' });
  t.match(again, { status: 409, body: { error: { code: 'user.exists', field: 'username' } } });
  const first = await admin.get('/api/users?limit=4');
  const rest = await admin.get(`/api/users?limit=4&after=${first.body.next}`);
  const names = [...first.body.items, ...rest.body.items].map(({ username }) => username);
  t.same(names, ['admin', 'nguoi0', 'nguoi1', 'nguoi2', 'nguoi3', 'nguoi4']);
  t.match([first.body.total, rest.body.next], [6, null]);
  const bad: [object, string][] = [
    [{ username: 'a', name: 'A', role: 'viewer' }, 'username'],
    [{ username: 'abc', name: '', role: 'viewer' }, 'name'],
    [{ username: 'abc', name: 'A', role: 'root' }, 'role'],
    [{ username: 'abc', name: 'A', role: 'viewer', passwordHash: 'x' }, 'passwordHash'],
  ];
  for (const [body, field] of bad) {
    t.match(await admin.post('/api/users', body), { status: 400, body: { error: { field } } });
  }
  t.equal((await admin.patch('/api/users/nobody', { name: 'A' })).status, 404);
  t.equal((await admin.get('/api/users?after=bm8')).status, 400);
});

t.test('no answer and no entry of the log tells a hash', async (t) => {
  const { app, signIn } = await startStation(t);
  const admin = await signIn('admin');
  const { user } = await signIn('viewer', 'an');
  const reset = await admin.patch(`/api/users/${user.id}`, { reset: true });
  const texts = [
    await admin.get('/api/users'),
    await admin.get('/api/session'),
    await admin.get('/api/audit'),
    reset,
  ];
  for (const { body } of texts) t.notMatch(JSON.stringify(body), /argon2|passwordHash/);
  const log = JSON.stringify([
    app.db.prepare('SELECT * FROM audit').all(),
    app.db.prepare('SELECT * FROM outbox').all(),
  ]);
  t.notOk(log.includes(reset.body.oneTimePassword));
});
