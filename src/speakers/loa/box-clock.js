/**
 * The box's time, learnt by asking it: each exchange carries the time of asking, of arrival and of answering.
 * Only quick exchanges say something about the difference, so the quickest are averaged; that also smooths the
 * whole milliseconds in which the box answers. Local time is performance.now(), which nobody can set.
 */
const KEPT = 24;
const BELIEVED = 6;
/** More than this between two exchanges, and beyond what their own length explains, is a clock that was set. */
const STEP_MS = 500;

export class BoxClock {
  constructor() {
    this.samples = [];
  }

  get synced() {
    return this.samples.length > 0;
  }

  /** What is added to performance.now() to get UTC ms of the box. */
  get offset() {
    const best = this.samples
      .slice()
      .sort((a, b) => a.rtt - b.rtt)
      .slice(0, BELIEVED);
    if (best.length === 0) return Date.now() - performance.now();
    // An exchange that took twice as long as the quickest may be off by half of that.
    const good = best.filter((sample) => sample.rtt <= best[0].rtt * 2 + 1);
    return good.reduce((sum, sample) => sum + sample.offset, 0) / good.length;
  }

  /** How far off the box's time may be, ms. */
  get uncertainty() {
    return this.synced ? Math.min(...this.samples.map((sample) => sample.rtt)) / 2 : Number.POSITIVE_INFINITY;
  }

  /** UTC ms of the box. */
  now() {
    return performance.now() + this.offset;
  }

  /** performance.now() at a time of the box. */
  local(at) {
    return at - this.offset;
  }

  answer(message) {
    const t3 = performance.now();
    const rtt = t3 - message.t0 - (message.t2 - message.t1);
    const offset = (message.t1 - message.t0 + message.t2 - t3) / 2;
    if (this.synced && Math.abs(offset - this.offset) > rtt + STEP_MS) this.forget();
    this.samples.push({ rtt, offset });
    if (this.samples.length > KEPT) this.samples.shift();
  }

  /** The box's clock was set, or this device has slept: what was measured before is of no use. */
  forget() {
    this.samples = [];
  }
}
