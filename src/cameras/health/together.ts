/** How cameras stand with the network at this moment. */
export interface Losses {
  /** All that are watched. */
  total: number;
  /** Found gone, and not told yet: since when, UTC ms. */
  untold: readonly number[];
  /** Told as one group already. */
  together: number;
  /** The last look did not find them, and one more will tell. */
  suspects: number;
}

const FEWEST = 4;
/** For so long the first ones wait for those that may go with them. */
const WAIT_MS = 8_000;

/**
 * What to do with cameras that are lost: tell each by itself, tell them as one (a switch, a cable or the power is the
 * cause, and 64 alerts would hide it), or wait a moment for the rest.
 */
export function tellLosses(
  { total, untold, together, suspects }: Losses,
  now: number,
): 'each' | 'one' | 'wait' {
  if (untold.length === 0) return 'each';
  if (isMany(untold.length + together, total)) {
    const waited = now - Math.min(...untold) >= WAIT_MS;
    return suspects > 0 && !waited ? 'wait' : 'one';
  }
  const mayBeMany = isMany(untold.length + together + suspects, total);
  return mayBeMany && now - Math.min(...untold) < WAIT_MS ? 'wait' : 'each';
}

/** Half of all, and at least four: fewer are better told by name. */
export function isMany(lost: number, total: number): boolean {
  return lost >= FEWEST && lost * 2 >= total;
}
