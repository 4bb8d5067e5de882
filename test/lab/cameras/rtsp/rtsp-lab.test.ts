import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import t from 'tap';
import { latencyMs, readBurnedNumber } from './burned-clock.ts';
import type { RtspHost } from './rtsp-host.ts';
import { RtspLab } from './rtsp-lab.ts';

const ACCOUNT = { username: 'admin', password: 'p@ss/#%&: ơ' };
const QUIET = ['-nostdin', '-v', 'error', '-rtsp_transport', 'tcp'];

const lab = await RtspLab.start();
t.teardown(() => lab.stop());

function withAccount(url: string, { username, password } = ACCOUNT): string {
  return url.replace('://', `://${username}:${encodeURIComponent(password)}@`);
}

async function probe(url: string): Promise<{ codec_name: string; width?: number; has_b_frames?: number }[]> {
  const args = ['-v', 'error', '-rtsp_transport', 'tcp', '-show_streams', '-of', 'json', url];
  const { stdout } = await promisify(execFile)('ffprobe', args, { timeout: 20_000 });
  return JSON.parse(stdout).streams;
}

/** Grey pictures from a stream, and when each came. */
async function pictures(url: string, frames: number): Promise<{ at: number; data: Buffer }[]> {
  const args = [
    ...QUIET,
    '-fflags',
    'nobuffer',
    '-flags',
    'low_delay',
    '-i',
    url,
    '-frames:v',
    String(frames),
  ];
  const child = spawn('ffmpeg', [...args, '-f', 'rawvideo', '-pix_fmt', 'gray', '-'], { timeout: 20_000 });
  const size = 352 * 288;
  const seen: { at: number; data: Buffer }[] = [];
  let rest = Buffer.alloc(0);
  for await (const chunk of child.stdout) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    for (; rest.length >= size; rest = rest.subarray(size))
      seen.push({ at: Date.now(), data: rest.subarray(0, size) });
  }
  return seen;
}

t.test('codecs, sound, B-frames and accounts', async (t) => {
  const digest = await lab.host({ account: ACCOUNT });
  const basic = await lab.host({ account: ACCOUNT, auth: 'basic' });
  const open = await lab.host();
  const cases: [RtspHost, Parameters<RtspHost['stream']>[1], string[]][] = [
    [digest, { audio: 'pcm_alaw' }, ['h264', 'pcm_alaw']],
    [basic, { audio: 'aac', bframes: 2 }, ['h264', 'aac']],
    [open, { codec: 'hevc', audio: 'pcm_mulaw' }, ['hevc', 'pcm_mulaw']],
  ];
  for (const [host, spec, codecs] of cases) {
    const { url } = await host.stream('/main', spec);
    const streams = await probe(host === open ? url : withAccount(url));
    t.same(
      streams.map((one) => one.codec_name),
      codecs,
    );
    t.equal(streams[0]?.has_b_frames, spec?.bframes ?? 0);
  }
  for (const host of [digest, basic]) {
    await t.rejects(probe(host.url('/main')), /401/);
    await t.rejects(probe(withAccount(host.url('/main'), { ...ACCOUNT, password: 'sai' })), /401/);
  }
});

t.test('the picture tells how old it is, over the end of the loop too', async (t) => {
  const stream = await (await lab.host()).stream('/clock', { phaseMs: 0 });
  const seen = await pictures(stream.url, 120);
  const late = seen.map(({ at, data }) => {
    const number = readBurnedNumber((x, y) => data[y * 352 + x] ?? 0, 288);
    return latencyMs(number, { at, fps: 10, phaseMs: 0 });
  });
  // The first come in a heap: the decoder waited for them.
  const settled = late.slice(30);
  t.ok(settled.length > 60);
  t.ok(Math.max(...settled) < 2_000, `at most ${Math.max(...settled)} ms`);
});

t.test('faults', async (t) => {
  const host = await lab.host();
  const stream = await host.stream('/main');
  t.equal((await probe(stream.url))[0]?.width, 352);

  await stream.change({ width: 640, height: 360 });
  t.equal((await probe(stream.url))[0]?.width, 640);
  await stream.change({ width: 352, height: 288 });
  await stream.show('black');
  const [black] = (await pictures(stream.url, 1)).slice(-1);
  t.ok(black?.data.every((grey) => grey < 24));

  const viewer = spawn('ffmpeg', [...QUIET, '-i', stream.url, '-c', 'copy', '-f', 'null', '-']);
  const ended = new Promise((resolve) => viewer.once('exit', resolve));
  while ((await host.count()).playing === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  await stream.stall();
  t.same(await host.count(), { clients: 1, playing: 1 }, 'the connection stays');
  await stream.stall(false);
  await host.reset();
  await ended;
  t.same(await host.count(), { clients: 0, playing: 0 });

  await host.refuse();
  await t.rejects(probe(stream.url), /refused/);
  await host.hang();
  const args = ['-v', 'error', '-rtsp_transport', 'tcp', '-timeout', '500000', stream.url];
  await t.rejects(promisify(execFile)('ffprobe', args, { timeout: 10_000 }), /timed out|Invalid data/i);
  await host.accept();
  t.equal((await probe(stream.url)).length, 1);
  await stream.remove();
  await t.rejects(probe(stream.url), /404/);
});
