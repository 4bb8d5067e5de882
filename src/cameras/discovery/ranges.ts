import { isIPv4 } from 'node:net';
import { invalid } from '../../errors.ts';
import { rangeAddresses } from '../../protocols/onvif/index.ts';

/** Addresses that one search asks at most: sixteen times a /24. */
const MOST = 4_096;

/**
 * Every address to be asked, each once. A range is `192.168.1.0/24`, `192.168.1.20-192.168.1.60` or
 * `192.168.1.20-60`. Throws `input.invalid` naming the entry at fault.
 */
export function addressesOf(ranges: readonly string[], single: readonly string[]): string[] {
  const all = new Set<string>();
  single.forEach((text, index) => {
    const address = text.trim();
    add(all, isIPv4(address) ? [address] : undefined, `addresses.${index}`);
  });
  ranges.forEach((text, index) => {
    add(all, rangeAddresses(text), `ranges.${index}`);
  });
  return [...all];
}

function add(all: Set<string>, addresses: readonly string[] | undefined, field: string): void {
  if (!addresses?.every(isDevice)) {
    throw invalid(
      field,
      'phải là địa chỉ IPv4 của thiết bị, hoặc dải nhiều nhất 1.024 địa chỉ như 192.168.1.0/24',
      'it must be the IPv4 address of a device, or a range of at most 1,024 such as 192.168.1.0/24',
    );
  }
  for (const address of addresses) all.add(address);
  if (all.size > MOST) {
    throw invalid(
      field,
      'một lần chỉ tìm được nhiều nhất 4.096 địa chỉ',
      'one search asks 4,096 addresses at most',
    );
  }
}

/** 0/8 is nobody, from 224 on is multicast. */
function isDevice(address: string): boolean {
  const first = Number(address.split('.')[0]);
  return first > 0 && first < 224;
}
