/** Starting a program costs some milliseconds of the main thread and much more of the other cores. */
const APART_MS = 60;

/**
 * Spaces out the starts of programs: 64 cameras that come back at once take four seconds to begin, in which the main
 * thread stays free. Whoever waits longest is next; a person who watches goes before what runs by itself.
 */
export class StartGate {
  readonly #waiting: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** Calls `start` at once or in its turn; the function returned takes it back. */
  enter(start: () => void, urgent: boolean): () => void {
    if (!this.#timer) {
      this.#rest();
      start();
      return () => {};
    }
    if (urgent) this.#waiting.unshift(start);
    else this.#waiting.push(start);
    return () => {
      const at = this.#waiting.indexOf(start);
      if (at !== -1) this.#waiting.splice(at, 1);
    };
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#waiting.length = 0;
  }

  #rest(): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const next = this.#waiting.shift();
      if (!next) return;
      this.#rest();
      next();
    }, APART_MS);
  }
}
