import { AAC_FRAME, type AacFormat, aacFrames } from './aac-units.ts';
import { type RtpPacket, Ticks } from './rtp.ts';
import { CameraChanged, Unfit } from './unfit.ts';

/** Some minutes of sound without a picture are no stream to show. */
const MOST_WAITING = 1_000;
const LEAP_S = 10;

interface Frame {
  data: Buffer;
  /** Since the stream of pictures began, in ticks of the sound. */
  ticks: number;
}

/**
 * The frames of sound that wait for their fragment. Both tracks begin by when their first packets came: how their time
 * stamps belong together is told by the camera only seconds later, if at all.
 */
export class Sound {
  readonly format: AacFormat;
  readonly #clock = new Ticks();
  #waiting: Frame[] = [];
  /** The last packet before the pictures began. */
  #heard: { ticks: number; at: number } | undefined;
  /** From its ticks to those since the pictures began. */
  #offset: number | undefined;
  #next = 0;

  constructor(format: AacFormat) {
    this.format = format;
  }

  /**
   * @param at when it came, by performance.now()
   * @param begunAt when the first picture did; undefined before that, when no sound is kept
   */
  push({ timestamp, payload }: RtpPacket, at: number, begunAt: number | undefined): void {
    const ticks = this.#clock.of(timestamp);
    if (begunAt === undefined) {
      this.#heard = { ticks, at };
      return;
    }
    if (this.#offset === undefined) {
      // One from before, where there is one: since the beginning packets are read some at a time.
      const known = this.#heard ?? { ticks, at };
      this.#offset = Math.round(((known.at - begunAt) * this.format.rate) / 1_000) - known.ticks;
    }
    const frames = aacFrames(payload, this.format);
    if (!frames) throw new Unfit('frames of sound in pieces');
    let start = ticks + this.#offset;
    if (Math.abs(start - this.#next) > LEAP_S * this.format.rate && this.#next > 0)
      throw new CameraChanged('the time stamps of the sound leap');
    for (const frame of frames) {
      // Those that overlap what was taken are from before the beginning, or come twice.
      if (start >= this.#next) {
        this.#waiting.push({ data: Buffer.from(frame), ticks: start });
        this.#next = start + AAC_FRAME;
      }
      start += AAC_FRAME;
    }
    if (this.#waiting.length > MOST_WAITING) this.#waiting.splice(0, this.#waiting.length - MOST_WAITING);
  }

  /** Those that begin before this moment of the pictures, without a gap between them. */
  take(endMs: number): { ticks: number; frames: Buffer[] } {
    const end = (endMs * this.format.rate) / 1_000;
    const first = this.#waiting[0]?.ticks ?? 0;
    const count = this.#waiting.findIndex(
      ({ ticks }, i) => ticks >= end || Math.abs(ticks - first - i * AAC_FRAME) > AAC_FRAME,
    );
    const taken = this.#waiting.splice(0, count < 0 ? this.#waiting.length : count);
    return { ticks: first, frames: taken.map(({ data }) => data) };
  }
}
