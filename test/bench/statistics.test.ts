import t from 'tap';
import { judge } from './report.ts';
import { median, p99 } from './statistics.ts';

t.test('one start of a hundred that never happened is no figure, and falls short', async (t) => {
  const starts = Array.from({ length: 100 }, (_, i) => i / 10);
  t.equal(p99(starts), 9.8);
  const missing = p99([...starts.slice(1), Number.POSITIVE_INFINITY]);
  t.ok(Number.isNaN(missing));
  const figure = { name: 'x', unit: 'ms', against: 'x', limit: 50, goal: 20 };
  t.equal(judge({ ...figure, value: missing }).ok, false);
  t.equal(judge({ ...figure, value: 9.8 / p99([Number.POSITIVE_INFINITY]) }).ok, false);
  t.equal(median(starts), 4.9);
});
