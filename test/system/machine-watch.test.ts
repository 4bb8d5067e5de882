import { mock } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import t from 'tap';
import { watchMachine } from '../../src/system/machine-watch.ts';

t.test('alerts that cannot be written neither end the watch nor fill the log', async (t) => {
  mock.timers.enable({ apis: ['setInterval'] });
  t.teardown(() => mock.timers.reset());
  const failures: string[] = [];
  const log = pino(
    { base: null },
    {
      write: (line: string) => {
        const { level, work } = JSON.parse(line);
        if (level === 50) failures.push(work);
      },
    },
  );
  let looks = 0;
  const full = () => {
    throw new Error('database or disk is full');
  };
  const app = {
    log,
    alerts: { raise: full, clear: full },
    clock: {
      trusted() {
        looks++;
        return false;
      },
    },
    config: { data: t.testdir() },
    events: { emit: () => {} },
    live: { changed: () => {} },
  } as unknown as FastifyInstance;
  const stop = watchMachine(app).start();
  const end = performance.now() + 20_000;
  while (looks < 5 && performance.now() < end) {
    mock.timers.tick(10_000);
    await nextTurn();
  }
  await stop();
  t.ok(looks >= 5, 'it goes on');
  t.same(
    failures.filter((work) => work === 'clock looked at'),
    ['clock looked at'],
  );
});
