import type { FoundDevice } from './types.ts';

const MAX_DEVICES = 1_000;
const MAX_PER_ADDRESS = 16;

export interface Hearing {
  readonly found: FoundDevice[];
  /** Nothing more is taken in. */
  readonly full: boolean;
  add(device: FoundDevice): void;
}

/**
 * Keeps each device once, by endpoint reference and address: two network cards on one LAN hear it twice, and cheap
 * cameras share one reference from the factory. Such a one tells nobody apart: all who have it get their address behind
 * it (`urn:uuid:…@192.168.1.64`), the first of them when the second is heard, which is told anew. Bounded, in whole and for one address, against replies without end.
 */
export function hearing(onFound: ((device: FoundDevice) => void) | undefined): Hearing {
  const found: FoundDevice[] = [];
  /** Places in `found` of those that have the reference. */
  const keys = new Map<string, number[]>();
  const perAddress = new Map<string, number>();
  const seen = new Set<string>();
  return {
    found,
    get full() {
      return found.length >= MAX_DEVICES;
    },
    add(device) {
      const { key, address } = device;
      const count = perAddress.get(address) ?? 0;
      if (found.length >= MAX_DEVICES || count >= MAX_PER_ADDRESS || seen.has(`${key} ${address}`)) return;
      seen.add(`${key} ${address}`);
      perAddress.set(address, count + 1);
      const places = keys.get(key) ?? [];
      keys.set(key, [...places, found.length]);
      found.push(device);
      const toTell = places.length === 1 ? [...places, found.length - 1] : [found.length - 1];
      for (const place of toTell) {
        const one = found[place] ?? device;
        const kept = places.length === 0 ? one : { ...one, key: `${key}@${one.address}` };
        found[place] = kept;
        onFound?.(kept);
      }
    },
  };
}
