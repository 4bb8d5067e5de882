import { createHash } from 'node:crypto';
import t, { type Test } from 'tap';
import type { RtspMessage } from '../../../src/protocols/rtsp-reader.ts';
import { alteredRtsp } from '../../lab/cameras/rtsp/altered.ts';
import { RtspLab } from '../../lab/cameras/rtsp/rtsp-lab.ts';
import { Ear, startMedia, until } from './media-rig.ts';
import { ffmpegs } from './processes.ts';

const account = { username: 'admin', password: 'p@ss:/#%&' };
const lab = await RtspLab.start();
t.teardown(() => lab.stop());
const host = await lab.host();
await host.stream('/main', { audio: 'pcm_alaw' });

const MD5 = 'Digest realm="IP Camera(GH455)", nonce="m", algorithm="MD5", stale="FALSE"';
const SHA = 'Digest realm="IP Camera(GH455)", nonce="s", algorithm="SHA-256", stale="FALSE"';

/** A camera that ffmpeg cannot answer, as Hikvision V5.8.5 can be set (AlexxIT/go2rtc#2344). */
function sha256Camera(t: Test, challenges: readonly string[]) {
  const wrong: string[] = [];
  function refuse(request: RtspMessage): string | undefined {
    const [method = '', uri = ''] = request.first.split(' ');
    if (method === 'OPTIONS') return undefined;
    const [given = ''] = request.all('authorization');
    const isTaken = challenges.some((challenge) => {
      const hash = (text: string) =>
        createHash(challenge === SHA ? 'sha256' : 'md5')
          .update(text)
          .digest('hex');
      const own = hash(`${account.username}:IP Camera(GH455):${account.password}`);
      const nonce = challenge === SHA ? 's' : 'm';
      return given.includes(`response="${hash(`${own}:${nonce}:${hash(`${method}:${uri}`)}`)}"`);
    });
    if (isTaken) return undefined;
    if (given !== '') wrong.push(given);
    return `RTSP/1.0 401 Unauthorized\r\n${challenges.map((one) => `WWW-Authenticate: ${one}\r\n`).join('')}\r\n`;
  }
  return alteredRtsp(t, host, { refuse }).then((camera) => ({ ...camera, wrong }));
}

for (const challenges of [[SHA], [MD5, SHA]]) {
  t.test(`a camera that wants ${challenges.length} kinds of digest, SHA-256 last`, async (t) => {
    const camera = await sha256Camera(t, challenges);
    const rig = startMedia(t);
    const streams = [{ role: 'main' as const, url: camera.url('/main') }];
    rig.cameras.set('a', { streams, account });
    const frame = await rig.media.frames.grab('a', { jpeg: true });
    t.ok(frame.jpeg.length > 1_000, 'a picture');
    t.strictSame(rig.refused, []);

    const ear = new Ear();
    const leave = rig.media.hub.join('a', 'main', ear);
    await until('pictures', () => ear.fragments.length > 5);
    t.strictSame(ear.reasons, [], 'nothing of it was told');
    t.match(ear.inits[0], { video: 'h264', audio: true });
    t.notMatch([...ffmpegs()].join(), /p@ss|p%40ss/);
    leave();
    t.strictSame(rig.refused, []);

    rig.cameras.set('b', { streams, account: { ...account, password: 'sai' } });
    const other = new Ear();
    rig.media.hub.join('b', 'main', other);
    await until('refused', () => other.reasons.length > 0);
    t.equal(other.reasons[0], 'camera.refused');
    t.strictSame(rig.refused, ['b']);
    t.equal(camera.wrong.length, 1, 'a wrong account goes out once');
    await rig.media.close();
    t.equal(ffmpegs().length, 0);
  });
}
