import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Config } from './schema.ts';

/** Addresses to be served that no interface has now: not given out yet, changed since, or mistyped. */
export function absentAddresses({ lan, addresses }: Config['listen']): string[] {
  if (!lan || addresses.length === 0) return [];
  const here = Object.values(networkInterfaces()).flatMap(
    (each) => each?.map(({ address }) => address) ?? [],
  );
  return addresses.filter((address) => !here.some((own) => isSameAddress(own, address)));
}

/** An IPv6 address has many spellings. */
function isSameAddress(a: string, b: string): boolean {
  if (a === b || isIP(a) !== 6 || isIP(b) !== 6) return a === b;
  return new URL(`http://[${a}]`).hostname === new URL(`http://[${b}]`).hostname;
}
