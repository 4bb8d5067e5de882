import type { CameraProfile } from './profile.ts';

/** What a device says of itself; '' where it says nothing. */
export interface Likeness {
  maker: string;
  model: string;
  macs?: readonly string[];
}

/** Where nothing else fits. */
const GENERIC = 'generic';

/**
 * Tells the profile that fits best: by maker and model together, then by maker, then by model, then by the first bytes
 * of its MAC address, which only tell who made the network part. Its patterns are compiled once.
 */
export function recogniser(profiles: ReadonlyMap<string, CameraProfile>): (likeness: Likeness) => string {
  const known = [...profiles.values()].map(({ id, recognise: { makers, models, macs } }) => ({
    id,
    makers: makers.map(compiled),
    models: models.map(compiled),
    macs: new Set(macs),
  }));
  return ({ maker, model, macs = [] }) => {
    let best = { id: GENERIC, points: 0 };
    for (const one of known) {
      const points =
        4 * Number(matches(one.makers, maker)) +
        2 * Number(matches(one.models, model)) +
        Number(macs.some((mac) => one.macs.has(mac.slice(0, 8))));
      if (points > best.points) best = { id: one.id, points };
    }
    return best.id;
  };
}

function compiled(pattern: string): RegExp {
  return new RegExp(pattern, 'iu');
}

function matches(patterns: readonly RegExp[], text: string): boolean {
  return text !== '' && patterns.some((pattern) => pattern.test(text));
}
