import t from 'tap';
import { Pace } from '../../src/panel/api/pace.ts';

const turn = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

t.test('the first at once, the rest together, and ever more rarely while they keep coming', async (t) => {
  const passed: (string | undefined)[][] = [];
  const pace = new Pace((ids) => passed.push([...ids]), { shortestMs: 50, longestMs: 200 });
  pace.note('a');
  t.same(passed, [['a']]);
  pace.note('b');
  pace.note('b');
  pace.note('c');
  t.equal(passed.length, 1);
  const end = performance.now() + 1_000;
  while (performance.now() < end) {
    await turn(5);
    pace.note('d');
  }
  t.same(passed[1]?.slice(0, 2), ['b', 'c']);
  // 50, 100, 200, 200, …: a fixed pause would make twenty of it.
  t.ok(passed.length <= 8, `${passed.length} in a second`);
  await turn(450);
  const before = passed.length;
  pace.note('e');
  t.equal(passed.length, before + 1, 'after a quiet time the first goes at once again');
});
