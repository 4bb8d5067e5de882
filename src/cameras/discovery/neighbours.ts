import { readFile } from 'node:fs/promises';

const COMPLETE = 0x2;

/**
 * MAC addresses of the machines that this one has talked to on its own networks, by IPv4 address: the kernel's ARP
 * table. Empty where there is none to read.
 */
export async function readNeighbours(path = '/proc/net/arp'): Promise<Map<string, string>> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const found = new Map<string, string>();
  for (const line of text.split('\n').slice(1)) {
    const [address = '', , flags = '0', mac = ''] = line.trim().split(/\s+/);
    if (Number(flags) & COMPLETE && mac !== '00:00:00:00:00:00') found.set(address, mac);
  }
  return found;
}
