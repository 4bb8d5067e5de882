import type { CameraProfile } from './profile.ts';

/** What a device says of itself; '' where it says nothing. */
export interface Likeness {
  maker: string;
  model: string;
  macs?: readonly string[];
}

/** Where nothing else fits. */
export const GENERIC = 'generic';

/**
 * The profile that fits best: by maker and model together, then by maker, then by model, then by the first bytes of
 * its MAC address, which only tell who made the network part.
 */
export function recogniseProfile(
  profiles: ReadonlyMap<string, CameraProfile>,
  { maker, model, macs = [] }: Likeness,
): string {
  let best = { id: GENERIC, points: 0 };
  for (const { id, recognise } of profiles.values()) {
    const points =
      4 * Number(matches(recognise.makers, maker)) +
      2 * Number(matches(recognise.models, model)) +
      Number(macs.some((mac) => recognise.macs.includes(mac.slice(0, 8))));
    if (points > best.points) best = { id, points };
  }
  return best.id;
}

function matches(patterns: readonly string[], text: string): boolean {
  return text !== '' && patterns.some((pattern) => new RegExp(pattern, 'iu').test(text));
}
