import type { Socket } from 'node:net';

type Ends = Pick<Socket, 'remoteAddress' | 'remotePort'>;
type Stranger = Ends & Pick<Socket, 'once' | 'destroy'>;

export interface StrangerLimits {
  /** Many devices may come from behind one address, but each is a stranger for a moment only. */
  perAddress: number;
  /** All together; with the speakers that are there they stay below what a listener takes. */
  together: number;
}

const LIMITS: StrangerLimits = { perAddress: 100, together: 1_000 };

/**
 * Connections that have not signed in yet, by address: one machine must not hold them all and so keep the speakers
 * out, nor a few machines together: where all places are taken, whoever has the most gives up its oldest. This machine
 * itself is not counted.
 */
export class Strangers {
  readonly #limits: StrangerLimits;
  /** By port, the oldest first. */
  readonly #byAddress = new Map<string, Map<number, Stranger>>();
  #count = 0;

  constructor(limits: StrangerLimits = LIMITS) {
    this.#limits = limits;
  }

  /** False where there are too many from its address; else it counts until `known` or its end. */
  admit(socket: Stranger): boolean {
    const { remoteAddress: address, remotePort: port } = socket;
    if (address === undefined || port === undefined || isLoopback(address)) return true;
    if ((this.#byAddress.get(address)?.size ?? 0) >= this.#limits.perAddress) return false;
    if (this.#count >= this.#limits.together) this.#makeRoom();
    const own = this.#byAddress.get(address) ?? new Map();
    this.#byAddress.set(address, own.set(port, socket));
    this.#count++;
    socket.once('close', () => this.#forget(address, port));
    return true;
  }

  /** It has signed in. Takes the TLS side of a connection as well. */
  known({ remoteAddress: address, remotePort: port }: Ends): void {
    if (address !== undefined && port !== undefined) this.#forget(address, port);
  }

  #makeRoom(): void {
    let most: [string, Map<number, Stranger>] | undefined;
    for (const entry of this.#byAddress) if (entry[1].size > (most?.[1].size ?? 0)) most = entry;
    const [address = '', strangers] = most ?? [];
    for (const [port, oldest] of strangers ?? []) {
      this.#forget(address, port);
      oldest.destroy();
      return;
    }
  }

  #forget(address: string, port: number): void {
    const own = this.#byAddress.get(address);
    if (!own?.delete(port)) return;
    this.#count--;
    if (own.size === 0) this.#byAddress.delete(address);
  }
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}
