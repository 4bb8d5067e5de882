import { nameKey } from '../../names.ts';
import { shortText } from './from-camera.ts';

const LONGEST = 100;

export interface Naming {
  /** What the officer has called it; '' for nothing. */
  wanted: string;
  maker: string;
  model: string;
  host: string;
  /** Counts from 1; null for the only lens of its unit. */
  channel: number | null;
}

/**
 * A name that no other camera has: `Hikvision DS-2CD2043G2 (64)` with the last byte of its address, for a recorder
 * `… kênh 3`; a number behind it where that is taken too.
 * @param taken keys (nameKey) of the names in use
 */
export function freeName(
  { wanted, maker, model, host, channel }: Naming,
  taken: ReadonlySet<string>,
): string {
  const lastByte = /\.(\d{1,3})$/.exec(host)?.[1] ?? host;
  const own = model.toLowerCase().startsWith(maker.toLowerCase()) ? model : `${maker} ${model}`;
  const made = `${shortText(own, 60) || 'Camera'} (${shortText(lastByte, 30)})`;
  const base = shortText(wanted, LONGEST) || made;
  const whole = channel === null ? base : withTail(base, ` kênh ${channel}`);
  for (let n = 1; ; n++) {
    const name = n === 1 ? whole : withTail(whole, ` – ${n}`);
    if (!taken.has(nameKey(name))) return name;
  }
}

function withTail(base: string, tail: string): string {
  return `${shortText(base, LONGEST - tail.length)}${tail}`;
}
