import t, { type Test } from 'tap';
import { GREY, NoPicture } from '../../../src/cameras/media/decode.ts';
import { Limiter } from '../../../src/cameras/media/limiter.ts';
import { RtspLab } from '../../lab/cameras/rtsp/rtsp-lab.ts';
import { Ear, known, startMedia, until } from './media-rig.ts';
import { ffmpegs } from './processes.ts';

const account = { username: 'admin', password: 'mật#khẩu' };
const lab = await RtspLab.start();
t.teardown(() => lab.stop());
const host = await lab.host({ account });
const stream = await host.stream('/main', { width: 640, height: 360 });

async function rejectsFor(t: Test, picture: Promise<unknown>, reason: string): Promise<void> {
  const error = await picture.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  t.ok(error instanceof NoPicture && error.reason === reason, reason);
}

const mean = (grey: Buffer) => grey.reduce((sum, value) => sum + value, 0) / grey.length;

t.test('out of a stream that runs, without another connection', async (t) => {
  const { media, cameras } = startMedia(t);
  cameras.set('a', { streams: [known(stream)], account });
  const ear = new Ear();
  media.hub.join('a', 'main', ear);
  await until('pictures', () => ear.fragments.length > 0);
  const frame = await media.frames.grab('a', { jpeg: true });
  t.equal(frame.running, true);
  t.equal(frame.grey.length, GREY.width * GREY.height);
  t.ok(mean(frame.grey) > 30, 'it is no black picture');
  t.equal(frame.jpeg.toString('hex', 0, 3), 'ffd8ff');
  t.equal(frame.jpeg.toString('hex', frame.jpeg.length - 2), 'ffd9');
  t.ok(Date.now() - frame.at < 3_000);
  t.equal((await host.count()).playing, 1);
});

t.test('over a short connection where nobody watches, H.265 too', async (t) => {
  const { media, cameras } = startMedia(t);
  cameras.set('a', { streams: [known(stream)], account });
  cameras.set('h', {
    streams: [known(await host.stream('/hevc', { codec: 'hevc', audio: 'aac' }))],
    account,
  });
  cameras.set('b', { streams: [known(await host.stream('/black', { picture: 'black' }))], account });
  const [a, h, b] = await Promise.all(['a', 'h', 'b'].map((id) => media.frames.grab(id)));
  t.match(a, { running: false, jpeg: { length: 0 } });
  t.ok(a && mean(a.grey) > 30);
  t.ok(h && mean(h.grey) > 30);
  t.ok(b && mean(b.grey) < 3, `this one is black: ${b && mean(b.grey)}`);
  t.equal(ffmpegs().length, 0);
});

t.test('two at once, however many are asked for', async (t) => {
  const { media, cameras } = startMedia(t);
  cameras.set('a', { streams: [known(stream)], account });
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, ffmpegs().length);
  }, 20);
  t.teardown(() => clearInterval(watch));
  await Promise.all(Array.from({ length: 6 }, () => media.frames.grab('a')));
  t.equal(most, 2);
});

t.test('people before what the station wants for itself, and that not never', async (t) => {
  const limiter = new Limiter(1);
  const order: string[] = [];
  const work = (what: string) => async () => void order.push(what);
  await Promise.all([
    ...['a', 'b', 'c'].map((what) => limiter.run(work(what))),
    ...Array.from({ length: 6 }, (_none, index) => limiter.run(work(`P${index + 1}`), true)),
  ]);
  t.same(order, ['a', 'P1', 'P2', 'P3', 'P4', 'b', 'P5', 'P6', 'c']);
});

t.test('people who ask at the same time get the same snapshot', async (t) => {
  const rig = startMedia(t);
  rig.cameras.set('a', { streams: [known(stream)], account });
  const taken = await Promise.all(Array.from({ length: 5 }, () => rig.media.snapshots.take('a', 'main')));
  t.equal(rig.started, 1);
  t.equal(new Set(taken).size, 1);
  t.equal(await rig.media.snapshots.take('a', 'main'), taken[0], 'and so does who asks a little later');
});

t.test('where there is none, the reason is told, and the camera is not guessed at', async (t) => {
  const rig = startMedia(t);
  rig.cameras.set('wrong', { streams: [known(stream)], account: { ...account, password: 'sai' } });
  rig.cameras.set('none', { streams: [], account });
  rig.cameras.set('gone', { streams: [{ role: 'main', url: host.url('/none') }], account });
  const off = await lab.host({ account });
  rig.cameras.set('off', { streams: [known(await off.stream('/x'))], account });
  await off.refuse();
  await rejectsFor(t, rig.media.frames.grab('wrong'), 'camera.refused');
  const { started } = rig;
  await rejectsFor(t, rig.media.frames.grab('wrong'), 'camera.refused');
  t.equal(rig.started, started, 'no second try');
  await rejectsFor(t, rig.media.frames.grab('none'), 'camera.no_stream');
  await rejectsFor(t, rig.media.frames.grab('gone'), 'camera.no_stream');
  await rejectsFor(t, rig.media.frames.grab('off'), 'camera.unreachable');
  await rejectsFor(t, rig.media.frames.grab('nobody'), 'camera.removed');
});

t.test('one that never answers is given up, and one under way ends with the station', async (t) => {
  const rig = startMedia(t);
  const dead = await lab.host({ account });
  rig.cameras.set('dead', { streams: [known(await dead.stream('/x'))], account });
  await dead.hang();
  const from = performance.now();
  await rejectsFor(t, rig.media.frames.grab('dead'), 'camera.unreachable');
  t.ok(performance.now() - from < 12_000);
  const [stopped, asked] = [new AbortController(), rig.media.frames.grab('dead')];
  const other = rig.media.frames.grab('dead', { signal: stopped.signal });
  stopped.abort(new Error('no longer wanted'));
  await t.rejects(other, { message: 'no longer wanted' });
  const ended = t.rejects(asked, { message: 'the station stops' });
  await rig.media.close();
  await ended;
  t.equal(ffmpegs().length, 0);
});
