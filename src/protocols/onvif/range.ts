import { isIPv4 } from 'node:net';

const MAX_ADDRESSES = 1_024;

/**
 * The IPv4 addresses of `192.168.1.64`, `192.168.1.0/24` (without network and broadcast address),
 * `192.168.1.10-192.168.1.50` or `192.168.1.10-50`. Undefined where it cannot be read or is more than 1,024.
 */
export function rangeAddresses(text: string): string[] | undefined {
  const [, from = '', sign = '', to = ''] = /^\s*([\d.]+)\s*(?:([/-])\s*([\d.]+))?\s*$/.exec(text) ?? [];
  if (!isIPv4(from)) return undefined;
  const start = numberOf(from);
  if (sign === '') return [from];
  if (sign === '-') {
    const end = isIPv4(to) ? to : `${from.slice(0, from.lastIndexOf('.') + 1)}${to}`;
    return isIPv4(end) ? list(start, numberOf(end)) : undefined;
  }
  const bits = /^\d{1,2}$/.test(to) ? Number(to) : Number.NaN;
  if (!(bits >= 1 && bits <= 32)) return undefined;
  const size = 2 ** (32 - bits);
  const first = start - (start % size);
  // RFC 3021: links of two have neither.
  return size <= 2 ? list(first, first + size - 1) : list(first + 1, first + size - 2);
}

function list(first: number, last: number): string[] | undefined {
  if (last < first || last - first >= MAX_ADDRESSES) return undefined;
  return Array.from({ length: last - first + 1 }, (_, index) => addressOf(first + index));
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function addressOf(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}
