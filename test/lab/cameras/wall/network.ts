import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { networkInterfaces } from 'node:os';

/** Where iproute2 keeps the names of namespaces. */
const NAMESPACES = '/run/netns';

/** A network namespace with a cable to this machine, as a switch with cameras on an interface of its own. */
export interface Cable {
  namespace: string;
  /** This machine's end. */
  interface: string;
  remove(): void;
}

/** Whether this process may make networks. */
export function mayMakeNetworks(): boolean {
  const name = `tslab-${process.pid}`;
  try {
    ip(`netns add ${name}`);
    ip(`netns del ${name}`);
    return true;
  } catch {
    return false;
  }
}

/**
 * `number` tells several apart; this machine gets `prefix`.1, the namespace all of `addresses`. Needs root and
 * iproute2. Throws what `ip` says.
 */
export function layCable(number: number, prefix: string, addresses: readonly string[]): Cable {
  removeForgotten();
  const taken = Object.values(networkInterfaces()).some((all) =>
    all?.some(({ address }) => address.startsWith(`${prefix}.`)),
  );
  if (taken) throw new Error(`${prefix}.0/24 is in use: another wall of cameras is up`);
  const namespace = `tslab-${process.pid}-${number}`;
  const here = `tsl${process.pid}n${number}`;
  const remove = () => {
    // The cable goes with either of its ends.
    for (const command of [`link del ${here}`, `netns del ${namespace}`]) {
      try {
        ip(command);
      } catch {
        // It was not there yet, or is gone already.
      }
    }
  };
  try {
    ip(`netns add ${namespace}`);
    ip(`link add ${here} type veth peer name eth0 netns ${namespace}`);
    ip(`address add ${prefix}.1/24 dev ${here}`);
    ip(`link set ${here} up`);
    for (const address of addresses) ip(`-n ${namespace} address add ${address}/24 dev eth0`);
    for (const device of ['lo', 'eth0']) ip(`-n ${namespace} link set ${device} up`);
  } catch (error) {
    remove();
    throw error;
  }
  return { namespace, interface: here, remove };
}

/** What a process that was killed has left. */
function removeForgotten(): void {
  if (!existsSync(NAMESPACES)) return;
  for (const name of readdirSync(NAMESPACES)) {
    const owner = /^tslab-(\d+)-\d+$/.exec(name)?.[1];
    if (owner !== undefined && !existsSync(`/proc/${owner}`)) ip(`netns del ${name}`);
  }
}

function ip(command: string): void {
  execFileSync('ip', command.split(' '), { stdio: ['ignore', 'ignore', 'pipe'], timeout: 10_000 });
}
