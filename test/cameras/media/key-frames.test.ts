import t from 'tap';
import { SinceKeyFrame } from '../../../src/cameras/media/key-frames.ts';
import type { Fragment } from '../../../src/cameras/parts.ts';

const fragment = (text: string, key = false): Fragment => ({
  data: Buffer.from(text),
  key,
  at: 0,
  decodeMs: 0,
  durationMs: 200,
});
const textsOf = (since: SinceKeyFrame) => since.fragments.map(({ data }) => data.toString());

t.test('what came since the last key frame', (t) => {
  const since = new SinceKeyFrame();
  since.add(fragment('lost'));
  t.ok(since.isEmpty, 'nothing can be shown before the first key frame');
  since.add(fragment('I', true));
  since.add(fragment('pp'));
  t.same(textsOf(since), ['I', 'pp']);
  const before = since.fragments;
  since.add(fragment('II', true));
  since.add(fragment('p'));
  t.same(textsOf(since), ['II', 'p']);
  t.same(
    before.map(({ data }) => data.toString()),
    ['I', 'pp'],
    'what was handed out stays as it was',
  );
  t.match(since.fragments[0], { key: true, durationMs: 200 });
  since.clear();
  t.same(textsOf(since), []);
  t.end();
});

t.test('what is not of the stream’s own memory: a buffer that is changed later', (t) => {
  const since = new SinceKeyFrame();
  const one = fragment('I', true);
  since.add(one);
  one.data.fill('x');
  t.same(textsOf(since), ['I']);
  t.end();
});

t.test('at most 8 MB; then the next key frame is waited for', (t) => {
  const since = new SinceKeyFrame();
  const large = (key = false) => ({ ...fragment('', key), data: Buffer.alloc(3 * 1024 * 1024) });
  since.add(large(true));
  since.add(large());
  t.equal(since.fragments.length, 2);
  since.add(large());
  since.add(fragment('p'));
  t.ok(since.isEmpty);
  since.add(fragment('I', true));
  t.same(textsOf(since), ['I']);
  t.end();
});
