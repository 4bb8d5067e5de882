import fc from 'fast-check';
import t from 'tap';
import type { HealthCode } from '../../../src/cameras/health/reasons.ts';
import { afterTelling, NOTHING_TOLD, type Told, whatToTell } from '../../../src/cameras/health/telling.ts';
import { tellLosses } from '../../../src/cameras/health/together.ts';

const GONE = 'camera.unreachable';

/** Runs through states, one a second, and gives what was told with its second. */
function run(states: readonly (HealthCode | null)[]): { told: [number, HealthCode | null][]; last: Told } {
  let told: Told = NOTHING_TOLD;
  let since = 0;
  const lines: [number, HealthCode | null][] = [];
  for (const [second, reason] of states.entries()) {
    if (second > 0 && states[second - 1] !== reason) since = second * 1_000;
    const say = whatToTell(told, { reason, since }, second * 1_000);
    if (say === undefined) continue;
    told = afterTelling(told, say, second * 1_000);
    lines.push([second, say]);
  }
  return { told: lines, last: told };
}
const times = <T>(count: number, what: T): T[] => new Array<T>(count).fill(what);

t.test('one line when it goes, one when it has been back for 20 s', async (t) => {
  const states = [...times(10, null), ...times(30, GONE as HealthCode), ...times(40, null)];
  t.strictSame(run(states).told, [
    [10, GONE],
    [60, null],
  ]);
});

t.test('a camera that is well is not worth a word', async (t) => {
  t.strictSame(run(times(100, null)).told, []);
});

t.test('half a minute down and half a minute up for an hour make few alerts', async (t) => {
  const states = Array.from({ length: 3_600 }, (_none, i) => (i % 60 < 30 ? GONE : null));
  const faults = run(states).told.filter(([, reason]) => reason !== null);
  t.ok(faults.length <= 6, `${faults.length}`);
});

t.test('what lasts is told in the end, and nothing twice in a row', async () => {
  const state = fc.constantFrom<HealthCode | null>(null, GONE, 'camera.black', 'camera.clock_off');
  const stretch = fc.tuple(state, fc.integer({ min: 1, max: 120 }));
  fc.assert(
    fc.property(fc.array(stretch, { maxLength: 30 }), state, (stretches, last) => {
      const states = [...stretches.flatMap(([one, count]) => times(count, one)), ...times(700, last)];
      const { told, last: end } = run(states);
      const repeats = told.some(([, reason], i) => i > 0 && told[i - 1]?.[1] === reason);
      return !repeats && (end.reason ?? null) === last;
    }),
  );
});

t.test('most of the cameras at once are told as one; few by name', async (t) => {
  const now = 100_000;
  const losses = (untold: number, suspects: number, ago = 1_000, together = 0, total = 64) =>
    tellLosses({ total, untold: times(untold, now - ago), together, suspects }, now);
  t.equal(losses(60, 0), 'one');
  t.equal(losses(1, 0), 'each');
  t.equal(losses(10, 50), 'wait', 'the first ten wait for the rest');
  t.equal(losses(40, 20), 'wait');
  t.equal(losses(40, 20, 10_000), 'one', 'but not for ever');
  t.equal(losses(10, 50, 10_000), 'each');
  t.equal(losses(3, 40, 1_000, 57), 'wait', 'late ones join the group');
  t.equal(losses(3, 0, 1_000, 57), 'one');
  t.equal(losses(2, 0, 1_000, 0, 2), 'each', 'both of two cameras are told by name');
  t.equal(losses(0, 64), 'each');
});
