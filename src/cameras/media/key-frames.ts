import type { Fragment } from '../parts.ts';

const LARGEST_BYTES = 8 * 1024 * 1024;
const GROWS_BY = 1.5;

interface Kept extends Omit<Fragment, 'data'> {
  from: number;
  to: number;
}

/**
 * The fragments since the last key frame, so that somebody new sees a picture at once; at most 8 MB. They are copied
 * into memory that is used again and again: a buffer that is kept for a second outlives the quick collections, and
 * half a MB a second of such ones brings a full one every other minute.
 */
export class SinceKeyFrame {
  #memory = Buffer.alloc(0);
  #used = 0;
  #kept: Kept[] = [];

  add({ data, ...about }: Fragment): void {
    if (about.key) this.#begin();
    // Where there is no key frame for so long, the next one is waited for.
    else if (this.#kept.length === 0) return;
    const to = this.#used + data.length;
    if (to > LARGEST_BYTES) {
      this.clear();
      return;
    }
    if (to > this.#memory.length) this.#grow(to);
    data.copy(this.#memory, this.#used);
    this.#kept.push({ ...about, from: this.#used, to });
    this.#used = to;
  }

  get isEmpty(): boolean {
    return this.#kept.length === 0;
  }

  /** Copies, which stay as they are. */
  get fragments(): Fragment[] {
    return this.#kept.map(({ from, to, ...about }) => ({
      ...about,
      data: Buffer.from(this.#memory.subarray(from, to)),
    }));
  }

  clear(): void {
    this.#begin();
    this.#memory = Buffer.alloc(0);
  }

  #begin(): void {
    this.#kept = [];
    this.#used = 0;
  }

  #grow(bytes: number): void {
    const memory = Buffer.allocUnsafeSlow(Math.min(Math.ceil(bytes * GROWS_BY), LARGEST_BYTES));
    this.#memory.copy(memory, 0, 0, this.#used);
    this.#memory = memory;
  }
}
