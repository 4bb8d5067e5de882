import type { Socket } from 'node:net';

type Ends = Pick<Socket, 'remoteAddress' | 'remotePort'>;

/** Many devices may come from behind one address, but each is a stranger for a moment only. */
const MOST_PER_ADDRESS = 100;

/**
 * Connections that have not signed in yet, by address: one machine must not hold them all and so keep the speakers
 * out. This machine itself is not counted.
 */
export class Strangers {
  readonly #byAddress = new Map<string, Set<number>>();

  /** False where there are too many from its address; else it counts until `known` or its end. */
  admit(socket: Socket): boolean {
    const { remoteAddress: address, remotePort: port } = socket;
    if (address === undefined || port === undefined || isLoopback(address)) return true;
    const ports = this.#byAddress.get(address) ?? new Set();
    if (ports.size >= MOST_PER_ADDRESS) return false;
    this.#byAddress.set(address, ports.add(port));
    socket.once('close', () => this.#forget(address, port));
    return true;
  }

  /** It has signed in. Takes the TLS side of a connection as well. */
  known({ remoteAddress: address, remotePort: port }: Ends): void {
    if (address !== undefined && port !== undefined) this.#forget(address, port);
  }

  #forget(address: string, port: number): void {
    const ports = this.#byAddress.get(address);
    ports?.delete(port);
    if (ports?.size === 0) this.#byAddress.delete(address);
  }
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}
