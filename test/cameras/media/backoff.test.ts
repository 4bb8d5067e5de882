import t from 'tap';
import { delayAfter } from '../../../src/cameras/media/backoff.ts';

t.test('soon at first, then ever more rarely, never more than a minute', async (t) => {
  const delays = Array.from({ length: 25 }, (_, i) => delayAfter(i + 1, 0.5));
  t.same(delays.slice(0, 5), new Array(5).fill(1_000));
  t.same(delays.slice(5, 10), new Array(5).fill(5_000));
  t.same(delays.slice(10, 20), new Array(10).fill(10_000));
  t.same(delays.slice(20), new Array(5).fill(60_000));
  t.equal(delayAfter(1_000_000, 0.5), 60_000);
});

t.test('spread by a fifth to either side', async (t) => {
  t.equal(delayAfter(6, 0), 4_000);
  t.equal(delayAfter(6, 1), 6_000);
});
