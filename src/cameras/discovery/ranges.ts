import { isIPv4 } from 'node:net';
import { invalid } from '../../errors.ts';

/** Addresses that one search asks at most: sixteen times a /24. */
export const MOST_ADDRESSES = 4_096;

/**
 * Every address to be asked, each once. A range is `192.168.1.0/24` (without its network and broadcast address) or
 * `192.168.1.20-192.168.1.60`. Throws `input.invalid` naming the entry at fault.
 */
export function addressesOf(ranges: readonly string[], single: readonly string[]): string[] {
  const all = new Set<string>();
  single.forEach((text, index) => {
    const address = text.trim();
    if (!isIPv4(address)) throw refuse(`addresses.${index}`);
    add(all, toNumber(address), toNumber(address), `addresses.${index}`);
  });
  ranges.forEach((text, index) => {
    const field = `ranges.${index}`;
    const [first, last] = boundsOf(text.trim(), field);
    add(all, first, last, field);
  });
  return [...all];
}

function boundsOf(text: string, field: string): [first: number, last: number] {
  const [, from = '', to = ''] = /^([\d.]+)\s*[-–]\s*([\d.]+)$/.exec(text) ?? [];
  if (isIPv4(from) && isIPv4(to)) return [toNumber(from), toNumber(to)];
  const [, base = '', bits = ''] = /^([\d.]+)\/(\d{1,2})$/.exec(text) ?? [];
  if (!isIPv4(base) || Number(bits) > 32) throw refuse(field);
  const size = 2 ** (32 - Number(bits));
  const start = Math.floor(toNumber(base) / size) * size;
  return size > 2 ? [start + 1, start + size - 2] : [start, start + size - 1];
}

function add(all: Set<string>, first: number, last: number, field: string): void {
  if (last < first)
    throw invalid(
      field,
      'địa chỉ đầu phải đứng trước địa chỉ cuối',
      'the first address must come before the last',
    );
  if (all.size + last - first + 1 > MOST_ADDRESSES) {
    throw invalid(
      field,
      `một lần chỉ tìm được nhiều nhất ${MOST_ADDRESSES} địa chỉ`,
      `one search asks ${MOST_ADDRESSES} addresses at most`,
    );
  }
  for (let number = first; number <= last; number++) {
    // 0/8 is nobody, from 224 on is multicast.
    if (number < 2 ** 24 || number >= 224 * 2 ** 24) throw refuse(field);
    all.add(toAddress(number));
  }
}

function refuse(field: string) {
  return invalid(
    field,
    'phải là địa chỉ IPv4 của thiết bị, hoặc dải như 192.168.1.0/24',
    'it must be the IPv4 address of a device, or a range such as 192.168.1.0/24',
  );
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
}

function toAddress(number: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join('.');
}
