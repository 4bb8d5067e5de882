const STEP_MS = 500;

/** How a device learns the box's time: NTP's four time stamps, of which the quickest exchange is believed. */
export class BoxClock {
  readonly #samples: { offset: number; rtt: number }[] = [];
  readonly #local: () => number;
  /** A device that is sure of a wrong time. */
  wrongByMs = 0;

  /** @param local the device's own clock, ms */
  constructor(local: () => number) {
    this.#local = local;
  }

  get synced(): boolean {
    return this.#samples.length > 0;
  }

  /** UTC ms of the box, as far as the device knows. */
  now(): number {
    return this.#local() + this.offset + this.wrongByMs;
  }

  /** Local ms of a time of the box. */
  local(at: number): number {
    return at - this.offset - this.wrongByMs;
  }

  get offset(): number {
    let best = this.#samples[0];
    for (const sample of this.#samples) if (best && sample.rtt < best.rtt) best = sample;
    return best?.offset ?? 0;
  }

  /** @param t0 local time of asking; t1 and t2 the box's of arrival and answer */
  answer({ t0, t1, t2 }: { t0: number; t1: number; t2: number }): void {
    const t3 = this.#local();
    const offset = (t1 - t0 + t2 - t3) / 2;
    const rtt = t3 - t0 - (t2 - t1);
    // No two exchanges can differ by this: the box's clock was set between them.
    if (this.synced && Math.abs(offset - this.offset) > rtt + STEP_MS) this.forget();
    this.#samples.push({ offset, rtt });
    if (this.#samples.length > 8) this.#samples.shift();
  }

  /** The box's clock was set: what was measured before is of no use. */
  forget(): void {
    this.#samples.length = 0;
  }
}
