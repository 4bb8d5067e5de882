import { mock } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import t from 'tap';
import { startStation } from './harness.ts';

t.test('while nothing can be written, the station lives, answers, and ends what has to end', async (t) => {
  let now = Date.UTC(2027, 0, 4, 1);
  mock.timers.enable({ apis: ['setInterval'] });
  t.teardown(() => mock.timers.reset());
  const station = await startStation(t, { wall: () => now });
  const { db, events } = station.app;
  const idle = await station.signIn('viewer');
  await idle.get('/api/session');
  const ended: string[] = [];
  events.on('session.ended', ({ sessionId }) => ended.push(sessionId));
  const pass = async (seconds: number) => {
    for (let i = 0; i < seconds; i++) {
      now += 1_000;
      // An exception of a timer would end the process (main.ts): here it fails the test.
      mock.timers.tick(1_000);
      await nextTurn();
    }
  };

  now += 7_100_000;
  const busy = await station.signIn('admin');
  db.pragma('query_only = ON');
  t.throws(() => db.exec("UPDATE meta SET value = ''"), { code: 'SQLITE_READONLY' });
  await busy.get('/api/users');
  await pass(150);
  t.equal((await busy.get('/api/users')).status, 200);
  t.same(ended, [idle.sessionId], 'an idle session ends, once, though it cannot be deleted');

  db.pragma('query_only = OFF');
  await pass(70);
  t.equal(
    db.prepare('SELECT seen_at FROM sessions WHERE id = ?').pluck().get(busy.sessionId),
    now - 70_000,
    'what could not be stored is stored',
  );
  t.equal(
    Number(db.prepare("SELECT value FROM meta WHERE key = 'clock_floor'").pluck().get()) > now - 61_000,
    true,
  );

  db.pragma('query_only = ON');
  await t.resolves(station.close(), 'and it stops as it should');
});
