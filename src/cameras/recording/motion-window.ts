/**
 * Whether it is worth recording now, from what the camera reports. Instants are monotonic ms. That a motion is never
 * said to be over is noticed where the reports are heard (events/changes.ts), not here.
 */
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

  /** As if motion ended at this moment: what comes next is worth it for a while. */
  extend(at: number): void {
    this.#toldAt = at;
  }

  isOpen(now: number): boolean {
    return this.#moving || now - this.#toldAt < this.#afterMs;
  }
}
