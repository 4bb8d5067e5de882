import t from 'tap';
import { findIn } from './correlate.ts';

/** White noise from a seed (mulberry32): other seeds are uncorrelated, so every run tests the same. */
function noise(length: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2_147_483_648 - 1;
  });
}

t.test('finds a quieter copy where it was put', async (t) => {
  const reference = noise(4_000, 1);
  const recording = noise(20_000, 2).map((sample) => sample * 0.01);
  reference.forEach((sample, i) => {
    recording[7_123 + i] = (recording[7_123 + i] ?? 0) + sample * 0.2;
  });
  const match = findIn(recording, reference);
  t.equal(match.offset, 7_123);
  t.ok(match.correlation > 0.95);
});

t.test('silence, other audio and a cut copy do not pass for the reference', async (t) => {
  const reference = noise(4_000, 1);
  t.equal(findIn(new Float32Array(20_000), reference).correlation, 0);
  t.ok(findIn(noise(20_000, 3), reference).correlation < 0.2);
  const cut = new Float32Array(20_000);
  cut.set(reference.subarray(0, 2_000), 5_000);
  t.ok(findIn(cut, reference).correlation < 0.8);
});
