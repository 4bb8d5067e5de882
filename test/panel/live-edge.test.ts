import fc from 'fast-check';
import t from 'tap';
import { towardsEdge } from '../../src/panel/live/live-edge.ts';

const seconds = (max: number) => fc.double({ min: 0, max, noNaN: true });

/** What a browser may hold: stretches with holes between them. */
const held = fc
  .array(fc.tuple(seconds(5), fc.double({ min: 0.01, max: 20, noNaN: true })), { maxLength: 4 })
  .map((steps) => {
    let at = 0;
    return steps.map(([hole, length]) => {
      const start = at + hole;
      at = start + length;
      return [start, at] as const;
    });
  });

t.test('wherever it stands, the picture is told to go into what there is, and near its end', async () => {
  fc.assert(
    fc.property(held, seconds(100), fc.constantFrom(1, 1.05), seconds(2), (ranges, at, rate, piece) => {
      const move = towardsEdge(ranges, at, rate, piece);
      const last = ranges.at(-1);
      if (move.rate !== 1 && move.rate !== 1.05) return false;
      if (move.seek === undefined) {
        // It stays only within the newest stretch, and no more than a second behind.
        return last === undefined || (at >= last[0] - 0.01 && at <= last[1] && last[1] - at - piece <= 1);
      }
      return last !== undefined && move.seek >= last[0] && move.seek <= last[1] && move.rate === 1;
    }),
  );
});

t.test('who has jumped does not jump again at once', async () => {
  fc.assert(
    fc.property(held, seconds(100), seconds(2), (ranges, at, piece) => {
      const { seek } = towardsEdge(ranges, at, 1, piece);
      return seek === undefined || towardsEdge(ranges, seek, 1, piece).seek === undefined;
    }),
  );
});

t.test('a little late hurries until it is near, and no sooner', async (t) => {
  const now = (behind: number, rate: number) => towardsEdge([[0, 100]], 100 - behind, rate);
  t.same(now(0.3, 1), { rate: 1 });
  t.same(now(0.4, 1), { rate: 1.05 });
  t.same(now(0.3, 1.05), { rate: 1.05 });
  t.same(now(0.15, 1.05), { rate: 1 });
  t.same(now(1.1, 1), { seek: 99.8, rate: 1 });
});

t.test('a hole in the newest is jumped over', async (t) => {
  const ranges = [
    [0, 10],
    [12, 14],
  ] as const;
  t.same(towardsEdge(ranges, 9.9, 1), { seek: 13.8, rate: 1 });
});

t.test('a camera that sends a second and a half at once is not behind', async (t) => {
  t.same(towardsEdge([[0, 30]], 28.4, 1, 1.5), { rate: 1 });
});
