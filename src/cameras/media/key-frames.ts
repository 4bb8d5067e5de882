import type { Fragment } from '../parts.ts';

const LARGEST_BYTES = 8 * 1024 * 1024;

/** The fragments since the last key frame, so that somebody new sees a picture at once; at most 8 MB. */
export class SinceKeyFrame {
  #fragments: Fragment[] = [];
  #bytes = 0;

  add(fragment: Fragment): void {
    if (fragment.key) this.clear();
    // Where there is no key frame for so long, the next one is waited for.
    else if (this.#fragments.length === 0) return;
    this.#bytes += fragment.data.length;
    if (this.#bytes > LARGEST_BYTES) this.clear();
    else this.#fragments.push(fragment);
  }

  get fragments(): readonly Fragment[] {
    return this.#fragments;
  }

  clear(): void {
    this.#fragments = [];
    this.#bytes = 0;
  }
}
