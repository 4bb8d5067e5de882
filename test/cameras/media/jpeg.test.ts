import t from 'tap';
import { startStation } from '../../harness.ts';
import { RtspLab } from '../../lab/cameras/rtsp/rtsp-lab.ts';
import { launchChromium } from '../../lab/chromium.ts';
import { decoded } from './decoded.ts';
import { Ear, startMedia, until } from './media-rig.ts';

/** Old cameras send JPEG over RTSP (RFC 2435): no browser is fed with it, and all else is as with the others. */

const lab = await RtspLab.start();
t.teardown(() => lab.stop());
const host = await lab.host();
const stream = await host.stream('/jpeg', { codec: 'mjpeg', gop: 1 });
const MIME = 'video/mp4; codecs="mp4v.6C"';

t.test('it is copied, each picture a key frame, and shown as MPEG-1', async (t) => {
  const { media, cameras } = startMedia(t);
  cameras.set('a', { streams: [{ role: 'main', url: stream.url }] });
  const alone = await media.frames.grab('a', { role: 'main', jpeg: true });
  t.equal(alone.jpeg.readUInt16BE(0), 0xffd8, 'a JPEG of a short connection');
  const ear = new Ear();
  media.hub.join('a', 'main', ear);
  await until('pictures', () => ear.fragments.length > 10);
  t.match(ear.inits, [{ mime: MIME, video: 'mjpeg', width: 352, height: 288, audio: false }]);
  t.ok(ear.fragments.every(({ key }) => key));
  t.equal((await decoded(ear)).said, '');
  t.equal((await media.frames.grab('a', { role: 'main' })).running, true);
  let bytes = 0;
  const outlet = {
    bufferedAmount: 0,
    send(data: string | Buffer) {
      bytes += data.length;
    },
  };
  const leave = await media.mpeg1.watch('a', 'main', outlet);
  await until('MPEG-1', () => bytes > 50_000);
  leave();
  t.same(ear.reasons, []);
});

t.test('a browser says that it cannot show it as it is', async (t) => {
  const browser = await launchChromium();
  t.teardown(() => browser.close());
  const page = await browser.newPage();
  t.equal(await page.evaluate((mime) => MediaSource.isTypeSupported(mime), MIME), false);
});

t.test('added by its address it has a snapshot, and is recorded', async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  const made = await admin.post('/api/cameras', { name: 'Cổng cũ', url: stream.url });
  t.equal(made.status, 201);
  const [{ id }] = made.body.cameras;
  const { status, headers } = await admin.get(`/api/cameras/${id}/snapshot`);
  t.match({ status, type: headers['content-type'] }, { status: 200, type: 'image/jpeg' });
  const asked = { mode: 'continuous', stream: 'main', keepDays: null };
  t.equal((await admin.put(`/api/cameras/${id}/recording`, asked)).status, 200);
  let recording = { running: false };
  for (let i = 0; i < 100 && !recording.running; i++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    recording = (await admin.get(`/api/cameras/${id}`)).body.recording;
  }
  t.equal(recording.running, true);
});
