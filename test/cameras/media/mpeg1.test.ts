import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import t from 'tap';
import { createMpeg1 } from '../../../src/cameras/media/mpeg1/mpeg1.ts';
import { keyFrameAt } from '../../../src/cameras/media/mpeg1/ts-packets.ts';
import type { Outlet } from '../../../src/cameras/media/viewer.ts';
import { RtspLab } from '../../lab/cameras/rtsp/rtsp-lab.ts';
import { known, startMedia, until } from './media-rig.ts';
import { ffmpegs } from './processes.ts';

const account = { username: 'admin', password: 'đúng&đủ' };
const lab = await RtspLab.start();
t.teardown(() => lab.stop());
const host = await lab.host({ account });
const stream = await host.stream('/main', { codec: 'hevc', audio: 'pcm_alaw' });

/** A browser that takes everything at once, unless it is told to be slow. */
class Screen implements Outlet {
  bufferedAmount = 0;
  readonly texts: string[] = [];
  readonly chunks: Buffer[] = [];

  send(data: string | Buffer): void {
    if (typeof data === 'string') this.texts.push(data);
    else this.chunks.push(data);
  }

  get bytes(): number {
    return this.chunks.reduce((sum, { length }) => sum + length, 0);
  }
}

async function probe(data: Buffer): Promise<string> {
  const args = [
    '-v',
    'error',
    '-show_entries',
    'stream=codec_name,width,r_frame_rate',
    '-of',
    'csv=p=0',
    '-',
  ];
  const running = promisify(execFile)('ffprobe', args);
  running.child.stdin?.on('error', () => {}).end(data);
  return (await running).stdout;
}

t.test('H.265 with G.711 becomes MPEG-1 with MP2, once for all who watch', async (t) => {
  const { media, cameras } = startMedia(t, { times: { lingerMs: 100 } });
  cameras.set('a', { streams: [known(stream)], account });
  const [first, second] = [new Screen(), new Screen()];
  const leaveFirst = await media.mpeg1.watch('a', 'main', first);
  await until('three seconds of it', () => first.bytes > 150_000, 20_000);
  const leaveSecond = await media.mpeg1.watch('a', 'main', second);
  await until('the second sees it', () => second.bytes > 20_000);
  t.equal(media.mpeg1.running, 1);
  t.equal(ffmpegs().length, 2, 'the copy and the muxer');
  t.match(await probe(Buffer.concat(first.chunks)), /mpeg1video,352,25\/1\s+mp2/);
  for (const { chunks } of [first, second]) {
    t.equal(keyFrameAt(chunks[0] ?? Buffer.alloc(0)), 0, 'it begins with a key frame');
    t.ok(chunks.every(({ length }) => length % 188 === 0));
  }
  t.notMatch(ffmpegs().join(), 'đủ');
  t.match(ffmpegs().join(), /-i http:\/\/127\.0\.0\.1:\d+\/[\w-]{32} /);

  leaveFirst();
  t.equal(media.mpeg1.running, 1);
  leaveSecond();
  t.equal(media.mpeg1.running, 0);
  await until('all has ended', () => ffmpegs().length === 0);
});

t.test('its address is good for nobody else', async (t) => {
  const { media, cameras } = startMedia(t);
  cameras.set('a', { streams: [known(stream)], account });
  const screen = new Screen();
  await media.mpeg1.watch('a', 'main', screen);
  await until('pictures', () => screen.bytes > 0, 20_000);
  const url = /http:\S+/.exec(ffmpegs().join())?.[0] ?? '';
  t.equal((await fetch(url)).status, 404, 'it has been read');
  t.equal((await fetch(new URL('/guess', url))).status, 404);
  await media.close();
  await t.rejects(fetch(url), 'the port is closed');
});

t.test('a slow browser goes on at a key frame', async (t) => {
  const { media, cameras } = startMedia(t);
  cameras.set('a', { streams: [known(stream)], account });
  const screen = new Screen();
  await media.mpeg1.watch('a', 'main', screen);
  await until('pictures', () => screen.bytes > 0, 20_000);
  screen.bufferedAmount = 2 ** 21;
  await sleep(300);
  const { length } = screen.chunks;
  await sleep(1_000);
  t.equal(screen.chunks.length, length, 'nothing is heaped up');
  screen.bufferedAmount = 0;
  await until('it goes on', () => screen.chunks.length > length);
  t.equal(keyFrameAt(screen.chunks[length] ?? Buffer.alloc(0)), 0);
});

t.test('a muxer that is killed is begun again; a camera that is lost is told', async (t) => {
  const own = await lab.host({ account });
  const { media, cameras } = startMedia(t);
  cameras.set('a', { streams: [known(await own.stream('/x'))], account });
  const screen = new Screen();
  await media.mpeg1.watch('a', 'main', screen);
  await until('pictures', () => screen.bytes > 0, 20_000);
  const muxer = ffmpegs().find(([, command]) => command.includes('mpeg1video'))?.[0] ?? 0;
  process.kill(muxer, 'SIGKILL');
  await until('another', () =>
    ffmpegs().some(([pid, command]) => command.includes('mpeg1video') && pid !== muxer),
  );
  await own.refuse();
  await until('it is told', () => screen.texts.length > 0);
  t.match(JSON.parse(screen.texts[0] ?? ''), { lost: 'camera.unreachable', text: 'vi camera.unreachable' });
});

t.test('only so many at a time', async (t) => {
  const { media, cameras } = startMedia(t);
  cameras.set('a', { streams: [known(stream)], account });
  cameras.set('b', { streams: [known(stream)], account });
  const say = (reason: string) => ({ vi: reason, en: reason });
  const mpeg1 = createMpeg1({ hub: media.hub, program: 'ffmpeg', say, most: 1 });
  t.teardown(() => mpeg1.close());
  const [first, second] = [new Screen(), new Screen()];
  const leave = await mpeg1.watch('a', 'main', first);
  await mpeg1.watch('b', 'main', second);
  t.match(JSON.parse(second.texts[0] ?? ''), { lost: 'camera.transcoders_busy' });
  leave();
  await mpeg1.watch('b', 'main', second);
  t.equal(second.texts.length, 1);
});
