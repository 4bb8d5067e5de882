import type { Outlet } from '../viewer.ts';
import { keyFrameAt } from './ts-packets.ts';

/** Four seconds of it. */
const FULL_BYTES = 1024 * 1024;
const DRAINED_BYTES = 64 * 1024;

/** One browser that watches MPEG-1: it begins at a key frame, and so it does after what a slow line has left out. */
export class Mpeg1Viewer {
  readonly #outlet: Outlet;
  readonly #say: (reason: string) => { vi: string; en: string };
  #skipping = true;

  constructor(outlet: Outlet, say: (reason: string) => { vi: string; en: string }) {
    this.#outlet = outlet;
    this.#say = say;
  }

  /** @param whole transport stream packets */
  packets(whole: Buffer): void {
    if (whole.length === 0) return;
    if (this.#outlet.bufferedAmount > FULL_BYTES) this.#skipping = true;
    const from = this.#skipping ? this.#resumesAt(whole) : 0;
    if (from === -1) return;
    this.#skipping = false;
    this.#outlet.send(whole.subarray(from));
  }

  #resumesAt(whole: Buffer): number {
    return this.#outlet.bufferedAmount > DRAINED_BYTES ? -1 : keyFrameAt(whole);
  }

  lost(reason: string): void {
    const { vi, en } = this.#say(reason);
    this.#skipping = true;
    this.#outlet.send(JSON.stringify({ lost: reason, text: vi, textEn: en }));
  }
}
