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
 * cameras share one reference from the factory. Bounded, in whole and for one address, against replies without end.
 */
export function hearing(onFound: ((device: FoundDevice) => void) | undefined): Hearing {
  const found: FoundDevice[] = [];
  const keys = new Map<string, string>();
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
      // The same reference at another address is another device until its serial number says otherwise.
      const taken = keys.has(key);
      keys.set(key, address);
      const kept = taken ? { ...device, key: `${key}@${address}` } : device;
      found.push(kept);
      onFound?.(kept);
    },
  };
}
