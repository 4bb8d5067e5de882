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

t.test('a clock that was believed may be set back by hours, not by days', async (t) => {
  const db = openDatabase(join(t.testdir(), 'x.db'));
  t.teardown(() => db.close());
  const start = RELEASED_AT + 86_400_000;
  let wall = start;
  let mono = 0;
  const clock = clockFloor(
    db,
    () => wall,
    () => mono,
  );
  t.ok(clock.trusted());
  const later = start + 90 * 86_400_000;
  wall = later;
  t.equal(clock.now(), later, 'up for 90 days');
  clock.start(log)();

  wall = later - 60 * 86_400_000;
  mono += 1_000;
  t.notOk(clock.trusted(), 'though above the floor of the start');
  t.equal(clock.now(), later + 1_000);
  clock.start(log)();
  t.notOk(clockFloor(db, () => wall).trusted(), 'nor has the floor on the disk sunk');

  wall = later + 2_000;
  t.ok(clock.trusted(), 'right again');
  wall = later - 7 * 3_600_000;
  t.ok(clock.trusted(), 'an RTC that kept local time');
  t.equal(clock.now(), wall);
  wall -= 6 * 3_600_000;
  t.notOk(clock.trusted(), 'and not little by little');
});

t.test(
  'accepted by another process, the running station follows; before its release no clock is right',
  async (t) => {
    const db = openDatabase(join(t.testdir(), 'x.db'));
    t.teardown(() => db.close());
    let wall = Date.UTC(2040, 0, 1);
    const station = clockFloor(db, () => wall);
    station.start(log)();
    wall = RELEASED_AT - 1;
    t.notOk(clockFloor(db, () => wall).accept());
    wall = RELEASED_AT + 1_000;
    station.start(log)();
    t.notOk(station.trusted());
    t.ok(clockFloor(db, () => wall).accept());
    wall += 500;
    station.start(log)();
    t.ok(station.trusted());
    t.equal(station.now(), wall);
  },
);
