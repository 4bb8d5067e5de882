import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import t from 'tap';
import { BrokenMp4 } from '../../../src/cameras/media/fmp4/boxes.ts';
import { Splitter } from '../../../src/cameras/media/fmp4/splitter.ts';
import type { Fragment, StreamInit } from '../../../src/cameras/parts.ts';

const FLAGS = 'frag_keyframe+empty_moov+default_base_moof+skip_trailer';

function encode(...args: string[]): Buffer {
  const input = ['-f', 'lavfi', '-i', 'testsrc2=s=128x72:r=10:d=3', '-f', 'lavfi', '-i', 'sine=d=3:r=16000'];
  const output = ['-movflags', FLAGS, '-frag_duration', '200000', '-f', 'mp4', 'pipe:1'];
  const all = ['-nostdin', '-loglevel', 'error', ...input, ...args, '-g', '10', ...output];
  return execFileSync('ffmpeg', all, { maxBuffer: 2 ** 26 });
}

/** Parameter sets with each key frame, as cameras send them. */
const X264 = ['-c:v', 'libx264', '-profile:v', 'high', '-x264-params', 'repeat-headers=1', '-c:a', 'aac'];
const h264 = encode(...X264);

function split(chunks: Iterable<Buffer>) {
  const inits: StreamInit[] = [];
  const fragments: (Fragment & { pictures: boolean })[] = [];
  let changes = 0;
  const splitter = new Splitter({
    now: () => 1_000,
    init: (init) => inits.push(init),
    fragment: (fragment, pictures) => fragments.push({ ...fragment, pictures }),
    changed: () => changes++,
  });
  for (const chunk of chunks) splitter.push(chunk);
  return { inits, fragments, changes };
}

function* cut(data: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size);
}

t.test('what is split is, put together, what ffmpeg wrote', async (t) => {
  for (const size of [1, 7, 100, 4_096, 65_536, h264.length]) {
    const { inits, fragments } = split(cut(h264, size));
    t.equal(inits.length, 1);
    const again = Buffer.concat([inits[0]?.data ?? Buffer.alloc(0), ...fragments.map(({ data }) => data)]);
    t.ok(again.equals(h264), `in chunks of ${size}`);
  }
});

t.test('it knows codecs, size, key frames and times', async (t) => {
  const { inits, fragments } = split([h264]);
  t.match(inits[0], { video: 'h264', width: 128, height: 72, audio: true });
  t.match(inits[0]?.mime, /^video\/mp4; codecs="avc1\.6400[0-9a-f]{2},mp4a\.40\.2"$/);
  const withPictures = fragments.filter(({ pictures }) => pictures);
  t.equal(withPictures.filter(({ key }) => key).length, 3, 'a key frame a second');
  t.equal(withPictures[0]?.decodeMs, 0);
  const total = withPictures.reduce((sum, { durationMs }) => sum + durationMs, 0);
  t.ok(Math.abs(total - 3_000) < 1, `${total} ms`);
});

t.test('H.265 has its profile in the type, and the name that browsers know', async (t) => {
  for (const tag of [['-tag:v', 'hvc1'], []]) {
    const { inits } = split([encode('-c:v', 'libx265', '-x265-params', 'log-level=none', ...tag, '-an')]);
    t.match(inits[0], { video: 'hevc', audio: false });
    t.match(inits[0]?.mime, /^video\/mp4; codecs="hvc1\.1\.6\.L\d+\.90"$/);
    t.equal(inits[0]?.data.indexOf('hev1'), -1);
  }
});

t.test('a size that no fragment of ours has is refused at once, not waited for', async (t) => {
  const huge = (type: string, size: number) => {
    const box = Buffer.alloc(8);
    box.writeUInt32BE(size);
    box.write(type, 4, 'latin1');
    return box;
  };
  t.throws(() => split([huge('moov', 0x7fff_ffff)]), BrokenMp4);
  t.throws(() => split([huge('mdat', 8)]), BrokenMp4);
  t.throws(() => split([huge('free', 3)]), BrokenMp4);
  t.throws(
    () => split([...split([h264]).inits.map(({ data }) => data), huge('moof', 0xffff_ffff)]),
    BrokenMp4,
  );
});

t.test('whatever comes, it throws BrokenMp4 or goes on', async (t) => {
  const survives = (chunks: Iterable<Buffer>) => {
    try {
      split(chunks);
    } catch (error) {
      if (!(error instanceof BrokenMp4)) throw error;
    }
  };
  fc.assert(fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => survives([Buffer.from(bytes)])));
  const damage = fc.array(fc.tuple(fc.nat(6_000), fc.nat(255)), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(damage, fc.integer({ min: 1, max: 5_000 }), (places, size) => {
      const damaged = Buffer.from(h264);
      for (const [at, byte] of places) damaged[at] = byte;
      survives(cut(damaged, size));
    }),
    { numRuns: 400 },
  );
  t.pass();
});

t.test('another picture size in the middle of a stream is noticed', async (t) => {
  const other = encode(...X264, '-s', '256x144');
  const { fragments } = split([other]);
  const { changes } = split([h264, ...fragments.map(({ data }) => data)]);
  t.ok(changes >= 1);
  t.equal(split([h264]).changes, 0);
});
