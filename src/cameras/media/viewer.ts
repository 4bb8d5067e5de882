import type { Fragment, StreamInit } from '../parts.ts';

/** The side of a WebSocket that a viewer needs. */
export interface Outlet {
  /** Bytes that were sent and have not left the box. */
  readonly bufferedAmount: number;
  send(data: string | Buffer): void;
}

export interface ViewerParts {
  outlet: Outlet;
  say(reason: string): { vi: string; en: string };
}

/** What is left out once it is longer than this: two seconds of 8 Mbit/s, or eight of a sub-stream. */
const FULL_BYTES = 2 * 1024 * 1024;
/** The next key frame is sent once no more than this is left. */
const DRAINED_BYTES = 256 * 1024;

/**
 * One browser that watches a stream: `{mime, …}` and the first bytes, then fragments. A browser on a slow line loses
 * whole groups of pictures, up to the next key frame, and is told how much (`{"skipped": ms}`), so that its player
 * goes on there; what waits for it stays bounded.
 */
export class Viewer {
  readonly #parts: ViewerParts;
  #skipping = false;
  #skippedMs = 0;

  constructor(parts: ViewerParts) {
    this.#parts = parts;
  }

  init({ data, ...about }: StreamInit): void {
    this.#skipping = false;
    this.#skippedMs = 0;
    this.#parts.outlet.send(JSON.stringify(about));
    this.#parts.outlet.send(data);
  }

  fragment({ data, key, durationMs }: Fragment): void {
    const { outlet } = this.#parts;
    if (this.#skipping && key && outlet.bufferedAmount <= DRAINED_BYTES) this.#resume();
    else if (outlet.bufferedAmount > FULL_BYTES) this.#skipping = true;
    if (this.#skipping) this.#skippedMs += durationMs;
    else outlet.send(data);
  }

  lost(reason: string): void {
    const { vi, en } = this.#parts.say(reason);
    this.#parts.outlet.send(JSON.stringify({ lost: reason, text: vi, textEn: en }));
  }

  #resume(): void {
    this.#parts.outlet.send(JSON.stringify({ skipped: Math.round(this.#skippedMs) }));
    this.#skipping = false;
    this.#skippedMs = 0;
  }
}
