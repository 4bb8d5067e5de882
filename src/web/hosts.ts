import { BlockList, isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { hostName } from '../config/host-name.ts';
import type { Config } from '../config/schema.ts';

/** Every name and address by which this station may be called. */
export interface OwnHosts {
  readonly names: readonly string[];
  readonly addresses: readonly string[];
}

const LOOPBACK = ['127.0.0.1', '::1'] as const;

/** The names of this machine on its network, and those that the configuration adds. */
export function ownNames(listen: Config['listen']): string[] {
  const machine = hostname().toLowerCase();
  const short = machine.split('.')[0] ?? machine;
  const configured = listen.hostnames.map((name) => name.toLowerCase());
  const names = ['localhost', machine, short, `${short}.local`, ...configured];
  return [...new Set(names.map(hostName))].filter((name) => name !== undefined);
}

/**
 * As of now: addresses come and go with DHCP, cables and Wi-Fi. Only those that are served, so no IPv6 unless it is
 * listed: its privacy addresses change daily, and the certificate would with them.
 */
export function ownHosts(listen: Config['listen']): OwnHosts {
  const addresses = [...LOOPBACK, ...servedAddresses(listen)];
  return { names: ownNames(listen), addresses: [...new Set(addresses)] };
}

/** The LAN addresses that the listeners are bound to, once they serve the LAN. */
function servedAddresses(listen: Config['listen']): string[] {
  return listen.addresses.length > 0 ? listen.addresses : lanAddresses().filter((own) => isIP(own) === 4);
}

/** Bridges of containers and virtual machines: nobody on the LAN reaches the station there. */
const VIRTUAL = /^(docker|br-|veth|virbr|podman|cni)/;

interface LanInterface {
  readonly address: string;
  /** `192.168.1.10/24` */
  readonly cidr: string | null;
}

/** Where this machine stands on its networks; link-local addresses are of no use in a URL. */
function lanInterfaces(): LanInterface[] {
  return Object.entries(networkInterfaces())
    .filter(([name]) => !VIRTUAL.test(name))
    .flatMap(([, interfaces]) => interfaces ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'));
}

export function lanAddresses(): string[] {
  return lanInterfaces().map(({ address }) => address);
}

/**
 * The address of this station that a device on the LAN should be given.
 * @param towards the device's own address, to choose among several networks
 */
export function addressTowards(listen: Config['listen'], towards?: string): string {
  if (!listen.lan) return LOOPBACK[0];
  const served = servedAddresses(listen);
  const own = lanInterfaces().filter(({ address }) => served.includes(address));
  const sameNetwork = own.find(({ cidr }) => cidr && towards && isWithin(towards, cidr));
  return (sameNetwork ?? own[0])?.address ?? served[0] ?? LOOPBACK[0];
}

function isWithin(address: string, cidr: string): boolean {
  const [network = '', prefix] = cidr.split('/');
  const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(address) !== isIP(network)) return false;
  const block = new BlockList();
  block.addSubnet(network, Number(prefix), family);
  return block.check(address, family);
}

/** The host of a Host header or URL authority, in lower case, without port and brackets. */
export function hostOf(authority: string): string {
  return authority
    .toLowerCase()
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

/**
 * Whether a request to this host is meant for us. A page elsewhere can point a name of its own at the
 * station's address (DNS rebinding) and then read our answers; with a literal address it can't. Old devices
 * that speak HTTP/1.0 name no host at all, which no browser does.
 */
export function isOurHost(host: string, names: () => readonly string[]): boolean {
  return host === '' || isIP(host) !== 0 || names().includes(host);
}

/** A host as it stands in a URL. */
export function urlHost(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}
