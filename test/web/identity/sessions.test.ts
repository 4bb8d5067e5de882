import { createHash, randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { type SignedIn, type Station, startStation } from '../../harness.ts';
import { stationFolder } from '../../station-folder.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2027, 0, 4, 1);

function ended(station: Station): string[] {
  const ids: string[] = [];
  station.app.events.on('session.ended', ({ sessionId }) => ids.push(sessionId));
  return ids;
}

const isIn = async (client: SignedIn) => (await client.get('/api/users')).status;

t.test('a session is a random token of which only the digest is kept', async (t) => {
  const { app, nobody, signIn } = await startStation(t);
  await signIn('admin');
  const body = { username: 'ADMIN', password: 'trời mưa to quá 27' };
  const answer = await nobody.post('/api/session', body);
  t.equal(answer.status, 200);
  t.match(answer.body, { user: { username: 'admin', role: 'admin', hasPin: true }, setup: false });
  const [cookie = '', ...attributes] = String(answer.headers['set-cookie']).split('; ');
  t.same(attributes, ['Path=/', 'HttpOnly', 'SameSite=Strict']);
  const token = cookie.replace('tramso=', '');
  t.equal(Buffer.from(token, 'base64url').length, 32);
  const digest = createHash('sha256').update(token).digest();
  t.ok(app.db.prepare('SELECT 1 FROM sessions WHERE token_hash = ?').get(digest));
  const dump = JSON.stringify(app.db.prepare('SELECT * FROM sessions').all());
  t.notOk(dump.includes(token) || JSON.stringify(answer.body).includes(token));
});

t.test('forged and malformed tokens are nobody', async (t) => {
  const { app } = await startStation(t);
  const long = 'x'.repeat(8_000);
  const forged = [
    '',
    'x',
    randomBytes(32).toString('base64url'),
    "' OR 1=1 --",
    '%00',
    '../..',
    long,
    '[object Object]',
  ];
  for (const token of forged) {
    const answer = await app.inject({ url: '/api/users', headers: { cookie: `tramso=${token}` } });
    t.equal(answer.statusCode, 401, token.slice(0, 50));
  }
  for (const cookie of ['tramso', ';;;=', `__proto__=1; tramso=${randomBytes(32).toString('hex')}`]) {
    t.equal((await app.inject({ url: '/api/users', headers: { cookie } })).statusCode, 401, cookie);
  }
});

t.test('the name of the cookie belongs to the listener', async (t) => {
  const { app, signIn } = await startStation(t);
  const { secureHeaders } = await signIn('admin');
  t.equal((await app.inject({ url: '/api/users', headers: secureHeaders })).statusCode, 401);
});

t.test('over HTTPS the cookie is bound to the host', async (t) => {
  const station = await startStation(t);
  const { secureHeaders, headers } = await station.signIn('admin');
  const { https } = await station.listen();
  const ask = (sent: object) =>
    new Promise<[status: number | undefined, cookies: string[] | undefined]>((resolve, reject) => {
      const options = { method: 'DELETE', headers: { ...sent }, rejectUnauthorized: false };
      const asked = request(`${https}/api/session`, options, (answer) => {
        answer.resume();
        resolve([answer.statusCode, answer.headers['set-cookie']]);
      });
      asked.once('error', reject).end();
    });
  t.match(await ask(headers), [401, undefined], 'the cookie of loopback HTTP does not count');
  const [status, cookies] = await ask(secureHeaders);
  t.equal(status, 204);
  t.match(cookies?.[0], /^__Host-tramso=;.* Path=\/;.* HttpOnly; Secure; SameSite=Strict/);
});

t.test('an account that is closed while its password is checked does not get in', async (t) => {
  const { app, nobody, signIn } = await startStation(t);
  const { user } = await signIn('viewer');
  const signing = nobody.post('/api/session', { username: 'viewer', password: 'trời mưa to quá 27' });
  await new Promise((resolve) => setTimeout(resolve, 10));
  app.db.prepare('UPDATE users SET disabled = 1 WHERE id = ?').run(user.id);
  t.match(await signing, { status: 401, body: { error: { code: 'auth.wrong' } } });
});

t.test('a session that was signed out is over, also for who kept its cookie', async (t) => {
  const station = await startStation(t);
  const ids = ended(station);
  const admin = await station.signIn('admin');
  const out = await admin.delete('/api/session');
  t.equal(out.status, 204);
  t.match(out.headers['set-cookie'], /^tramso=; .*(Max-Age=0|Expires=Thu, 01 Jan 1970)/);
  t.equal(await isIn(admin), 401);
  t.same(ids, [admin.sessionId]);
});

t.test('idle sessions end, at the latest seconds later for what they hold open', async (t) => {
  let now = START;
  const station = await startStation(t, { wall: () => now });
  const ids = ended(station);
  const admin = await station.signIn('admin');
  now += 1.9 * HOUR;
  t.equal(await isIn(admin), 200);
  now += 1.9 * HOUR;
  t.equal(await isIn(admin), 200, 'use prolongs it');
  now += 1.9 * HOUR;
  t.ok((await admin.get('/api/session')).body.user);
  const byItself = { ...admin.headers, 'x-tramso-passive': '1' };
  for (const url of ['/api/users', '/api/alerts']) {
    t.equal((await station.app.inject({ url, headers: byItself })).statusCode, 200);
  }
  t.ok(station.app.identity.sessionOf({ headers: admin.headers, socket: {} } as never), 'nor a socket');
  const base = await station.listen();
  const live = await fetch(`${base.loopback}/api/live`, { headers: admin.headers });
  t.equal(live.status, 200);
  now += 0.2 * HOUR;
  t.equal(await isIn(admin), 401, 'an open page that only asks does not');
  t.match(await live.text(), /retry/, 'and what it listened to ends');
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  t.same(ids, [admin.sessionId]);
});

t.test('the longest life and the idle time are settings', async (t) => {
  let now = START;
  const { app, signIn } = await startStation(t, { wall: () => now });
  const admin = await signIn('admin');
  for (let hours = 0; hours < 11; hours++) {
    now += HOUR;
    t.equal(await isIn(admin), 200);
  }
  now += HOUR;
  t.equal(await isIn(admin), 401, 'after 12 hours, however busy');
  const again = await signIn('admin');
  app.settings.find('identity')?.set({ idleMinutes: 5 });
  now += 5 * 60_000;
  t.equal(await isIn(again), 401);
});

t.test('a request writes nothing; the time of last use is stored once a minute and at the end', async (t) => {
  let now = START;
  const station = await startStation(t, { wall: () => now });
  const { app } = station;
  const admin = await station.signIn('admin');
  const changes = () => app.db.prepare('SELECT total_changes()').pluck().get();
  const seen = () => app.db.prepare('SELECT seen_at FROM sessions').pluck().get();
  now += 30_000;
  const before = changes();
  for (let i = 0; i < 20; i++) await admin.get('/api/users');
  t.equal(changes(), before);
  t.equal(seen(), START);
  now += 40_000;
  await admin.get('/api/users');
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  t.equal(seen(), now);
});

t.test('sessions outlive a restart, with the time of last use', async (t) => {
  let now = START;
  const data = stationFolder(t);
  const first = await startStation(t, { data, wall: () => now });
  const admin = await first.signIn('admin');
  now += HOUR;
  t.equal(await isIn(admin), 200);
  await first.close();
  now += 1.5 * HOUR;
  const { app } = await startStation(t, { data, wall: () => now });
  const { statusCode } = await app.inject({ url: '/api/users', headers: admin.headers });
  t.equal(statusCode, 200);
});

t.test('who loses rights is signed out everywhere at once', async (t) => {
  const station = await startStation(t);
  const ids = ended(station);
  const admin = await station.signIn('admin');
  const change = async (patch: object, name: string) => {
    const [one, two] = [await station.signIn('approver', name), await station.signIn('approver', name)];
    t.equal((await one.get('/api/session')).body.user.username, name);
    const { status } = await admin.patch(`/api/users/${one.user.id}`, patch);
    t.equal(status, 200);
    for (const browser of [one, two]) {
      t.equal((await browser.get('/api/session')).body.user, null, JSON.stringify(patch));
      t.ok(ids.includes(browser.sessionId));
    }
  };
  await change({ role: 'viewer' }, 'an');
  await change({ disabled: true }, 'binh');
  await change({ reset: true }, 'cuc');
  const dung = await station.signIn('viewer', 'dung');
  t.equal((await admin.patch(`/api/users/${dung.user.id}`, { name: 'Trần Dũng' })).status, 200);
  t.equal((await dung.get('/api/session')).body.user.name, 'Trần Dũng', 'a new name ends nothing');
  t.equal((await admin.delete(`/api/users/${dung.user.id}/sessions`)).status, 204);
  t.equal((await dung.get('/api/session')).body.user, null);
  t.equal((await admin.delete('/api/users/nobody/sessions')).status, 404);
});

t.test('a new password ends all sessions and begins one here', async (t) => {
  const station = await startStation(t);
  const here = await station.signIn('editor');
  const there = await station.signIn('editor');
  const wrong = await here.post('/api/session/password', {
    current: 'sai rồi',
    password: 'trời nắng to quá',
  });
  t.match(wrong, { status: 403, body: { error: { code: 'auth.password_wrong' } } });
  const weak = await here.post('/api/session/password', { current: 'trời mưa to quá 27', password: 'ngắn' });
  t.match(weak, { status: 400, body: { error: { code: 'input.invalid', field: 'password' } } });
  t.ok((await there.get('/api/session')).body.user, 'what failed ended nothing');
  const done = await here.post('/api/session/password', {
    current: 'trời mưa to quá 27',
    password: 'trời nắng to quá',
  });
  t.equal(done.status, 200);
  for (const old of [here, there]) t.equal((await old.get('/api/session')).body.user, null);
  const [cookie = ''] = String(done.headers['set-cookie']).split(';');
  const answer = await station.app.inject({ url: '/api/session', headers: { cookie } });
  t.equal(answer.json().user.username, 'editor');
  t.equal(answer.json().csrf, done.body.csrf);
});

t.test('a browser that signs in anew leaves its session before', async (t) => {
  const station = await startStation(t);
  const ids = ended(station);
  const admin = await station.signIn('admin');
  await station.signIn('viewer', 'an');
  const answer = await admin.post('/api/session', { username: 'an', password: 'trời mưa to quá 27' });
  t.equal(answer.body.user.username, 'an');
  t.same(ids, [admin.sessionId]);
});

t.test('nobody keeps more than twenty sessions', async (t) => {
  const station = await startStation(t);
  const ids = ended(station);
  const all: SignedIn[] = [];
  for (let i = 0; i < 23; i++) all.push(await station.signIn('viewer'));
  t.same(
    ids,
    all.slice(0, 3).map(({ sessionId }) => sessionId),
  );
});

t.test('all sessions that are over after a week without power go in one commit', async (t) => {
  const data = stationFolder(t);
  let now = START;
  const wall = () => now;
  const first = await startStation(t, { data, wall });
  for (const person of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
    for (let i = 0; i < 20; i++) await first.signIn('viewer', person);
  }
  await first.close();
  now += 7 * 24 * HOUR;
  const { app } = await startStation(t, { data, wall });
  const rows = app.db.prepare<[], number>('SELECT count(*) FROM sessions').pluck();
  t.equal(rows.get(), 160);
  const log = `${data}/tramso.db-wal`;
  const before = statSync(log).size;
  for (const end = performance.now() + 10_000; rows.get() !== 0 && performance.now() < end; ) await sleep(50);
  t.equal(rows.get(), 0);
  // Each commit writes the pages that it has changed anew: some 500 of them, one after the other.
  t.ok(statSync(log).size - before < 400_000, `${statSync(log).size - before} bytes`);
});
