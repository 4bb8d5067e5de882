import { stat, statfs } from 'node:fs/promises';
import { DAY_MS } from '../../clock.ts';
import type { RecordingSettings } from './settings.ts';

const GB = 1024 ** 3;
/**
 * On the disk that also holds the data, so much stays free as long as that costs no recording of the last day: above
 * 80 % full the station begins to warn (system/disk-watch.ts).
 */
const SOFT_FREE_SHARE = 0.22;
const SOFT_KEEPS_MS = DAY_MS;
/** And so much whatever it costs, for its database. */
const HARD_FREE_SHARE = 0.05;

export interface Disk {
  /** Bytes that this user may still write. */
  free: number;
  size: number;
}

/** What has to go, of whole recordings, oldest first. */
export interface Needed {
  bytes: number;
  /** Nothing younger than this goes for it, ms. */
  keepsMs: number;
}

export interface Room {
  needed: Needed[];
  /** Too little is left to go on recording. */
  full: boolean;
  /** There is enough again to begin recording anew. */
  enough: boolean;
}

/**
 * How the room on the recordings' disk is to be judged.
 * @param used bytes of recordings and exports
 * @param shared whether the data of the station is on it too
 */
export function judgeRoom(
  { free, size }: Disk,
  used: number,
  shared: boolean,
  { diskShare, minFreeGb }: Pick<RecordingSettings, 'diskShare' | 'minFreeGb'>,
): Room {
  const hard = Math.max(minFreeGb * GB, shared ? HARD_FREE_SHARE * size : 0);
  // A disk smaller than what is to stay free would never be recorded on: half of it is then.
  const keptFree = Math.min(hard, size / 2);
  const needed: Needed[] = [];
  const over = used - (diskShare / 100) * size;
  const short = keptFree - free;
  if (over > 0 || short > 0) needed.push({ bytes: Math.max(over, short), keepsMs: 0 });
  const softShort = shared ? SOFT_FREE_SHARE * size - free : 0;
  if (softShort > 0) needed.push({ bytes: softShort, keepsMs: SOFT_KEEPS_MS });
  return { needed, full: free < keptFree / 2, enough: free >= keptFree * 0.75 };
}

export async function diskOf(folder: string): Promise<Disk> {
  const { bsize, blocks, bfree, bavail } = await statfs(folder);
  // As `df` reckons: what root keeps back is nobody's.
  return { free: bavail * bsize, size: (blocks - bfree + bavail) * bsize };
}

export async function isShared(folder: string, data: string): Promise<boolean> {
  const [one, other] = await Promise.all([stat(folder), stat(data)]);
  return one.dev === other.dev;
}
