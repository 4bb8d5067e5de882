import t from 'tap';
import { BoxClock as LabClock } from '../../lab/speakers/box-clock.ts';

const { BoxClock: PageClock } = await import(
  new URL('../../../src/speakers/loa/box-clock.js', import.meta.url).href
);

interface AnyClock {
  now(): number;
  answer(exchange: { t0: number; t1: number; t2: number }): void;
}
const clocks: [string, () => AnyClock][] = [
  ['of the page', () => new PageClock()],
  ['of the lab', () => new LabClock(() => performance.now())],
];

/** An exchange that took so long, with a box whose time is this far from ours. */
function ask(clock: AnyClock, offsetMs: number, rttMs: number): void {
  const t3 = performance.now();
  const box = t3 - rttMs / 2 + offsetMs;
  clock.answer({ t0: t3 - rttMs, t1: box, t2: box });
}

for (const [name, make] of clocks) {
  t.test(`the clock ${name}: one exchange is enough after the box was set`, (t) => {
    for (const step of [3_600_000, -3_600_000, 5_000]) {
      const clock = make();
      for (let i = 0; i < 24; i++) ask(clock, 1_000, 4);
      ask(clock, 1_000 + step, 4);
      const off = clock.now() - performance.now() - 1_000 - step;
      t.ok(Math.abs(off) < 5, `${off.toFixed(1)} ms off after a step of ${step} ms`);
    }
    t.end();
  });

  t.test(`the clock ${name}: a slow exchange moves nothing`, (t) => {
    const clock = make();
    for (let i = 0; i < 8; i++) ask(clock, 1_000, 4);
    const t3 = performance.now();
    // All of its four seconds were spent on the way there.
    clock.answer({ t0: t3 - 4_000, t1: t3 + 1_000, t2: t3 + 1_000 });
    t.ok(Math.abs(clock.now() - performance.now() - 1_000) < 5);
    t.end();
  });
}
