import { mock } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pino } from 'pino';
import t from 'tap';
import { keepHouse } from '../../src/alerts/housekeeping.ts';

t.test('snoozed alerts are looked at every 15 s, whatever goes wrong, until it ends', async (t) => {
  mock.timers.enable({ apis: ['setInterval'] });
  t.teardown(() => mock.timers.reset());
  let woken = 0;
  const errors: unknown[] = [];
  const log = pino({ base: null }, { write: (line: string) => errors.push(JSON.parse(line)) });
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
    log,
  });
  for (let i = 0; i < 3; i++) {
    mock.timers.tick(15_000);
    await nextTurn();
  }
  t.equal(woken, 3);
  t.match(errors, [{ level: 50, err: { message: 'ổ đĩa đầy' } }, { level: 30 }]);
  await stop();
  mock.timers.tick(45_000);
  t.equal(woken, 3);
});
