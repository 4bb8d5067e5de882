import { join } from 'node:path';
import { pino } from 'pino';
import t from 'tap';
import { clockFloor, RELEASED_AT } from '../../src/db/clock-floor.ts';
import { openDatabase } from '../../src/db/open.ts';

const log = pino({ level: 'silent' });

t.test('a machine that boots in 1970 goes on from the last time it knew', async (t) => {
  const db = openDatabase(join(t.testdir(), 'x.db'));
  t.teardown(() => db.close());
  const noon = RELEASED_AT + 43_200_000;
  const before = clockFloor(db, () => noon);
  t.ok(before.trusted());
  before.start(log)();

  let mono = 1_000;
  let wall = 5_000;
  const after = clockFloor(
    db,
    () => wall,
    () => mono,
  );
  t.notOk(after.trusted());
  t.equal(after.now(), noon);
  mono += 2_500;
  t.equal(after.now(), noon + 2_500, 'time passes by the monotonic clock');
  after.start(log)();

  wall = noon + 60_000;
  t.ok(after.trusted(), 'NTP has set the clock');
  t.equal(after.now(), wall);
});

t.test('a clock that once ran ahead is accepted back by the officer', async (t) => {
  const db = openDatabase(join(t.testdir(), 'x.db'));
  t.teardown(() => db.close());
  clockFloor(db, () => Date.UTC(2040, 0, 1)).start(log)();
  const now = RELEASED_AT + 1_000;
  const clock = clockFloor(db, () => now);
  t.notOk(clock.trusted());
  clock.accept();
  t.ok(clock.trusted());
  t.equal(clock.now(), now);
  t.ok(clockFloor(db, () => now).trusted(), 'and at the next start');
});
