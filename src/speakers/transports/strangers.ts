import type { FastifyBaseLogger } from 'fastify';
import type { WebSocket } from 'ws';

const MOST_PER_ADDRESS = 16;
const MOST = 200;

/**
 * Sockets that have yet to say who they are, by the address that they come from. One that crowds pushes out its own,
 * so that a single machine cannot keep the speakers of the others away.
 */
export class Strangers {
  readonly #byAddress = new Map<string, Set<WebSocket>>();
  readonly #log: FastifyBaseLogger;
  #count = 0;
  #crowded = false;

  constructor(log: FastifyBaseLogger) {
    this.#log = log;
  }

  /** Lets it wait; returns who has to go for it. */
  admit(socket: WebSocket, address: string): WebSocket | undefined {
    const own = this.#byAddress.get(address) ?? new Set();
    this.#byAddress.set(address, own);
    own.add(socket);
    this.#count++;
    if (own.size > MOST_PER_ADDRESS) return this.#evict(address);
    return this.#count > MOST ? this.#evict(this.#busiest(address)) : undefined;
  }

  /** It is known now, or gone. */
  forget(socket: WebSocket, address: string): void {
    const own = this.#byAddress.get(address);
    if (!own?.delete(socket)) return;
    this.#count--;
    if (own.size === 0) this.#byAddress.delete(address);
    if (this.#count === 0) this.#crowded = false;
  }

  #busiest(address: string): string {
    let most = 0;
    let busiest = address;
    for (const [each, { size }] of this.#byAddress) {
      if (size <= most) continue;
      most = size;
      busiest = each;
    }
    return busiest;
  }

  #evict(address: string): WebSocket | undefined {
    if (!this.#crowded)
      this.#log.warn({ address }, 'too many connections at /loa that do not say who they are');
    this.#crowded = true;
    const [oldest] = this.#byAddress.get(address) ?? [];
    if (oldest) this.forget(oldest, address);
    return oldest;
  }
}
