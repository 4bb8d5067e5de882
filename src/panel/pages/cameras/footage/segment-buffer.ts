/** The day, and what its last piece reaches beyond it. */
const DAY_S = 25 * 3_600;
/** So many seconds that were seen stay, for a step back. */
const BEHIND_S = 20;
const FULL_WAIT_MS = 500;

/**
 * The browser's buffer of pictures, one thing after the other: everything waits for what was asked before. The time of
 * the video is that of the day.
 */
export class SegmentBuffer {
  readonly #video: HTMLVideoElement;
  readonly #source = new MediaSource();
  readonly #url: string;
  readonly #opened: Promise<void>;
  #buffer: SourceBuffer | undefined;
  #mime = '';
  isClosed = false;

  constructor(video: HTMLVideoElement) {
    this.#video = video;
    this.#url = URL.createObjectURL(this.#source);
    this.#opened = new Promise((resolve) =>
      this.#source.addEventListener(
        'sourceopen',
        () => {
          this.#source.duration = DAY_S;
          resolve();
        },
        { once: true },
      ),
    );
    video.src = this.#url;
  }

  canPlay(mime: string): boolean {
    return MediaSource.isTypeSupported(mime);
  }

  /** Whether the picture of this second is there. */
  holds(second: number): boolean {
    return this.endAt(second) !== undefined;
  }

  /** Whether any picture between these seconds is there. */
  hasWithin(from: number, to: number): boolean {
    return this.#ranges().some(({ start, end }) => start < to && end > from);
  }

  /** Seconds of pictures that are there from the playing one on. */
  ahead(): number {
    const { currentTime } = this.#video;
    return this.#ranges().reduce(
      (sum, { start, end }) => sum + Math.max(0, end - Math.max(start, currentTime)),
      0,
    );
  }

  /** Where pictures go on, where there is none at this second or it is within `edge` of a hole. */
  next(second: number, edge: number): number | undefined {
    const ranges = this.#ranges();
    if (ranges.some(({ start, end }) => second >= start && second < end - edge)) return undefined;
    return ranges.find(({ start }) => start > second)?.start;
  }

  /** Where the pictures around this second end. */
  endAt(second: number): number | undefined {
    return this.#ranges().find(({ start, end }) => second >= start && second < end)?.end;
  }

  /** What is appended from now on is of this type, its second 0 at `offset`. */
  async begin(mime: string, offset: number, signal: AbortSignal): Promise<void> {
    await this.#opened;
    signal.throwIfAborted();
    if (!this.#buffer) {
      this.#buffer = this.#source.addSourceBuffer(mime);
    } else {
      await this.#idle(this.#buffer);
      signal.throwIfAborted();
      // Half a fragment may wait there for its other half.
      this.#buffer.abort();
      if (mime !== this.#mime) this.#buffer.changeType(mime);
    }
    this.#mime = mime;
    this.#buffer.timestampOffset = offset;
  }

  async append(bytes: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<void> {
    const buffer = this.#buffer;
    if (!buffer) return;
    for (;;) {
      await this.#idle(buffer);
      signal.throwIfAborted();
      try {
        buffer.appendBuffer(bytes);
        break;
      } catch (error) {
        if (!(error instanceof DOMException && error.name === 'QuotaExceededError')) throw error;
        // Full: room comes with what has been seen.
        await this.forgetBehind(signal, 2);
        await new Promise((resolve) => setTimeout(resolve, FULL_WAIT_MS));
      }
    }
    await this.#idle(buffer);
  }

  async forgetBehind(signal: AbortSignal, keep = BEHIND_S): Promise<void> {
    const [first] = this.#ranges();
    const until = this.#video.currentTime - keep;
    if (!this.#buffer || !first || first.start >= until - BEHIND_S) return;
    await this.#idle(this.#buffer);
    signal.throwIfAborted();
    this.#buffer.remove(0, until);
    await this.#idle(this.#buffer);
  }

  async clear(signal: AbortSignal): Promise<void> {
    if (!this.#buffer) return;
    await this.#idle(this.#buffer);
    signal.throwIfAborted();
    this.#buffer.abort();
    this.#buffer.remove(0, Number.POSITIVE_INFINITY);
    await this.#idle(this.#buffer);
  }

  close(): void {
    this.isClosed = true;
    this.#video.removeAttribute('src');
    this.#video.load();
    URL.revokeObjectURL(this.#url);
  }

  #ranges(): { start: number; end: number }[] {
    // After an error of the video the browser takes the buffer away.
    if (!this.#buffer || this.#source.readyState === 'closed') return [];
    const { buffered } = this.#buffer;
    return Array.from({ length: buffered.length }, (_, i) => ({
      start: buffered.start(i),
      end: buffered.end(i),
    }));
  }

  #idle(buffer: SourceBuffer): Promise<void> {
    if (!buffer.updating) return Promise.resolve();
    return new Promise((resolve) => buffer.addEventListener('updateend', () => resolve(), { once: true }));
  }
}
