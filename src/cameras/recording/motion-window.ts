/** A camera that never says that the motion is over is believed for so long. */
const LONGEST_MS = 600_000;

/** Whether it is worth recording now, from what the camera reports. Instants are monotonic ms. */
export class MotionWindow {
  readonly #afterMs: number;
  #moving = false;
  #toldAt = Number.NEGATIVE_INFINITY;

  /** @param afterMs how long to go on after the motion */
  constructor(afterMs: number) {
    this.#afterMs = afterMs;
  }

  report(active: boolean, at: number): void {
    // An end without a beginning: some cameras report their state again and again.
    if (!active && !this.#moving) return;
    this.#moving = active;
    this.#toldAt = at;
  }

  isOpen(now: number): boolean {
    return now - this.#toldAt < (this.#moving ? LONGEST_MS : this.#afterMs);
  }
}
