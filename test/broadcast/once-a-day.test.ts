import t from 'tap';
import { onceADay } from '../../src/broadcast/once-a-day.ts';
import { createSteadyClock } from '../../src/db/steady-clock.ts';

const HOUR = 3_600_000;
const MORNING = Date.UTC(2027, 0, 4, 1);

t.test('once a day at any hour, and not behind a jump of the clock', async (t) => {
  const machine = { wall: MORNING, mono: 0 };
  const clock = { now: () => machine.wall, monotonic: () => machine.mono, trusted: () => true };
  const done: number[] = [];
  const steady = createSteadyClock({ clock, lastAlive: MORNING - 12 * HOUR });
  let fails = true;
  const look = onceADay({
    clock,
    steady,
    async work() {
      if (fails) throw new Error('the disk is full');
      done.push(machine.wall);
    },
  });
  const pass = async (hours: number) => {
    for (let i = 0; i < hours; i++) {
      machine.wall += HOUR;
      machine.mono += HOUR;
      await look();
    }
  };
  await look();
  t.same(done, [], 'not in the first hour: time servers may still answer');
  await t.rejects(pass(1));
  fails = false;
  await pass(1);
  t.same(done, [MORNING + 2 * HOUR], 'again an hour later');
  await pass(8);
  t.equal(done.length, 1);
  await pass(24);
  t.equal(done.length, 2, 'the next day');
  machine.wall += 10 * 365 * 24 * HOUR;
  await pass(20);
  t.equal(done.length, 2, 'ten years ahead nothing is forgotten');
  machine.wall -= 10 * 365 * 24 * HOUR;
  await pass(26);
  t.equal(done.length, 3, 'a day after it was put right');
});
