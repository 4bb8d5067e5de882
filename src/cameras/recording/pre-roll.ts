import type { Fragment } from '../parts.ts';

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
  #fragments: Fragment[] = [];
  #bytes = 0;

  constructor(limits: PreRollLimits) {
    this.#limits = limits;
  }

  push(fragment: Fragment): void {
    if (this.#fragments.length === 0 && !fragment.key) return;
    this.#fragments.push(fragment);
    this.#bytes += fragment.data.length;
    this.#shorten(fragment.decodeMs + fragment.durationMs);
  }

  /** Hands out all that is kept, oldest first, and keeps nothing. */
  take(): Fragment[] {
    const taken = this.#fragments;
    this.clear();
    return taken;
  }

  clear(): void {
    this.#fragments = [];
    this.#bytes = 0;
  }

  /** Drops whole groups of pictures: those too old, and where there are too many bytes younger ones too. */
  #shorten(endMs: number): void {
    for (;;) {
      const next = this.#fragments.findIndex(({ key }, i) => key && i > 0);
      const second = this.#fragments[next];
      const longEnough = second !== undefined && endMs - second.decodeMs >= this.#limits.ms;
      const most = next === -1 ? HARD_SHARE * this.#limits.bytes : this.#limits.bytes;
      if (!longEnough && this.#bytes <= most) return;
      const dropped = this.#fragments.splice(0, next === -1 ? this.#fragments.length : next);
      for (const { data } of dropped) this.#bytes -= data.length;
    }
  }
}
