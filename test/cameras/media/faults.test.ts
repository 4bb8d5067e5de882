import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { RtspLab } from '../../lab/cameras/rtsp/rtsp-lab.ts';
import { Ear, known, startMedia, until } from './media-rig.ts';
import { ffmpegs } from './processes.ts';

const account = { username: 'admin', password: 'đúng' };
const lab = await RtspLab.start();
t.teardown(() => lab.stop());

async function cameraOf(path: string, spec = {}) {
  const host = await lab.host({ account });
  return { host, stream: await host.stream(path, spec) };
}

for (const direct of [true, false]) {
  const way = direct ? 'by itself' : 'through ffmpeg';
  t.test(`${way}: a camera that is off at start is seen once it is on`, async (t) => {
    const { host, stream } = await cameraOf('/main');
    await host.refuse();
    const { media, cameras } = startMedia(t, { direct });
    cameras.set('a', { streams: [known(stream)], account });
    const ear = new Ear();
    media.hub.join('a', 'main', ear);
    await until('it is missed', () => ear.reasons.length > 0);
    t.equal(ear.reasons[0], 'camera.unreachable');
    t.match(media.hub.state('a', 'main'), { reason: 'camera.unreachable', lastFrameAt: null });
    await host.accept();
    await until('pictures', () => ear.fragments.length > 0);
    t.equal(media.hub.state('a', 'main')?.reason, null);
  });

  t.test(`${way}: a stream that stalls is begun anew`, async (t) => {
    const { stream } = await cameraOf('/main');
    const { media, cameras } = startMedia(t, { direct, times: { silenceMs: 1_500 } });
    cameras.set('a', { streams: [known(stream)], account });
    const ear = new Ear();
    media.hub.join('a', 'main', ear);
    await until('pictures', () => ear.fragments.length > 0);
    await stream.stall();
    await until('it is noticed', () => ear.reasons.length > 0, 5_000);
    t.equal(ear.reasons[0], 'camera.no_frames');
    await stream.stall(false);
    await until('it goes on with headers of its own', () => ear.inits.length === 2);
  });

  t.test(`${way}: a connection that is cut, and an ffmpeg that is killed, come back`, async (t) => {
    const { host, stream } = await cameraOf('/main');
    const { media, cameras } = startMedia(t, { direct });
    cameras.set('a', { streams: [known(stream)], account });
    const ear = new Ear();
    media.hub.join('a', 'main', ear);
    await until('pictures', () => ear.fragments.length > 0);
    await host.reset();
    await until('a new beginning', () => ear.inits.length === 2);
    await until('pictures again', () => media.hub.state('a', 'main')?.reason === null);
    const [[pid] = []] = ffmpegs();
    t.equal(pid === undefined, direct, 'one program where it is needed');
    if (pid !== undefined) {
      process.kill(pid, 'SIGKILL');
      await until('a third beginning', () => ear.inits.length === 3);
    }
    t.same([...new Set(ear.reasons)], ['camera.unreachable']);
  });

  t.test(`${way}: another picture size begins a new stream, without a word of loss`, async (t) => {
    const { stream } = await cameraOf('/main');
    const { media, cameras } = startMedia(t, { direct });
    cameras.set('a', { streams: [known(stream)], account });
    const ear = new Ear();
    media.hub.join('a', 'main', ear);
    await until('pictures', () => ear.fragments.length > 0);
    await sleep(5_200);
    await stream.change({ width: 640, height: 360 });
    await until('new headers', () => ear.inits.length > 1);
    await until('of the new size', () => ear.inits.at(-1)?.width === 640);
    t.same(ear.reasons, []);
  });

  t.test(`${way}: ten seconds between key frames are waited for`, async (t) => {
    const { stream } = await cameraOf('/slow', { gop: 100 });
    const { media, cameras } = startMedia(t, { direct });
    cameras.set('a', { streams: [known(stream)], account });
    const ear = new Ear();
    media.hub.join('a', 'main', ear);
    await until('the first', () => ear.fragments.length > 0, 14_000);
    t.same(ear.reasons, []);
    t.equal(ear.fragments.find(({ durationMs }) => durationMs > 0)?.key, true);
  });

  t.test(`${way}: a refused account is not tried again until it has changed`, async (t) => {
    const { stream } = await cameraOf('/main');
    const rig = startMedia(t, { direct });
    rig.cameras.set('a', { streams: [known(stream)], account: { ...account, password: 'sai' } });
    const ear = new Ear();
    rig.media.hub.join('a', 'main', ear);
    await until('it is refused', () => ear.reasons.length >= 3);
    t.same([...new Set(ear.reasons)], ['camera.refused']);
    t.equal(rig.started, direct ? 0 : 1);
    t.same(rig.refused, ['a']);
    rig.cameras.set('a', { streams: [known(stream)], account });
    rig.refused.length = 0;
    rig.media.hub.changed('a');
    await until('pictures', () => ear.fragments.length > 0);
  });

  t.test(`${way}: without an account it is said that there is none`, async (t) => {
    const { stream } = await cameraOf('/main');
    const rig = startMedia(t, { direct });
    rig.cameras.set('a', { streams: [known(stream)] });
    const ear = new Ear();
    rig.media.hub.join('a', 'main', ear);
    await until('it is refused', () => ear.reasons.length > 0);
    t.equal(ear.reasons[0], 'camera.no_account');
    t.same(rig.refused, []);
  });

  t.test(`${way}: a camera that is removed is told to whoever watches, and nothing runs on`, async (t) => {
    const { stream } = await cameraOf('/main');
    const { media, cameras } = startMedia(t, { direct });
    cameras.set('a', { streams: [known(stream)], account });
    const ear = new Ear();
    media.hub.join('a', 'main', ear);
    await until('pictures', () => ear.fragments.length > 0);
    cameras.delete('a');
    media.hub.changed('a');
    t.same(ear.reasons, ['camera.removed']);
    await until('it has ended', () => ffmpegs().length === 0);
  });
}

t.test('without ffmpeg it is said so, and it is looked for again', async (t) => {
  const { stream } = await cameraOf('/main');
  const { media, cameras } = startMedia(t, { direct: false, program: '/nonexistent/ffmpeg' });
  cameras.set('a', { streams: [known(stream)], account });
  const ear = new Ear();
  media.hub.join('a', 'main', ear);
  await until('twice', () => ear.reasons.length >= 2);
  t.equal(ear.reasons[0], 'camera.no_program');
});

t.test('cameras that come back at once are begun one after another', async (t) => {
  const { host, stream } = await cameraOf('/main');
  const rig = startMedia(t);
  const ears = Array.from({ length: 12 }, (_, i) => {
    rig.cameras.set(`c${i}`, { streams: [known(stream)], account });
    const ear = new Ear();
    rig.media.hub.join(`c${i}`, 'main', ear);
    return ear;
  });
  t.ok(rig.started < 3, 'not all in one moment');
  await until('all are seen', () => ears.every(({ fragments }) => fragments.length > 0), 20_000);
  await host.refuse();
  await until('all are lost', () => ears.every(({ reasons }) => reasons.length > 0));
  await host.accept();
  await until('all are back', () => ears.every(({ inits }) => inits.length >= 2), 30_000);
  await rig.media.close();
  t.equal(ffmpegs().length, 0);
});

for (const sound of ['pcm_alaw', 'g726', 'opus'] as const) {
  t.test(`${sound} is encoded, though it was said to be AAC or nothing was known`, async (t) => {
    const { stream } = await cameraOf('/main', { audio: sound });
    const rig = startMedia(t);
    for (const audio of ['aac', '']) {
      rig.cameras.set(`a${audio}`, { streams: [{ ...known(stream), audio }], account });
      const ear = new Ear();
      rig.media.hub.join(`a${audio}`, 'main', ear);
      await until('pictures', () => ear.fragments.length > 0);
      t.match(ear.inits.at(-1)?.mime, /mp4a\.40\.2/);
      t.same(ear.reasons, []);
    }
    t.equal(rig.started, 4, 'each was tried once with its sound as it is');
  });
}
