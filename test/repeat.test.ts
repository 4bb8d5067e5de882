import { mock } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pino } from 'pino';
import t from 'tap';
import { guarded, repeat, whileNeeded } from '../src/repeat.ts';

function listen() {
  const lines: { level: number; work: string; failures?: number; err?: { message: string } }[] = [];
  const log = pino({ base: null }, { write: (line: string) => lines.push(JSON.parse(line)) });
  return { log, lines };
}

t.test('work that fails is told once, goes on, and is told once when it succeeds', async (t) => {
  mock.timers.enable({ apis: ['setInterval'] });
  t.teardown(() => mock.timers.reset());
  const { log, lines } = listen();
  let done = 0;
  let full = true;
  const work = () => {
    done++;
    if (full) throw new Error('database or disk is full');
  };
  const stop = repeat(1_000, work, { log, work: 'sweeping' });
  const tick = async (times: number) => {
    for (let i = 0; i < times; i++) {
      mock.timers.tick(1_000);
      await nextTurn();
    }
  };
  await tick(60);
  t.equal(done, 60);
  t.match(lines, [{ level: 50, work: 'sweeping', err: { message: 'database or disk is full' } }]);
  full = false;
  await tick(3);
  t.equal(lines.length, 2);
  t.match(lines[1], { level: 30, work: 'sweeping', failures: 60 });
  await stop();
  await tick(3);
  t.equal(done, 63);
});

t.test('work that takes long is not begun again before it is done, and its end is waited for', async (t) => {
  mock.timers.enable({ apis: ['setInterval'] });
  t.teardown(() => mock.timers.reset());
  const { log } = listen();
  const { promise, resolve } = Promise.withResolvers<void>();
  let begun = 0;
  const work = () => {
    begun++;
    return promise;
  };
  const stop = repeat(1_000, work, { log, work: 'looking' });
  for (let i = 0; i < 5; i++) {
    mock.timers.tick(1_000);
    await nextTurn();
  }
  t.equal(begun, 1);
  let ended = false;
  const end = stop().then(() => {
    ended = true;
  });
  await nextTurn();
  t.notOk(ended);
  resolve();
  await end;
});

t.test('what fails later is caught as well', async (t) => {
  const { log, lines } = listen();
  const run = guarded(() => Promise.reject(new Error('later')), { log, work: 'telling' });
  await t.resolves(run());
  t.match(lines, [{ work: 'telling', err: { message: 'later' } }]);
});

t.test('work that is done only while there is some', async (t) => {
  mock.timers.enable({ apis: ['setInterval'] });
  t.teardown(() => mock.timers.reset());
  const { log, lines } = listen();
  let left = 0;
  let asked = 0;
  let fails = false;
  const pulse = whileNeeded(
    1_000,
    () => {
      asked++;
      if (fails) throw new Error('not now');
      left = Math.max(0, left - 1);
      return left > 0;
    },
    { log, work: 'telling' },
  );
  const tick = async (times: number) => {
    for (let i = 0; i < times; i++) {
      mock.timers.tick(1_000);
      await nextTurn();
    }
  };
  await tick(5);
  t.equal(asked, 0, 'nobody has called for it');
  left = 3;
  pulse.wake();
  pulse.wake();
  await tick(10);
  t.equal(asked, 3);
  pulse.wake();
  fails = true;
  await tick(5);
  t.equal(asked, 8, 'what failed is tried again');
  t.equal(lines.length, 1);
  fails = false;
  await tick(5);
  t.equal(asked, 9);
  await pulse.close();
  pulse.wake();
  await tick(5);
  t.equal(asked, 9, 'nothing after its end');
});

t.test('whole seconds come on one beat, each of them not later than after its time', async (t) => {
  mock.timers.enable({ apis: ['setInterval'] });
  t.teardown(() => mock.timers.reset());
  const { log } = listen();
  const at: Record<string, number[]> = { one: [], two: [], half: [], later: [] };
  let now = 0;
  const begin = (name: string, everyMs: number) =>
    repeat(everyMs, () => at[name]?.push(now), { log, work: name });
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 100) {
      now += 100;
      mock.timers.tick(100);
      await nextTurn();
    }
  };
  const ends = [begin('one', 1_000), begin('two', 2_000), begin('half', 500)];
  await pass(400);
  ends.push(begin('later', 2_000));
  await pass(3_800);
  t.same(at, {
    one: [1_000, 2_000, 3_000, 4_000],
    two: [2_000, 4_000],
    half: [500, 1_000, 1_500, 2_000, 2_500, 3_000, 3_500, 4_000],
    later: [2_000, 4_000],
  });
  await Promise.all(ends.map((end) => end()));
  await pass(3_000);
  t.equal(at.one?.length, 4, 'nothing after its end');
});
