import { mock } from 'node:test';
import t from 'tap';
import { keepHouse } from '../../src/alerts/housekeeping.ts';

t.test('snoozed alerts are looked at every 15 s, whatever goes wrong, until it ends', async (t) => {
  mock.timers.enable({ apis: ['setInterval'] });
  t.teardown(() => mock.timers.reset());
  let woken = 0;
  const errors: unknown[] = [];
  const stop = keepHouse({
    alerts: {
      wake() {
        if (++woken === 1) throw new Error('ổ đĩa đầy');
        return [];
      },
      dropClearedBefore: () => 0,
    },
    clock: { now: () => 0 },
    keepDays: () => 30,
    onError: (error) => errors.push(error),
  });
  mock.timers.tick(45_000);
  t.equal(woken, 3);
  t.match(errors, [{ message: 'ổ đĩa đầy' }]);
  await stop();
  mock.timers.tick(45_000);
  t.equal(woken, 3);
});
