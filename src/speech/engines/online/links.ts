import { BlockList, isIP } from 'node:net';
import type { AppError } from '../../../errors.ts';

/** The addresses of a host name. */
export type Resolve = (host: string) => Promise<string[]>;

/** This machine and its own wire: nothing that a service elsewhere may send us to. */
const NEAR = new BlockList();
NEAR.addSubnet('0.0.0.0', 8, 'ipv4');
NEAR.addSubnet('127.0.0.0', 8, 'ipv4');
NEAR.addSubnet('169.254.0.0', 16, 'ipv4');
NEAR.addAddress('::', 'ipv6');
NEAR.addAddress('::1', 'ipv6');
NEAR.addSubnet('fe80::', 10, 'ipv6');

/**
 * Where the sound lies, as a service tells it: http or https, without user name, and on this machine or its wire only
 * where the service itself is there (a proxy, a test). Addresses of the LAN are allowed: a province's proxy is there.
 * Throws what `failed` makes.
 */
export async function checkLink(
  link: string,
  own: string,
  resolve: Resolve,
  failed: (vi: string, en: string) => AppError,
): Promise<URL> {
  const url = URL.parse(link);
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (!url || !isWeb || url.username || url.password)
    throw failed('đường dẫn âm thanh không hợp lệ', 'the link to the sound is not valid');
  if ((await isNear(url.hostname, resolve)) && !(await isNear(new URL(own).hostname, resolve)))
    throw failed('đường dẫn âm thanh trỏ vào Trạm Số', 'the link to the sound leads to this machine');
  return url;
}

async function isNear(hostname: string, resolve: Resolve): Promise<boolean> {
  const host = hostname.replace(/^\[|\]$/g, '');
  // Whoever cannot be found cannot be asked either: that is told by the request itself.
  const addresses = isIP(host) ? [host] : await resolve(host).catch(() => []);
  return addresses.some((address) => NEAR.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'));
}
