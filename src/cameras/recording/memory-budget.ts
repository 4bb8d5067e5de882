/** Four seconds of 64 cameras with 8 Mbit/s. */
const LIMIT_BYTES = 256 * 1_048_576;

/** What one camera holds of the budget. */
export interface MemoryShare {
  /** False where it may hold no more by so many bytes; nothing is counted then. */
  take(bytes: number): boolean;
  /** Counts them in any case: what is small, and cannot be left out. */
  hold(bytes: number): void;
  give(bytes: number): void;
}

/**
 * Memory for pictures of all cameras that wait for the disk, or for an event. Nobody may hold more than is left free for
 * all: so the sum stays below the limit, each of N that want all they can get has a like part (1/(N+1)), and there is
 * always as much for one that comes later. (The dynamic threshold of switches that share their buffers: Choudhury and
 * Hahne, IEEE/ACM Transactions on Networking 6(2), 1998.)
 */
export class MemoryBudget {
  readonly #limit: number;
  readonly #held = new Map<string, number>();
  #used = 0;

  constructor(limit = LIMIT_BYTES) {
    this.#limit = limit;
  }

  /** Bytes that are held by all together. */
  get used(): number {
    return this.#used;
  }

  shareOf(owner: string): MemoryShare {
    return {
      take: (bytes) => {
        const would = (this.#held.get(owner) ?? 0) + bytes;
        if (would > this.#limit - this.#used - bytes) return false;
        this.#count(owner, bytes);
        return true;
      },
      hold: (bytes) => this.#count(owner, bytes),
      give: (bytes) => this.#count(owner, -bytes),
    };
  }

  #count(owner: string, bytes: number): void {
    const held = (this.#held.get(owner) ?? 0) + bytes;
    this.#used += bytes;
    if (held === 0) this.#held.delete(owner);
    else this.#held.set(owner, held);
  }
}
