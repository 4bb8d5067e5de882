import t from 'tap';
import { Viewer } from '../../../src/cameras/media/viewer.ts';
import type { Fragment, StreamInit } from '../../../src/cameras/parts.ts';

const MB = 1024 * 1024;

function setUp() {
  const sent: (string | Buffer)[] = [];
  const outlet = { bufferedAmount: 0, send: (data: string | Buffer) => void sent.push(data) };
  const viewer = new Viewer({ outlet, say: (reason) => ({ vi: reason, en: reason }) });
  let number = 0;
  const fragment = (key: boolean): Fragment => ({
    data: Buffer.from([number++]),
    key,
    at: 0,
    decodeMs: 0,
    durationMs: 200,
  });
  return { sent, outlet, viewer, fragment };
}

const init: StreamInit = {
  data: Buffer.from('init'),
  mime: 'video/mp4',
  video: 'h264',
  width: 1,
  height: 2,
  audio: false,
};

t.test('a full line loses up to the next key frame for which there is room', async (t) => {
  const { sent, outlet, viewer, fragment } = setUp();
  viewer.init(init);
  viewer.fragment(fragment(true));
  outlet.bufferedAmount = 2 * MB + 1;
  viewer.fragment(fragment(false));
  viewer.fragment(fragment(true));
  outlet.bufferedAmount = MB;
  viewer.fragment(fragment(false));
  viewer.fragment(fragment(true));
  outlet.bufferedAmount = 0;
  viewer.fragment(fragment(false));
  viewer.fragment(fragment(true));
  viewer.fragment(fragment(false));
  const about = JSON.stringify({ mime: 'video/mp4', video: 'h264', width: 1, height: 2, audio: false });
  t.same(sent, [about, init.data, Buffer.from([0]), '{"skipped":1000}', Buffer.from([6]), Buffer.from([7])]);
});

t.test('a stream that begins anew is shown from there', async (t) => {
  const { sent, outlet, viewer, fragment } = setUp();
  viewer.init(init);
  outlet.bufferedAmount = 3 * MB;
  viewer.fragment(fragment(true));
  outlet.bufferedAmount = 0;
  viewer.lost('camera.unreachable');
  viewer.init(init);
  viewer.fragment(fragment(true));
  t.equal(sent.length, 6);
  t.same(sent.at(-1), Buffer.from([1]));
});
