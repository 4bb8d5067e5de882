import t from 'tap';
import { Viewer } from '../../../src/cameras/media/viewer.ts';
import type { Fragment, StreamInit } from '../../../src/cameras/parts.ts';

const MB = 1024 * 1024;

function setUp() {
  const sent: (string | Buffer)[] = [];
  const outlet = { bufferedAmount: 0, send: (data: string | Buffer) => void sent.push(data) };
  const clock = { now: 0 };
  const viewer = new Viewer({
    outlet,
    say: (reason) => ({ vi: reason, en: reason }),
    monotonic: () => clock.now,
  });
  let number = 0;
  const fragment = (key: boolean): Fragment => ({
    data: Buffer.from([number++]),
    key,
    at: 0,
    decodeMs: 0,
    durationMs: 200,
  });
  return { sent, outlet, viewer, fragment, clock };
}

const init: StreamInit = {
  data: Buffer.from('init'),
  mime: 'video/mp4',
  video: 'h264',
  width: 1,
  height: 2,
  audio: false,
};

t.test('a line that stays full loses up to the next key frame for which there is room', async (t) => {
  const { sent, outlet, viewer, fragment, clock } = setUp();
  viewer.init(init);
  viewer.fragment(fragment(true));
  outlet.bufferedAmount = MB;
  viewer.fragment(fragment(false));
  clock.now = 1_600;
  viewer.fragment(fragment(false));
  viewer.fragment(fragment(true));
  outlet.bufferedAmount = MB / 4;
  viewer.fragment(fragment(true));
  outlet.bufferedAmount = 0;
  viewer.fragment(fragment(false));
  viewer.fragment(fragment(true));
  viewer.fragment(fragment(false));
  const about = JSON.stringify({ mime: 'video/mp4', video: 'h264', width: 1, height: 2, audio: false });
  const [first, second, seventh, eighth] = [0, 1, 6, 7].map((number) => Buffer.from([number]));
  t.same(sent, [about, init.data, first, second, '{"skipped":800}', seventh, eighth]);
});

t.test(
  'what is sent at the beginning has time to leave; what would never does not wait for it',
  async (t) => {
    const { sent, outlet, viewer, fragment, clock } = setUp();
    viewer.init(init);
    outlet.bufferedAmount = 6 * MB;
    for (clock.now = 0; clock.now <= 1_400; clock.now += 200) viewer.fragment(fragment(clock.now === 0));
    t.equal(sent.length, 2 + 8);
    outlet.bufferedAmount = 0;
    viewer.fragment(fragment(false));
    t.equal(sent.length, 2 + 9);
    outlet.bufferedAmount = 11 * MB;
    viewer.fragment(fragment(false));
    t.equal(sent.length, 2 + 9);
  },
);

t.test('a stream that begins anew is shown from there', async (t) => {
  const { sent, outlet, viewer, fragment } = setUp();
  viewer.init(init);
  outlet.bufferedAmount = 11 * MB;
  viewer.fragment(fragment(true));
  outlet.bufferedAmount = 0;
  viewer.lost('camera.unreachable');
  viewer.init(init);
  viewer.fragment(fragment(true));
  t.equal(sent.length, 6);
  t.same(sent.at(-1), Buffer.from([1]));
});
