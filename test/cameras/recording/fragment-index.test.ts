import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { indexFragments } from '../../../src/cameras/recording/fragment-index.ts';
import { cutToWhole } from '../../../src/cameras/recording/mend.ts';
import { decode, makeClip } from './clips.ts';

async function index(path: string) {
  const file = await open(path);
  return indexFragments(file).finally(() => file.close());
}

t.test('fragments of what ffmpeg makes', async (t) => {
  for (const options of [{ gop: 25 }, { gop: 50, audio: true }, { gop: 25, bframes: 2, audio: true }]) {
    const { init, fragments } = await makeClip({ seconds: 4, ...options });
    t.equal(init.data.toString('latin1', 4, 8), 'ftyp');
    // Sound moves the pictures behind the first one by the 64 ms that its encoder begins with.
    const seconds = (ms: number) => Math.round(ms / 100) / 10;
    const keys = fragments.filter(({ key }) => key).map(({ decodeMs }) => Math.floor(seconds(decodeMs)));
    t.same(keys, options.gop === 25 ? [0, 1, 2, 3] : [0, 2], 'key frames');
    const last = fragments.at(-1);
    t.equal(Math.floor(seconds((last?.decodeMs ?? 0) + (last?.durationMs ?? 0))), 4);
    for (const [i, { decodeMs, durationMs }] of fragments.entries()) {
      const next = fragments[i + 1];
      if (next) t.ok(Math.abs(next.decodeMs - decodeMs - durationMs) < 1, 'each follows the one before');
    }
  }
});

t.test('cut anywhere, what is whole stays and plays', async (t) => {
  const { init, fragments } = await makeClip({ seconds: 3, audio: true });
  const whole = Buffer.concat([init.data, ...fragments.map(({ data }) => data)]);
  const path = join(t.testdir(), 'cut.mp4');
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: whole.length }), async (length) => {
      writeFileSync(path, whole);
      truncateSync(path, length);
      const cut = await cutToWhole(path);
      let expected = init.data.length;
      let count = 0;
      for (const { data } of fragments) {
        if (expected + data.length > length) break;
        expected += data.length;
        count += 1;
      }
      if (count === 0) return cut === undefined;
      return cut?.fragments.length === count && readFileSync(path).length === expected;
    }),
    { numRuns: 60 },
  );
  writeFileSync(path, whole.subarray(0, whole.length - 50));
  await cutToWhole(path);
  t.ok(decode(path).frames >= 70);
});

t.test('nothing that a file may hold is believed', async (t) => {
  const { init, fragments } = await makeClip({ seconds: 1 });
  const whole = Buffer.concat([init.data, ...fragments.map(({ data }) => data)]);
  const path = join(t.testdir(), 'spoilt.mp4');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 0, max: whole.length - 1 }), fc.integer({ min: 0, max: 255 })), {
        maxLength: 30,
      }),
      async (spots) => {
        const spoilt = Buffer.from(whole);
        for (const [at, value] of spots) spoilt[at] = value;
        writeFileSync(path, spoilt);
        const found = await index(path);
        return found === undefined || found.wholeBytes <= spoilt.length;
      },
    ),
    { numRuns: 150 },
  );
  for (const text of ['', 'x', 'no film at all', '\0\0\0\x01moov']) {
    writeFileSync(path, text);
    t.equal(await index(path), undefined);
  }
});
