import { mock } from 'node:test';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import { localInstant } from '../src/clock.ts';
import { schedule } from '../src/cron.ts';

const at = (day: string, time: string) => localInstant(day, time) ?? Number.NaN;

const MINUTE = 60_000;
const RealDate = Date;

/** A wall clock that only the test moves; the mock of node:test would move the timers with it. */
function fakeTime(t: Test, now: number) {
  let wall = now;
  mock.timers.enable({ apis: ['setInterval'] });
  globalThis.Date = class extends RealDate {
    constructor(...args: [] | [number]) {
      super(args.length === 0 ? wall : args[0]);
    }
    static override now = () => wall;
  } as DateConstructor;
  t.teardown(() => {
    globalThis.Date = RealDate;
    mock.timers.reset();
  });
  return {
    step(to: number) {
      wall = to;
    },
    async pass(ms: number) {
      for (let left = ms; left > 0; left -= 60_000) {
        wall += 60_000;
        mock.timers.tick(60_000);
        await null;
      }
    },
  };
}

function hourly(t: Test): { count: () => number; end: () => Promise<void> } {
  let count = 0;
  const end = schedule({
    at: '35 * * * *',
    work: () => void count++,
    log: pino({ level: 'silent' }),
    name: 'counted',
  });
  t.teardown(end);
  return { count: () => count, end };
}

t.test('a chore is done at its minute, until it ends', async (t) => {
  const { pass } = fakeTime(t, at('2026-11-26', '10:00'));
  const { count, end } = hourly(t);
  await pass(34 * MINUTE);
  t.equal(count(), 0);
  await pass(2 * MINUTE);
  t.equal(count(), 1);
  await end();
  await pass(120 * MINUTE);
  t.equal(count(), 1);
});

t.test('a boot in 1970: when the clock comes right, no thread stands still', async (t) => {
  const { pass, step } = fakeTime(t, 5_000);
  const { count } = hourly(t);
  await pass(MINUTE);
  step(at('2026-11-26', '10:00'));
  const cpu = process.cpuUsage();
  await pass(60_000);
  const { user } = process.cpuUsage(cpu);
  t.ok(user < 500_000, `${user} µs`);
  t.equal(count(), 1, 'once for all that was missed');
  await pass(36 * MINUTE);
  t.equal(count(), 2);
});

t.test('a step back does not make it wait for the old time', async (t) => {
  const { pass, step } = fakeTime(t, at('2026-11-26', '10:00'));
  const { count } = hourly(t);
  await pass(MINUTE);
  step(at('2026-11-20', '10:00'));
  await pass(36 * MINUTE);
  t.equal(count(), 1);
});

t.test('a run that goes wrong is told, and one that lasts is not begun again', async (t) => {
  const { pass } = fakeTime(t, at('2026-11-26', '10:00'));
  const lines: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) });
  let release = (_error: Error) => {};
  let begun = 0;
  const work = () => {
    begun++;
    return new Promise((_resolve, reject) => {
      release = reject;
    });
  };
  const end = schedule({ at: '35 * * * *', work, log, name: 'done for long' });
  await pass(180 * MINUTE);
  t.equal(begun, 1);
  const ended = end();
  release(new Error('hỏng'));
  await ended;
  t.equal(lines.length, 1);
  t.match(lines[0], /done for long.*hỏng|hỏng.*done for long/);
});
