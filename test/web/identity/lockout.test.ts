import type { FastifyRequest } from 'fastify';
import t from 'tap';
import { createCredentials } from '../../../src/web/identity/credentials.ts';
import { afterFailure, createLockout, type LockState, lockedFor } from '../../../src/web/identity/lockout.ts';
import { createPins } from '../../../src/web/identity/pins.ts';
import { PASSWORD, PIN, startStation } from '../../harness.ts';
import { stationFolder } from '../../station-folder.ts';

const MINUTE = 60_000;
const START = Date.UTC(2027, 0, 4, 1);

/** Fails at these minutes; returns for how long (minutes) each failure locked. */
function play(minutes: number[]): number[] {
  let state: LockState | undefined;
  return minutes.map((minute) => {
    const now = START + minute * MINUTE;
    state = afterFailure(state, 5, now);
    return lockedFor(state, now) / MINUTE;
  });
}

t.test('five failures in a quarter of an hour lock, longer each time', async (t) => {
  t.same(play([0, 1, 2, 3, 4]), [0, 0, 0, 0, 5]);
  t.same(play([0, 5, 10, 14, 15]), [0, 0, 0, 0, 0], 'the window is over');
  const five = (from: number) => [from, from, from, from, from];
  const locks = play([0, 10, 30, 80, 150, 250].flatMap(five)).filter((lock) => lock > 0);
  t.same(locks, [5, 10, 20, 40, 60, 60]);
  t.same(
    play([...five(0), ...five(10), ...five(10 + 26 * 60)]).filter(Boolean),
    [5, 10, 5],
    'a quiet day forgives',
  );
});

t.test('a lock that a wrong clock set does not last for years', async (t) => {
  const state = { failures: 5, since: START, level: 1, lockedUntil: START + 400 * 24 * 60 * MINUTE };
  t.equal(lockedFor(state, START), 0);
});

t.test('wrong name, wrong password and disabled account sound the same', async (t) => {
  const { nobody, signIn } = await startStation(t);
  const admin = await signIn('admin');
  const { user } = await signIn('viewer', 'nghi');
  await admin.patch(`/api/users/${user.id}`, { disabled: true });
  const tries = [
    { username: 'khongco', password: 'trời mưa to quá 27' },
    { username: 'admin', password: 'trời mưa to quá 28' },
    { username: 'nghi', password: 'trời mưa to quá 27' },
  ];
  const times: number[] = [];
  for (const body of tries) {
    const start = performance.now();
    const answer = await nobody.post('/api/session', body);
    times.push(performance.now() - start);
    t.match(answer, { status: 401, body: { error: { code: 'auth.wrong' } } });
    t.notOk(answer.headers['set-cookie']);
  }
  t.ok(Math.min(...times) > Math.max(...times) / 5, `the same work: ${times.map(Math.round)} ms`);
});

t.test('the lock holds for names that exist and names that do not, and over a restart', async (t) => {
  let now = START;
  const data = stationFolder(t);
  const first = await startStation(t, { data, wall: () => now });
  const { user } = await first.signIn('admin');
  const guess = (
    station: typeof first,
    username: string,
    password = 'sai mất rồi',
    remoteAddress = '10.0.0.9',
  ) =>
    station.app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { username, password },
      remoteAddress,
      headers: { host: 'localhost' },
    });
  for (const username of ['admin', 'khongco']) {
    for (let i = 0; i < 4; i++) t.equal((await guess(first, username)).statusCode, 401);
    const fifth = await guess(first, username, 'sai mất rồi', '10.0.0.10');
    t.match(fifth.json(), { error: { code: 'auth.locked', message: /sau 5 phút/ } }, username);
    t.equal(fifth.statusCode, 429);
  }
  const right = 'trời mưa to quá 27';
  t.equal((await guess(first, 'Admin', right, '10.0.0.11')).statusCode, 429, 'even the right one');
  const locks = first.app.db
    .prepare(
      "SELECT actor_name, address, target, details FROM audit WHERE action = 'session.lock' ORDER BY seq",
    )
    .all();
  t.match(locks, [
    { address: '10.0.0.10', target: `user:${user.id}`, details: '{"kind":"password"}' },
    { actor_name: 'unknown', target: null },
  ]);
  await first.close();

  now += 4 * MINUTE;
  const second = await startStation(t, { data, wall: () => now });
  t.match((await guess(second, 'admin', right)).json(), { error: { message: /sau 1 phút/ } });
  now += MINUTE;
  t.equal((await guess(second, 'admin', right)).statusCode, 200);
  t.equal((await guess(second, 'admin')).statusCode, 401, 'the count begins anew');
});

t.test('guesses in parallel get no more tries than guesses in a row', async (t) => {
  const { app, signIn } = await startStation(t);
  await signIn('admin');
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, i) =>
      app.inject({
        method: 'POST',
        url: '/api/session',
        payload: { username: 'admin', password: `mật khẩu số ${i}` },
        remoteAddress: `10.0.1.${i}`,
      }),
    ),
  );
  const count = (status: number) => answers.filter(({ statusCode }) => statusCode === status).length;
  t.same([count(401), count(429)], [4, 26]);
});

t.test('an address that tries many names is locked too', async (t) => {
  const { app, signIn } = await startStation(t);
  await signIn('admin');
  const { db, clock, audit, log } = app;
  const pins = createPins(app.secrets.derive('pin'));
  // Past the rate limit of the route, which would refuse first.
  const credentials = createCredentials({
    db,
    clock,
    audit,
    lockout: createLockout({ db, clock }),
    pins,
    log,
  });
  const from = (ip: string) => ({ ip, user: null }) as FastifyRequest;
  const right = 'trời mưa to quá 27';
  for (let i = 0; i < 19; i++) {
    await t.rejects(credentials.signIn(`ten${i}`, 'x', from('10.0.2.1')), { code: 'auth.wrong' });
  }
  await t.rejects(credentials.signIn('ten99', 'x', from('10.0.2.1')), { code: 'auth.locked' });
  await t.rejects(credentials.signIn('admin', right, from('10.0.2.1')), { code: 'auth.locked' });
  t.equal((await credentials.signIn('admin', right, from('10.0.2.2'))).username, 'admin');
});

t.test('who signs in between guesses at others still meets the limit of the address', async (t) => {
  const { app, signIn } = await startStation(t);
  await signIn('viewer', 'ke.gian');
  const { db, clock, audit, log } = app;
  const pins = createPins(app.secrets.derive('pin'));
  const credentials = createCredentials({
    db,
    clock,
    audit,
    lockout: createLockout({ db, clock }),
    pins,
    log,
  });
  const from = { ip: '10.0.2.1', user: null } as FastifyRequest;
  for (let i = 0; i < 19; i++) {
    await t.rejects(credentials.signIn(`ten${i}`, 'x', from), { code: 'auth.wrong' });
    t.equal((await credentials.signIn('ke.gian', PASSWORD, from)).username, 'ke.gian', 'which costs nothing');
  }
  await t.rejects(credentials.signIn('ten99', 'x', from), { code: 'auth.locked' });
});

t.test('an office that signs in behind one address is never locked for it', async (t) => {
  const { app, signIn } = await startStation(t);
  await signIn('viewer');
  const { db, clock, audit, log } = app;
  const pins = createPins(app.secrets.derive('pin'));
  const credentials = createCredentials({
    db,
    clock,
    audit,
    lockout: createLockout({ db, clock }),
    pins,
    log,
  });
  const from = { ip: '10.0.2.1', user: null } as FastifyRequest;
  for (let i = 0; i < 19; i++) await t.rejects(credentials.signIn(`ten${i}`, 'x', from));
  for (let i = 0; i < 5; i++) t.ok(await credentials.signIn('viewer', PASSWORD, from));
});

t.test('the PIN has its own lock, which a restart does not open', async (t) => {
  const data = stationFolder(t);
  const first = await startStation(t, { data });
  const { user, get } = await first.signIn('approver');
  t.equal(await first.app.pin.verify(user.id, PIN), true);
  for (let i = 0; i < 4; i++)
    await t.rejects(first.app.pin.verify(user.id, '135790'), { code: 'auth.pin_wrong' });
  await t.rejects(first.app.pin.verify(user.id, '135790'), { code: 'auth.locked' });
  await t.rejects(first.app.pin.verify(user.id, PIN), { code: 'auth.locked' });
  t.equal((await get('/api/session')).status, 200, 'signed in all the same');
  await first.close();
  const second = await startStation(t, { data });
  await t.rejects(second.app.pin.verify(user.id, PIN), { code: 'auth.locked' });
  await t.rejects(second.app.pin.verify('nobody', PIN), { code: 'auth.pin_unset' });
});

t.test('a new PIN takes the password', async (t) => {
  const { app, signIn } = await startStation(t);
  const { user, post } = await signIn('approver');
  const password = 'trời mưa to quá 27';
  t.match(await post('/api/session/pin', { password: 'sai rồi', pin: '190287' }), {
    status: 403,
    body: { error: { code: 'auth.password_wrong' } },
  });
  t.match(await post('/api/session/pin', { password, pin: '111111' }), {
    status: 400,
    body: { error: { field: 'pin' } },
  });
  t.equal((await post('/api/session/pin', { password, pin: '190287' })).status, 200);
  t.equal(await app.pin.verify(user.id, '190287'), true);
  await t.rejects(app.pin.verify(user.id, PIN), { code: 'auth.pin_wrong' });
});

t.test(
  'a locked PIN is shown, and opened by another administrator, by a reset and by a new PIN',
  async (t) => {
    const { app, signIn } = await startStation(t);
    const admin = await signIn('admin');
    const leader = await signIn('approver');
    const password = 'trời mưa to quá 27';
    const lock = async () => {
      for (let i = 0; i < 4; i++)
        await t.rejects(app.pin.verify(leader.user.id, '135790'), { code: 'auth.pin_wrong' });
      await t.rejects(app.pin.verify(leader.user.id, '135790'), { code: 'auth.locked' });
    };
    const shown = async () => {
      const { items } = (await admin.get('/api/users')).body;
      return items.find(({ id }: { id: string }) => id === leader.user.id);
    };

    await lock();
    t.match(await shown(), { lockedUntil: null, pinLockedUntil: Number });
    t.match(await admin.patch(`/api/users/${leader.user.id}`, { unlock: true }), {
      status: 200,
      body: { pinLockedUntil: null },
    });
    t.equal(await app.pin.verify(leader.user.id, PIN), true);
    t.match((await admin.get('/api/audit?action=user.unlock')).body.items, [
      { actorId: admin.user.id, target: `user:${leader.user.id}` },
    ]);

    await lock();
    t.equal((await leader.post('/api/session/pin', { password, pin: '190287' })).status, 200);
    t.equal(await app.pin.verify(leader.user.id, '190287'), true);

    await lock();
    await admin.patch(`/api/users/${leader.user.id}`, { reset: true });
    t.equal(await app.pin.verify(leader.user.id, '190287'), true);

    t.match(await admin.patch(`/api/users/${admin.user.id}`, { unlock: true }), {
      status: 403,
      body: { error: { code: 'user.own_lock' } },
    });
  },
);

t.test('the audit log tells who brought the lock of a PIN about, and from where', async (t) => {
  const { app, signIn } = await startStation(t);
  const admin = await signIn('admin');
  for (let i = 0; i < 5; i++) {
    const { statusCode } = await app.inject({
      method: 'POST',
      url: '/api/system/recovery-code',
      headers: admin.headers,
      payload: { pin: '135790' },
      remoteAddress: '10.0.0.7',
    });
    t.equal(statusCode, i < 4 ? 403 : 429);
  }
  t.match((await admin.get(`/api/audit?actor=${admin.user.id}&action=session.lock`)).body.items, [
    { actorId: admin.user.id, address: '10.0.0.7', details: { kind: 'pin' } },
  ]);
});
