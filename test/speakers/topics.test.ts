import fc from 'fast-check';
import t from 'tap';
import { covers, isPlainTopic, overlap } from '../../src/speakers/topics.ts';

t.test('covers (MQTT 3.1.1, 4.7)', (t) => {
  const yes = [
    ['a/b', 'a/b'],
    ['a/+', 'a/b'],
    ['a/#', 'a/b/c'],
    ['a/#', 'a'],
    ['a/#', 'a/+'],
    ['a/#', 'a/b/#'],
    ['#', 'a/b'],
    ['+/b', 'a/b'],
  ];
  const no = [
    ['a/b', 'a/c'],
    ['a/+', 'a/b/c'],
    ['a/+', 'a/#'],
    ['a/b', 'a/+'],
    ['a/+', 'a'],
    ['#', '$SYS/x'],
    ['+/x', '$SYS/x'],
    ['a/b/c', 'a/b'],
  ];
  for (const [filter = '', topic = ''] of yes) t.ok(covers(filter, topic), `${filter} covers ${topic}`);
  for (const [filter = '', topic = ''] of no)
    t.notOk(covers(filter, topic), `${filter} does not cover ${topic}`);
  t.end();
});

t.test('overlap', (t) => {
  t.ok(overlap('a/+/c', 'a/b/#'));
  t.ok(overlap('tramso/#', 'tramso/x/command'));
  t.ok(overlap('+/x', 'tramso/+'));
  t.ok(overlap('a/#', 'a'));
  t.notOk(overlap('a/b', 'a/c'));
  t.notOk(overlap('a/+', 'a/b/c'));
  t.notOk(overlap('loa1/#', 'loa10/#'));
  t.end();
});

const level = fc.constantFrom('a', 'b', '+');
const filter = fc
  .tuple(fc.array(level, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([levels, all]) => (all ? [...levels, '#'] : levels).join('/'));
const topic = fc
  .array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 5 })
  .map((levels) => levels.join('/'));

t.test('two filters overlap exactly when they take a topic in common', (t) => {
  const topics = fc.sample(topic, 400);
  fc.assert(
    fc.property(filter, filter, (one, other) => {
      t.equal(overlap(one, other), overlap(other, one), 'it works both ways');
      const common = topics.some((each) => covers(one, each) && covers(other, each));
      if (common) t.ok(overlap(one, other), `${one} and ${other}`);
    }),
  );
  t.end();
});

t.test('a plain topic has no syntax in it', (t) => {
  t.ok(isPlainTopic('gtech/GT01/command'));
  for (const bad of ['', '$SYS/x', 'a/#', 'a/+/b', 'a\0b', 'a\nuser b', 'x'.repeat(201)])
    t.notOk(isPlainTopic(bad), bad);
  t.end();
});
