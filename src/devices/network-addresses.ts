import { isIP, SocketAddress } from 'node:net';
import { invalid } from '../errors.ts';

/**
 * A MAC address as `aa:bb:cc:dd:ee:ff` from any of the usual spellings (`AA-BB-…`, `aabb.ccdd.eeff`, bare hex);
 * undefined for anything else, and for addresses that are no single card's: zero, broadcast, multicast.
 */
export function normaliseMac(text: string): string | undefined {
  const trimmed = text.trim().toLowerCase();
  const isMac = /^([0-9a-f]{2}([:-]?))([0-9a-f]{2}\2){4}[0-9a-f]{2}$|^([0-9a-f]{4}\.){2}[0-9a-f]{4}$/;
  if (!isMac.test(trimmed)) return undefined;
  const hex = trimmed.replace(/[^0-9a-f]/g, '');
  const isGroup = (Number.parseInt(hex.slice(0, 2), 16) & 1) === 1;
  if (isGroup || hex === '000000000000') return undefined;
  return (hex.match(/../g) ?? []).join(':');
}

/**
 * An IP address in its one spelling: IPv6 shortened, IPv4 inside IPv6 as IPv4, no scope. Undefined for anything
 * else, and for addresses that no device has (unspecified, broadcast, multicast).
 */
export function normaliseAddress(text: string): string | undefined {
  const plain = text.trim().replace(/%.*$/, '');
  const family = isIP(plain);
  if (family === 0) return undefined;
  if (family === 4) return isDevice4(plain) ? plain : undefined;
  const { address } = new SocketAddress({ address: plain, family: 'ipv6' });
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  if (mapped) return isDevice4(mapped) ? mapped : undefined;
  return address === '::' || address.startsWith('ff') ? undefined : address;
}

function isDevice4(address: string): boolean {
  const first = Number(address.split('.')[0]);
  return first !== 0 && first < 224;
}

/** The list normalised, each entry once; throws `input.invalid` naming the entry at fault. */
export function cleanMacs(macs: readonly string[]): string[] {
  return clean(
    'macs',
    macs,
    normaliseMac,
    'không phải địa chỉ MAC của một thiết bị, ví dụ đúng: 3c:52:82:1a:0b:9e',
    'it is not the MAC address of a device; a right one: 3c:52:82:1a:0b:9e',
  );
}

/** The list normalised, each entry once; throws `input.invalid` naming the entry at fault. */
export function cleanAddresses(addresses: readonly string[]): string[] {
  return clean(
    'addresses',
    addresses,
    normaliseAddress,
    'không phải địa chỉ IP của một thiết bị, ví dụ đúng: 192.168.1.20',
    'it is not the IP address of a device; a right one: 192.168.1.20',
  );
}

function clean(
  field: string,
  items: readonly string[],
  normalise: (text: string) => string | undefined,
  vi: string,
  en: string,
): string[] {
  const cleaned = items.map((item, index) => {
    const normal = normalise(item);
    if (normal === undefined) throw invalid(`${field}.${index}`, vi, en);
    return normal;
  });
  return [...new Set(cleaned)];
}
