import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync } from 'node:fs';

export interface Played {
  playoutId: string;
  /** UTC ms of the machine that runs the simulator: when the first sample sounded. */
  startedAt: number;
  finishedAt: number | null;
  /** It was stopped, or it left in the middle. */
  cut: boolean;
}

/** What a device has played, on a disk that outlives it: it plays each playout once, whatever it is told. */
export class Journal {
  readonly #path: string | undefined;
  readonly #played = new Map<string, Played>();

  /** @param path JSON lines; without one it is forgotten with the device */
  constructor(path?: string) {
    this.#path = path;
    if (path === undefined || !existsSync(path)) return;
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      if (line === '') continue;
      const entry = JSON.parse(line) as Played;
      this.#played.set(entry.playoutId, entry);
    }
  }

  has(playoutId: string): boolean {
    return this.#played.has(playoutId);
  }

  all(): Played[] {
    return [...this.#played.values()];
  }

  write(entry: Played): void {
    this.#played.set(entry.playoutId, entry);
    if (this.#path === undefined) return;
    const file = openSync(this.#path, 'a');
    appendFileSync(file, `${JSON.stringify(entry)}\n`);
    fsyncSync(file);
    closeSync(file);
  }
}
