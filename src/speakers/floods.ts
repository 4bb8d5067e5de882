/** A device says a few things a minute; a fault or a flood must not keep the main thread from an emergency. */
const MOST = 1_000;
const WINDOW_MS = 10_000;

interface Window {
  begunAt: number;
  packets: number;
}

/** How much each device has asked of the broker lately. By its user name: to connect anew is no way out. */
export class Floods {
  readonly #now: () => number;
  readonly #windows = new Map<string, Window>();

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /**
   * Counts so many packets, or work that weighs as much; false once they are too many, until the window is over.
   * @param username of a device that has signed in: there are no more of these than speakers
   */
  take(username: string, packets: number): boolean {
    const now = this.#now();
    let window = this.#windows.get(username);
    if (!window || now - window.begunAt > WINDOW_MS) {
      window = { begunAt: now, packets: 0 };
      this.#windows.set(username, window);
    }
    window.packets += packets;
    return window.packets <= MOST;
  }
}
