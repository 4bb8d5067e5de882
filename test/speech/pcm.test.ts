import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { readWav, silence, trimmed, wavHeader, writeWav } from '../../src/speech/pcm.ts';

const RATE = 22_050;

async function* pieces(...all: Int16Array[]) {
  yield* all;
}

t.test('what is written is read back, and other programs read it too', async (t) => {
  const path = join(t.testdir(), 'x.wav');
  const tone = Int16Array.from({ length: RATE }, (_, i) => Math.round(8_000 * Math.sin(i / 10)));
  const { durationMs } = await writeWav(path, RATE, pieces(tone, silence(RATE, 500), tone));
  t.equal(durationMs, 2_500);
  const pcm = await readWav(path);
  t.equal(pcm?.rate, RATE);
  t.same(pcm?.samples.subarray(0, RATE), tone);
  t.ok(pcm?.samples.subarray(RATE, RATE + 100).every((sample) => sample === 0));
  const facts = execFileSync('ffprobe', [
    '-v',
    'error',
    '-show_entries',
    'stream=codec_name,channels:format=duration',
    '-of',
    'csv=p=0',
    path,
  ]);
  t.match(String(facts), /pcm_s16le,1\n2\.5/);
  t.equal(statSync(path).mode & 0o777, 0o600);
});

t.test('a WAV from a pipe tells no length, and others have chunks in front', async (t) => {
  const dir = t.testdir();
  const samples = Buffer.from(Int16Array.of(1, -2, 3).buffer);
  const piped = wavHeader(RATE, 0xffff_ffd0);
  writeFileSync(join(dir, 'piped.wav'), Buffer.concat([piped, samples]));
  t.same((await readWav(join(dir, 'piped.wav')))?.samples, Int16Array.of(1, -2, 3));
  const header = wavHeader(RATE, 6);
  const list = Buffer.from('LIST\u0004\u0000\u0000\u0000abcd', 'latin1');
  writeFileSync(
    join(dir, 'list.wav'),
    Buffer.concat([header.subarray(0, 36), list, header.subarray(36), samples, Buffer.of(9)]),
  );
  t.same((await readWav(join(dir, 'list.wav')))?.samples, Int16Array.of(1, -2, 3), 'half a sample is left');
});

t.test('anything else is no sound', async (t) => {
  const path = join(t.testdir(), 'x');
  const good = Buffer.concat([wavHeader(RATE, 4), Buffer.alloc(4)]);
  const changed = (at: number, value: number) => {
    const copy = Buffer.from(good);
    copy.writeUInt16LE(value, at);
    return copy;
  };
  for (const [what, bytes] of [
    ['empty', Buffer.alloc(0)],
    ['a page', Buffer.from(`<html>${' '.repeat(100)}`)],
    ['only a header', good.subarray(0, 44)],
    ['stereo', changed(22, 2)],
    ['8 bit', changed(34, 8)],
    ['float', changed(20, 3)],
    ['no data chunk', changed(36, 0)],
  ] as const) {
    writeFileSync(path, bytes);
    t.equal(await readWav(path), undefined, what);
  }
  await t.rejects(readWav('/nowhere/x.wav'), { code: 'ENOENT' });
});

t.test('noise of any length never throws', async (t) => {
  const path = join(t.testdir(), 'x');
  const good = Buffer.concat([wavHeader(RATE, 40), Buffer.alloc(40, 1)]);
  await fc.assert(
    fc.asyncProperty(fc.nat(83), fc.nat(255), fc.nat(84), async (at, byte, length) => {
      const bytes = Buffer.from(good);
      bytes[at] = byte;
      writeFileSync(path, bytes.subarray(0, length));
      await readWav(path);
    }),
    { numRuns: 300 },
  );
  t.pass();
});

t.test('silence at both ends is cut, a breath of it left', (t) => {
  const loud = Int16Array.from({ length: 1_000 }, () => 5_000);
  const hiss = Int16Array.from({ length: RATE }, (_, i) => (i % 2 ? 100 : -100));
  const edge = Math.round(RATE * 0.015);
  const both = Int16Array.of(...hiss, ...loud, ...silence(RATE, 10), ...loud, ...hiss);
  t.equal(trimmed({ samples: both, rate: RATE }).length, 2_000 + Math.round(RATE / 100) + 2 * edge);
  t.same(trimmed({ samples: loud, rate: RATE }), loud, 'nothing to cut');
  t.equal(trimmed({ samples: hiss, rate: RATE }).length, 0);
  t.equal(trimmed({ samples: new Int16Array(), rate: RATE }).length, 0);
  const peak = Int16Array.of(...hiss, -32_768, ...hiss);
  t.equal(
    trimmed({ samples: peak, rate: RATE }).length,
    1 + 2 * edge,
    'the lowest sample has no positive twin',
  );
  t.end();
});

t.test('writing where nothing can be written', async (t) => {
  await t.rejects(writeWav('/nowhere/x.wav', RATE, pieces()), { code: 'ENOENT' });
  const path = join(t.testdir(), 'x.wav');
  t.same(await writeWav(path, RATE, pieces()), { durationMs: 0 });
  t.equal(readFileSync(path).length, 44);
});
