import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { clip } from '../../../lab/cameras/rtsp/clips.ts';
import { RtspLab } from '../../../lab/cameras/rtsp/rtsp-lab.ts';
import { Ear, known, startMedia, until } from '../media-rig.ts';
import { ffmpegs } from '../processes.ts';

/** Streams of a real RTSP server that are read without an ffmpeg: what a decoder gets is what the camera encoded. */

const account = { username: 'admin', password: 'đúng: @/#' };
const lab = await RtspLab.start();
const folder = mkdtempSync(join(tmpdir(), 'tramso-direct-'));
t.teardown(async () => {
  await lab.stop();
  rmSync(folder, { recursive: true, force: true });
});
const run = promisify(execFile);

/** A digest of each picture as it is decoded; fails where the decoder complains. */
async function pictures(file: string): Promise<string[]> {
  const args = ['-v', 'warning', '-i', file, '-map', '0:v', '-f', 'framemd5', '-'];
  const { stdout, stderr } = await run('ffmpeg', args, { maxBuffer: 16 * 1024 * 1024 });
  t.equal(stderr, '', 'nothing to complain of');
  return stdout.split('\n').flatMap((line) => (line.startsWith('#') ? [] : (line.split(/,\s*/)[5] ?? [])));
}

for (const codec of ['h264', 'hevc'] as const) {
  for (const audio of [undefined, 'aac'] as const) {
    for (const auth of ['digest', 'basic'] as const) {
      const name = `${codec}, ${audio ?? 'no sound'}, ${auth}`;
      t.test(name, async (t) => {
        const host = await lab.host({ account, auth });
        const spec = {
          codec,
          width: 640,
          height: 360,
          fps: 10,
          gop: 10,
          bframes: 0,
          picture: 'moving' as const,
        };
        const stream = await host.stream('/main', { ...spec, ...(audio && { audio }) });
        const rig = startMedia(t);
        rig.cameras.set('a', { streams: [known(stream)], account });
        const ear = new Ear();
        const leave = rig.media.hub.join('a', 'main', ear);
        await until('three groups of pictures', () => ear.fragments.filter(({ key }) => key).length > 3);
        leave();
        t.equal(rig.started, 0, 'without a program');
        t.strictSame(ear.reasons, []);
        t.match(ear.inits, [{ video: codec, width: 640, height: 360, audio: audio !== undefined }]);
        t.match(ear.inits[0]?.mime, codec === 'h264' ? /"avc1\.64/ : /"hvc1\.1\.6\.L/);

        const file = join(folder, `${codec}-${audio}-${auth}.mp4`);
        const [init] = ear.inits;
        writeFileSync(
          file,
          Buffer.concat([init?.data ?? Buffer.alloc(0), ...ear.fragments.map(({ data }) => data)]),
        );
        const sent = await pictures(join(await clip(spec), 'video'));
        const got = await pictures(file);
        t.ok(got.length > 25, `${got.length} pictures`);
        // The clip goes round.
        const begin = sent.indexOf(got[0] ?? '');
        t.strictSame(
          got,
          got.map((_, i) => sent[(begin + i) % sent.length]),
          'every one, in its order',
        );

        for (const [i, { decodeMs, durationMs }] of ear.fragments.entries()) {
          const next = ear.fragments[i + 1];
          if (next)
            t.ok(Math.abs(next.decodeMs - decodeMs - durationMs) < 0.1, 'each follows the one before');
        }
        if (!audio) return;
        const probe = [
          '-v',
          'error',
          '-select_streams',
          'a',
          '-show_entries',
          'packet=pts_time',
          '-of',
          'csv=p=0',
          file,
        ];
        const times = (await run('ffprobe', probe)).stdout.trim().split(/\s+/).map(Number.parseFloat);
        t.ok(times.length > 35, `${times.length} frames of sound`);
        for (const [i, time] of times.entries()) {
          const next = times[i + 1];
          if (next !== undefined) t.ok(Math.abs(next - time - 0.064) < 0.002, `${time} s, then ${next} s`);
        }
        const end = (ear.fragments.at(-1)?.decodeMs ?? 0) / 1_000;
        t.ok(Math.abs((times.at(-1) ?? 0) - end) < 0.6, 'as long as the pictures');
      });
    }
  }
}

t.test(
  'what only ffmpeg can read is left to it, without a word of loss, and so is the next time',
  async (t) => {
    const host = await lab.host({ account });
    const streams = {
      sound: await host.stream('/sound', { audio: 'pcm_alaw' }),
      order: await host.stream('/order', { bframes: 2, fps: 25 }),
    };
    const rig = startMedia(t, { times: { lingerMs: 100 } });
    for (const [name, stream] of Object.entries(streams)) {
      rig.cameras.set(name, { streams: [{ ...known(stream), audio: '' }], account });
      const before = rig.started;
      for (const times of [1, 2]) {
        const ear = new Ear();
        const leave = rig.media.hub.join(name, 'main', ear);
        await until(`${name}: pictures`, () => ear.fragments.length > 3);
        t.strictSame(ear.reasons, []);
        t.equal(ear.inits.length, 1, 'one beginning');
        leave();
        await until('it has ended', () => ffmpegs().length === 0);
        if (name === 'order') t.equal(rig.started - before, times);
      }
    }
    t.match(rig.logged(), /a camera stream is read through ffmpeg/);
    t.notOk(rig.logged().includes('đúng'));
  },
);
