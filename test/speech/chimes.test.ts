import { readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import { runFfmpeg } from '../../src/protocols/ffmpeg.ts';
import { chimeDigest, chimeFile } from '../../src/speech/chimes/chime-files.ts';
import { CHIMES } from '../../src/speech/chimes/chimes.ts';
import { readMeter } from '../../src/speech/loudness.ts';

t.test('each chime has the loudness of a bulletin and is not clipped', async (t) => {
  const dir = t.testdir();
  for (const chime of CHIMES) {
    const { path, durationMs } = await chimeFile(dir, chime);
    t.ok(durationMs > 1_500 && durationMs < 5_000, `${chime.id}: ${durationMs} ms`);
    const meter = 'apad=whole_dur=4,ebur128=peak=true:dualmono=true:framelog=verbose';
    const stderr = await runFfmpeg(
      (command) => command.input(path).audioFilters(meter).output('-').format('null'),
      {
        program: 'ffmpeg',
        timeoutMs: 30_000,
      },
    );
    const { integrated, truePeak } = readMeter(stderr) ?? { integrated: 0, truePeak: 0 };
    t.ok(Math.abs(integrated - -16) < 0.3, `${chime.id}: ${integrated} LUFS`);
    // An emergency is two decibels louder.
    t.ok(truePeak < -3.5, `${chime.id}: ${truePeak} dBTP`);
    t.match(stderr, /44100 Hz, 1 channels|44100 Hz, mono/);
  }
});

t.test('made once, and anew when its definition changes', async (t) => {
  const dir = t.testdir();
  const [chime] = CHIMES;
  if (!chime) return t.fail('there is no chime');
  const [one, two] = await Promise.all([chimeFile(dir, chime), chimeFile(dir, chime)]);
  t.equal(one.path, two.path);
  t.same(readdirSync(dir).length, 1);
  const wav = readFileSync(one.path);
  t.equal(wav.readUInt32LE(40), wav.length - 44, 'the header tells its length');
  const changed = { ...chime, rest: 1 };
  t.not(chimeDigest(changed), chimeDigest(chime));
  t.equal((await chimeFile(dir, changed)).durationMs, one.durationMs + 700);
});

t.test('names are told apart', async (t) => {
  t.equal(new Set(CHIMES.map(({ id }) => id)).size, CHIMES.length);
  t.equal(new Set(CHIMES.map(({ name }) => name.vi)).size, CHIMES.length);
  for (const { id } of CHIMES) t.match(id, /^[a-z]+(-[a-z]+)*$/);
  t.same(
    CHIMES.filter(({ target }) => target === 'emergency').map(({ name }) => name.vi),
    ['Còi khẩn cấp', 'Còi hai âm'],
  );
});
