import fc from 'fast-check';
import t from 'tap';
import { fillPayload, fillTopic, fillValue, isShared, placeholdersIn } from '../../src/speakers/template.ts';

t.test('values keep their type; what is absent leaves its key out; null stays', (t) => {
  const json = {
    v: 1,
    a: '{volume}',
    b: ['{url}', { c: '{priority}' }],
    d: '{playoutId}',
    e: '{bytes}',
    f: 'x {url}',
  };
  const text = fillPayload({ json }, { volume: 80, url: 'http://x', priority: 'normal', playoutId: null });
  t.strictSame(JSON.parse(text), { v: 1, a: 80, b: ['http://x', { c: 'normal' }], d: null, f: 'x {url}' });
  t.equal(fillPayload({ text: '{volume}' }, { volume: 0.8 }), '0.8');
  t.equal(fillPayload({ text: '' }, {}), '');
  t.end();
});

t.test('no value can break out of its place in JSON', (t) => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (url, note) => {
      const filled = JSON.parse(
        fillPayload({ json: { url: '{url}', deep: [{ note: '{note}' }] } }, { url, note }),
      );
      t.strictSame(filled, { url, deep: [{ note }] });
    }),
  );
  t.end();
});

t.test('a value that looks like a placeholder is not filled again', (t) => {
  t.equal(fillValue('{url}', { url: '{secret}', secret: 'x' }), '{secret}');
  t.end();
});

t.test('a value can’t change the shape of a topic', (t) => {
  t.equal(fillTopic('cmnd/{topic}/I2SWR', { topic: 'loa_1' }), 'cmnd/loa_1/I2SWR');
  t.equal(fillTopic('{commandTopic}', { commandTopic: 'a/b/c' }), 'a/b/c');
  for (const topic of ['a/b', '#', '+', 'a+b', '\0', '']) {
    t.throws(() => fillTopic('cmnd/{topic}/x', { topic }), topic);
  }
  t.throws(() => fillTopic('{commandTopic}', { commandTopic: 'a/#' }));
  t.throws(() => fillTopic('a/{missing}', {}));
  t.end();
});

t.test('which messages are the same for all', (t) => {
  t.ok(isShared({ topic: 'a/{id}', json: { url: '{url}' } }), 'the topic does not matter');
  t.notOk(isShared({ json: { deviceId: '{deviceId}', volume: '{volume}' } }));
  t.strictSame(placeholdersIn({ a: ['{b}', 'c'], d: { e: '{f}' } }), ['b', 'f']);
  t.end();
});
