import type { Camera } from '../parts.ts';

/**
 * Which channel of a recorder an event is of: the one whose video source it names, else the one with the same number
 * (`VideoSourceConfig_3` of `VideoSource_3`; makers name one or the other). undefined: it cannot be told.
 */
export function channelOf(source: string, cameras: readonly Camera[]): Camera | undefined {
  if (cameras.length <= 1) return cameras[0];
  const same = cameras.find(({ channel }) => channel !== '' && channel === source);
  const number = numberOf(source);
  if (same || number === undefined) return same;
  const alike = cameras.filter(({ channel }) => numberOf(channel) === number);
  return alike.length === 1 ? alike[0] : undefined;
}

function numberOf(token: string): number | undefined {
  const digits = /(\d{1,6})\D*$/.exec(token)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
