import { networkInterfaces } from 'node:os';
import { hearing as openHearing } from './hearing.ts';
import { MULTICAST, probe } from './probe.ts';
import type { DiscoverOptions, Discovery } from './types.ts';

const LISTEN = 3_000;

/**
 * WS-Discovery on every IPv4 address of the machine at once, each from a socket of its own: the office LAN, camera
 * VLANs and the dedicated line do not see each other. Loopback only where it is named.
 *
 * Throws only the signal's reason.
 */
export async function discover(options: DiscoverOptions = {}): Promise<Discovery> {
  const { timeoutMs = LISTEN, signal } = options;
  signal?.throwIfAborted();
  const hearing = openHearing(options.onFound);
  const asked = addressesOf(options.interfaces);
  const results = await Promise.all(
    asked.map(async ({ name, address }) =>
      address === ''
        ? { error: 'no such interface', refused: 0 }
        : probe({ from: address, interface: name, targets: [MULTICAST], timeoutMs, hearing, signal }),
    ),
  );
  signal?.throwIfAborted();
  return {
    found: hearing.found,
    interfaces: asked.map((one, index) => ({ ...one, error: results[index]?.error ?? null })),
    refused: results.reduce((sum, one) => sum + one.refused, 0),
  };
}

function addressesOf(names: readonly string[] | undefined): { name: string; address: string }[] {
  const all = Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses
      .filter(({ family, internal }) => family === 'IPv4' && (names ? names.includes(name) : !internal))
      .map(({ address }) => ({ name, address })),
  );
  const missing = (names ?? []).filter((name) => !all.some((one) => one.name === name));
  return [...all, ...missing.map((name) => ({ name, address: '' }))];
}
