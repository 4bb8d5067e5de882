import type { SegmentView } from '../../../../cameras/recording/schemas.ts';
import { fillDay, type OpenBytes } from './fill-day.ts';
import type { FootageQueue } from './footage-queue.ts';
import { SegmentBuffer } from './segment-buffer.ts';

export type PlayerState =
  /** Nothing was asked for yet. */
  | 'idle'
  /** Pictures are on their way. */
  | 'loading'
  | 'ready'
  /** Nothing is recorded behind this. */
  | 'end'
  /** The browser has no decoder for what the camera sends. */
  | 'undecodable'
  | 'failed';

export interface Jump {
  from: number;
  to: number;
  /** It was recorded, but without a picture that a browser could begin with (a key frame). */
  isHidden: boolean;
}

export interface PlayerReport {
  state: PlayerState;
  /** Of `failed`; null where the browser gave up on the pictures. */
  error: unknown;
  /** A hole that was jumped over, UTC ms; the last one. */
  jumped: Jump | null;
  /** Of `end`: from here on there is a recording, UTC ms, that this browser cannot begin anywhere. */
  hiddenFrom: number | null;
  /** The piece that is shown, or that cannot be. */
  segment: SegmentView | null;
}

export const IDLE: PlayerReport = {
  state: 'idle',
  error: null,
  jumped: null,
  hiddenFrom: null,
  segment: null,
};

export interface PlayerParts {
  video: HTMLVideoElement;
  queue: FootageQueue;
  open: OpenBytes;
  /** Second 0 of the video, UTC ms: its time is that of the day. */
  origin: number;
  /** Told often. */
  report(change: Partial<PlayerReport>): void;
}

/** A hole this short is between two pieces that meet: it is passed without a word. */
const QUIET_S = 1.5;
/** How close to the end of what is there a picture stands still, in seconds. */
const EDGE_S = 0.3;
const LOOK_MS = 250;
/** That a hole was jumped over is told for so long. */
const TOLD_MS = 6_000;

/** Plays the pieces of a day one behind the other, wherever a person points to, by Media Source Extensions. */
export class FootagePlayer {
  readonly #parts: PlayerParts;
  readonly #buffer: SegmentBuffer;
  readonly #timer: ReturnType<typeof setInterval>;
  /** Pieces that are in the buffer, or were, in the order in which they are shown. */
  #shown: SegmentView[] = [];
  #work = new AbortController();
  /** What is still in the buffer is of another place. */
  #isMoving = false;
  /** Until when it is told that a hole was jumped over, by the page's own clock. */
  #toldUntil = 0;
  /** Nothing more comes, and this is why; shown once the playhead is there. */
  #ending: Partial<PlayerReport> | undefined;

  constructor(parts: PlayerParts) {
    this.#parts = parts;
    this.#buffer = new SegmentBuffer(parts.video);
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    parts.video.addEventListener('error', this.#broken);
  }

  /** Shows this instant (UTC ms), or what comes next behind it; what is there already is shown at once. */
  seek(at: number): void {
    const { video, report } = this.#parts;
    const second = this.#secondOf(at);
    report({ jumped: null });
    if (this.#buffer.holds(second) && !this.#isMoving) {
      video.currentTime = second;
      return;
    }
    this.#work.abort();
    this.#work = new AbortController();
    const { signal } = this.#work;
    this.#isMoving = true;
    this.#ending = undefined;
    report({ state: 'loading', error: null, hiddenFrom: null });
    this.#fetch(at, signal).catch((error) => {
      if (!signal.aborted) report({ state: 'failed', error });
    });
  }

  close(): void {
    clearInterval(this.#timer);
    this.#work.abort();
    this.#parts.video.removeEventListener('error', this.#broken);
    this.#buffer.close();
  }

  #secondOf(at: number): number {
    return Math.max(0, (at - this.#parts.origin) / 1_000);
  }

  async #fetch(at: number, signal: AbortSignal): Promise<void> {
    const { queue, open, video, origin } = this.#parts;
    await this.#buffer.clear(signal);
    this.#shown = [];
    const first = await queue.at(at, signal);
    // Where nothing is recorded here, the picture stands at what comes next.
    const begin = Math.max(at, first?.from ?? at);
    video.currentTime = this.#secondOf(begin);
    this.#isMoving = false;
    this.#jump(this.#secondOf(at), this.#secondOf(begin));
    const end = await fillDay({
      first,
      queue,
      open,
      origin,
      buffer: this.#buffer,
      rate: () => video.playbackRate,
      shows: (segment) => this.#shown.push(segment),
      signal,
    });
    this.#ending = end ? { state: 'undecodable', segment: end } : { state: 'end' };
  }

  /** Over a hole to where the pictures go on; how it goes; and which piece it is. */
  #look(): void {
    const { video, origin, report } = this.#parts;
    if (this.#isMoving || this.#buffer.isClosed || video.error) return;
    const { currentTime } = video;
    const at = origin + (currentTime + EDGE_S) * 1_000;
    const segment = this.#shown.findLast(({ from }) => from <= at) ?? this.#shown[0];
    if (segment) report({ segment });
    if (performance.now() > this.#toldUntil) report({ jumped: null });
    const next = this.#buffer.next(currentTime, EDGE_S);
    if (next !== undefined) {
      this.#jump(this.#buffer.endAt(currentTime) ?? currentTime, next);
      video.currentTime = next + 0.01;
    } else if (this.#ending && this.#buffer.ahead() < EDGE_S) {
      video.pause();
      report({ ...this.#ending, hiddenFrom: this.#hiddenBehind(currentTime) });
    } else if (this.#shown.length > 0) {
      report({ state: this.#buffer.holds(currentTime) && !video.seeking ? 'ready' : 'loading' });
    }
  }

  /** From one second of the video to another: said, where it is more than the seam of two pieces. */
  #jump(from: number, to: number): void {
    if (to - from <= QUIET_S) return;
    const { origin, report } = this.#parts;
    this.#toldUntil = performance.now() + TOLD_MS;
    const hole = { from: origin + from * 1_000, to: origin + to * 1_000 };
    report({ jumped: { ...hole, isHidden: this.#recordedWithin(hole) !== undefined } });
  }

  /** A piece that reaches into a range, and more than by the seam to its neighbour. */
  #recordedWithin(range: { from: number; to: number }): SegmentView | undefined {
    const reach = ({ from, to }: SegmentView) => Math.min(to, range.to) - Math.max(from, range.from);
    return this.#shown.find((piece) => reach(piece) > QUIET_S * 1_000);
  }

  #hiddenBehind(second: number): number | null {
    const at = this.#parts.origin + second * 1_000;
    const piece = this.#recordedWithin({ from: at, to: Number.POSITIVE_INFINITY });
    return piece ? Math.max(piece.from, at) : null;
  }

  #broken = (): void => {
    // Emptied by ourselves when the page is left.
    if (!this.#parts.video.error || this.#buffer.isClosed) return;
    this.#work.abort();
    this.#parts.report({ state: 'failed', error: null });
  };
}
