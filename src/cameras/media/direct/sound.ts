import { AAC_FRAME, type AacFormat, aacFrames } from './aac-units.ts';
import { Ticks } from './rtp.ts';
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
  /** Of the first packet: what its ticks are on the time line of the pictures. */
  #offset: number | undefined;
  #next = 0;

  constructor(format: AacFormat) {
    this.format = format;
  }

  /** @param elapsedMs of the pictures when this came; undefined before the first one, when nothing is kept */
  push(timestamp: number, payload: Buffer, elapsedMs: number | undefined): void {
    const ticks = this.#clock.of(timestamp);
    if (elapsedMs === undefined) return;
    this.#offset ??= Math.round((elapsedMs * this.format.rate) / 1_000) - ticks;
    const frames = aacFrames(payload, this.format);
    if (!frames) throw new Unfit('frames of sound in pieces');
    let at = ticks + this.#offset;
    if (Math.abs(at - this.#next) > LEAP_S * this.format.rate && this.#next > 0)
      throw new CameraChanged('the time stamps of the sound leap');
    for (const frame of frames) {
      // Those that overlap what was taken are from before the beginning, or come twice.
      if (at >= this.#next) {
        this.#waiting.push({ data: Buffer.from(frame), ticks: at });
        this.#next = at + AAC_FRAME;
      }
      at += AAC_FRAME;
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
