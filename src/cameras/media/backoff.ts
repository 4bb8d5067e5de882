const LADDER: readonly [tries: number, delayMs: number][] = [
  [5, 1_000],
  [5, 5_000],
  [10, 10_000],
];
const LONGEST_MS = 60_000;
const SPREAD = 0.2;

/**
 * How long to wait before a lost stream is tried again: 1 s five times, 5 s five times, 10 s ten times, then 60 s, each
 * ±20 %, so that 64 cameras behind one switch do not come back in one moment.
 *
 * @param failures how often in a row it has failed, from 1
 * @param random 0 … 1
 */
export function delayAfter(failures: number, random: number): number {
  return spread(step(failures), random);
}

function step(failures: number): number {
  let left = failures;
  for (const [tries, delayMs] of LADDER) {
    if (left <= tries) return delayMs;
    left -= tries;
  }
  return LONGEST_MS;
}

function spread(delayMs: number, random: number): number {
  return Math.round(delayMs * (1 - SPREAD + 2 * SPREAD * random));
}
