/** iPhones from iOS 17.1 on have only the managed one. */
interface ManagedWindow {
  ManagedMediaSource?: typeof MediaSource;
}

/** The browser's own way of being fed with pieces of video; undefined where it has none. */
function mediaSourceClass(): typeof MediaSource | undefined {
  return (window as ManagedWindow).ManagedMediaSource ?? window.MediaSource;
}

/** Whether pieces of video can be fed to this browser at all. */
export function canBeFed(): boolean {
  return mediaSourceClass() !== undefined;
}

/** Whether this browser says that it decodes it. */
export function canDecode(mime: string): boolean {
  return mediaSourceClass()?.isTypeSupported(mime) ?? false;
}

/** Seconds that stay behind the picture shown. */
const KEEP_BEHIND_S = 5;
const TRIM_AT_S = 10;
/** Bytes that may wait for a busy decoder; beyond it the player begins anew at the next key frame. */
const WAITING_MAX = 16 * 1_048_576;

export interface FeedOwner {
  /** The browser could not go on with what it was given: a new feed is needed. */
  broken(): void;
  /** A piece was taken. */
  fed(): void;
}

/** One stream from its first bytes on, put into a video element piece by piece. */
export class Feed {
  readonly #video: HTMLVideoElement;
  readonly #owner: FeedOwner;
  readonly #source: MediaSource;
  readonly #url: string;
  readonly #waiting: ArrayBuffer[] = [];
  readonly #onError = () => this.#fail();
  #waitingBytes = 0;
  #buffer: SourceBuffer | undefined;
  #closed = false;

  constructor(video: HTMLVideoElement, mime: string, owner: FeedOwner) {
    const Source = mediaSourceClass();
    if (!Source) throw new Error('this browser has no MediaSource');
    this.#video = video;
    this.#owner = owner;
    this.#source = new Source();
    this.#url = URL.createObjectURL(this.#source);
    // A managed source opens only where the video cannot be sent to another screen.
    video.disableRemotePlayback = true;
    video.src = this.#url;
    video.addEventListener('error', this.#onError);
    this.#source.addEventListener('sourceopen', () => this.#open(mime), { once: true });
  }

  append(bytes: ArrayBuffer): void {
    if (this.#closed) return;
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.byteLength;
    if (this.#waitingBytes > WAITING_MAX) this.#fail();
    else this.#next();
  }

  close(): void {
    this.#closed = true;
    this.#waiting.length = 0;
    this.#video.removeEventListener('error', this.#onError);
    URL.revokeObjectURL(this.#url);
  }

  #open(mime: string): void {
    if (this.#closed) return;
    try {
      const buffer = this.#source.addSourceBuffer(mime);
      buffer.addEventListener('updateend', () => {
        if (this.#closed) return;
        this.#owner.fed();
        this.#next();
      });
      buffer.addEventListener('error', this.#onError);
      this.#buffer = buffer;
      this.#next();
    } catch {
      this.#fail();
    }
  }

  #next(): void {
    const buffer = this.#buffer;
    if (!buffer || buffer.updating || this.#closed || this.#source.readyState !== 'open') return;
    try {
      if (this.#trim(buffer)) return;
      const bytes = this.#waiting.shift();
      if (!bytes) return;
      this.#waitingBytes -= bytes.byteLength;
      buffer.appendBuffer(bytes);
    } catch {
      this.#fail();
    }
  }

  /** What lies far behind is given back; true while that is under way. */
  #trim(buffer: SourceBuffer): boolean {
    const { buffered } = buffer;
    const { currentTime } = this.#video;
    if (buffered.length === 0 || currentTime - buffered.start(0) < TRIM_AT_S) return false;
    buffer.remove(0, currentTime - KEEP_BEHIND_S);
    return true;
  }

  #fail(): void {
    if (this.#closed) return;
    this.close();
    this.#owner.broken();
  }
}
