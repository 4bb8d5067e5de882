import type { Fragment } from '../parts.ts';
import type { MemoryShare } from './memory-budget.ts';

export interface PreRollLimits {
  /** As much is kept at least, where it fits. */
  ms: number;
  /** Beyond this only the newest group of pictures is kept, whole up to HARD_SHARE times as much. */
  bytes: number;
}

const HARD_SHARE = 2.7;

/** The last seconds of a stream in memory, always from a key frame on, for a recording that begins with an event. */
export class PreRoll {
  readonly #limits: PreRollLimits;
  readonly #memory: MemoryShare;
  #fragments: Fragment[] = [];
  #bytes = 0;
  #isCut = false;

  constructor(limits: PreRollLimits, memory: MemoryShare) {
    this.#limits = limits;
    this.#memory = memory;
  }

  /** What it should hold was dropped for want of memory, and no key frame has come since. */
  get isCut(): boolean {
    return this.#isCut;
  }

  push(fragment: Fragment): void {
    if (this.#fragments.length === 0 && !fragment.key) return;
    while (!this.#memory.take(fragment.data.length)) {
      const hadAny = this.#fragments.length > 0;
      this.#dropOldest();
      // A group that is not whole is of no use, and without any of it there is no less to hold.
      if (!hadAny || this.#fragments.length === 0) {
        this.#isCut = true;
        return;
      }
    }
    this.#isCut = false;
    this.#fragments.push(fragment);
    this.#bytes += fragment.data.length;
    this.#shorten(fragment.decodeMs + fragment.durationMs);
  }

  /** Hands out all that is kept, oldest first, and keeps nothing. */
  take(): Fragment[] {
    const taken = [...this.#fragments];
    this.clear();
    return taken;
  }

  clear(): void {
    this.#drop(this.#fragments.length);
  }

  /** Drops whole groups of pictures: those too old, and where there are too many bytes younger ones too. */
  #shorten(endMs: number): void {
    for (;;) {
      const next = this.#secondGroup();
      const second = this.#fragments[next];
      const longEnough = second !== undefined && endMs - second.decodeMs >= this.#limits.ms;
      const most = next === -1 ? HARD_SHARE * this.#limits.bytes : this.#limits.bytes;
      if (!longEnough && this.#bytes <= most) return;
      this.#dropOldest();
      this.#isCut = this.#fragments.length === 0;
    }
  }

  /** Where the second group of pictures begins; -1 where there is one at most. */
  #secondGroup(): number {
    return this.#fragments.findIndex(({ key }, i) => key && i > 0);
  }

  #dropOldest(): void {
    const next = this.#secondGroup();
    this.#drop(next === -1 ? this.#fragments.length : next);
  }

  #drop(count: number): void {
    const dropped = this.#fragments.splice(0, count).reduce((sum, { data }) => sum + data.length, 0);
    this.#bytes -= dropped;
    this.#memory.give(dropped);
  }
}
