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
  /** ms of a clock that only grows. */
  monotonic?: () => number;
}

/** A browser that is further behind, ms of the stream, for longer than `PATIENCE_MS`, goes on at a key frame. */
const BEHIND_MS = 2_000;
/** What was sent at the beginning, up to ten seconds of pictures since the last key frame, takes its time. */
const PATIENCE_MS = 1_500;
/** Less than this is on its way in any case. */
const LEAST_BYTES = 128 * 1024;
/** More never waits, whatever the patience. */
const MOST_BYTES = 10 * 1024 * 1024;
/** Of the rate, what the newest fragment counts for. */
const NEWEST = 0.1;

/**
 * One browser that watches a stream: `{mime, …}` and the first bytes, then fragments. A browser on a slow line loses
 * whole groups of pictures, up to the next key frame, and is told how much (`{"skipped": ms}`), so that its player
 * goes on there; what waits for it stays bounded.
 */
export class Viewer {
  readonly #parts: ViewerParts;
  /** Of the stream, averaged. */
  #bytesPerMs = 0;
  #fullSince: number | undefined;
  #skipping = false;
  #skippedMs = 0;

  constructor(parts: ViewerParts) {
    this.#parts = parts;
  }

  init({ data, ...about }: StreamInit): void {
    this.#fullSince = undefined;
    this.#skipping = false;
    this.#skippedMs = 0;
    this.#parts.outlet.send(JSON.stringify(about));
    this.#parts.outlet.send(data);
  }

  fragment({ data, key, durationMs }: Fragment): void {
    if (durationMs > 0) {
      const rate = data.length / durationMs;
      this.#bytesPerMs += (rate - this.#bytesPerMs) * (this.#bytesPerMs === 0 ? 1 : NEWEST);
    }
    const room = Math.max(LEAST_BYTES, this.#bytesPerMs * BEHIND_MS);
    const { outlet } = this.#parts;
    if (this.#skipping && key && outlet.bufferedAmount <= room / 4) this.#resume();
    else if (this.#isFull(room)) this.#skipping = true;
    if (this.#skipping) this.#skippedMs += durationMs;
    else outlet.send(data);
  }

  lost(reason: string): void {
    const { vi, en } = this.#parts.say(reason);
    this.#parts.outlet.send(JSON.stringify({ lost: reason, text: vi, textEn: en }));
  }

  #isFull(room: number): boolean {
    const { outlet, monotonic = () => performance.now() } = this.#parts;
    if (outlet.bufferedAmount <= room) {
      this.#fullSince = undefined;
      return false;
    }
    this.#fullSince ??= monotonic();
    return outlet.bufferedAmount > MOST_BYTES || monotonic() - this.#fullSince > PATIENCE_MS;
  }

  #resume(): void {
    this.#parts.outlet.send(JSON.stringify({ skipped: Math.round(this.#skippedMs) }));
    this.#skipping = false;
    this.#skippedMs = 0;
  }
}
