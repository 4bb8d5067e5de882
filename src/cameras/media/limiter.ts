/** So many of those that go first in a row, where others wait too: they must not starve. */
const FIRST_IN_A_ROW = 4;

/** Lets a few do something at a time; the others wait in their order, behind those that go first. */
export class Limiter {
  readonly #most: number;
  readonly #first: (() => void)[] = [];
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #inRow = 0;

  constructor(most: number) {
    this.#most = most;
  }

  async run<T>(work: () => Promise<T>, goesFirst = false): Promise<T> {
    const queue = goesFirst ? this.#first : this.#waiting;
    if (this.#running >= this.#most) await new Promise<void>((turn) => queue.push(turn));
    else this.#running++;
    try {
      return await work();
    } finally {
      // The place is handed on, so that nobody slips in between.
      const next = this.#next();
      if (next) next();
      else this.#running--;
    }
  }

  #next(): (() => void) | undefined {
    const others = this.#waiting.length > 0;
    if (this.#first.length > 0 && (!others || this.#inRow < FIRST_IN_A_ROW)) {
      this.#inRow = others ? this.#inRow + 1 : 0;
      return this.#first.shift();
    }
    this.#inRow = 0;
    return this.#waiting.shift();
  }
}
