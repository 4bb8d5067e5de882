/**
 * Passes changes on together: the first at once, the next after a pause. While they keep coming the pause doubles up
 * to `longestMs`; after a quiet one it is short again.
 */
export class Pace {
  readonly #pass: (ids: ReadonlySet<string | undefined>) => void;
  readonly #shortestMs: number;
  readonly #longestMs: number;
  #pauseMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ids = new Set<string | undefined>();

  constructor(
    pass: (ids: ReadonlySet<string | undefined>) => void,
    { shortestMs, longestMs }: { shortestMs: number; longestMs: number },
  ) {
    this.#pass = pass;
    this.#shortestMs = shortestMs;
    this.#longestMs = longestMs;
    this.#pauseMs = shortestMs;
  }

  /** @param id of what changed; undefined for all of it */
  note(id: string | undefined): void {
    this.#ids.add(id);
    if (this.#timer === undefined) this.#flush();
  }

  #flush(): void {
    const ids = this.#ids;
    this.#ids = new Set();
    this.#pass(ids);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#ids.size === 0) {
        this.#pauseMs = this.#shortestMs;
        return;
      }
      this.#pauseMs = Math.min(2 * this.#pauseMs, this.#longestMs);
      this.#flush();
    }, this.#pauseMs);
  }
}
