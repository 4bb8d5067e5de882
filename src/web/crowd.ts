import type { Socket } from 'node:net';

type Connection = Pick<Socket, 'remoteAddress' | 'once' | 'destroy'>;

export interface CrowdLimits {
  /** One PC, or one router in front of an office. */
  perAddress: number;
  /** All together. */
  together: number;
}

export const CROWD: CrowdLimits = { perAddress: 256, together: 2_000 };
const LOOPBACK = '127.0.0.1';

/**
 * Who is connected, by address, so that there is room for everybody: no address has all the places, and when a few
 * addresses have taken them, whoever has the most gives one up for who comes. The machine itself is not counted.
 */
export class Crowd {
  readonly #limits: CrowdLimits;
  /** The oldest first. */
  readonly #byAddress = new Map<string, Set<Connection>>();
  #count = 0;

  constructor(limits: CrowdLimits = CROWD) {
    this.#limits = limits;
  }

  /** False for one too many from its address; else it counts until its end. */
  admit(socket: Connection): boolean {
    const { remoteAddress: address } = socket;
    if (address === LOOPBACK) return true;
    // It has gone already.
    if (address === undefined) return false;
    if ((this.#byAddress.get(address)?.size ?? 0) >= this.#limits.perAddress) return false;
    if (this.#count >= this.#limits.together) this.#makeRoom();
    const own = this.#byAddress.get(address) ?? new Set();
    this.#byAddress.set(address, own.add(socket));
    this.#count++;
    socket.once('close', () => this.#forget(address, socket));
    return true;
  }

  #makeRoom(): void {
    let most: [string, Set<Connection>] | undefined;
    for (const entry of this.#byAddress) if (entry[1].size > (most?.[1].size ?? 0)) most = entry;
    const [address = '', sockets] = most ?? [];
    for (const oldest of sockets ?? []) {
      this.#forget(address, oldest);
      oldest.destroy();
      return;
    }
  }

  #forget(address: string, socket: Connection): void {
    const own = this.#byAddress.get(address);
    if (!own?.delete(socket)) return;
    this.#count--;
    if (own.size === 0) this.#byAddress.delete(address);
  }
}
