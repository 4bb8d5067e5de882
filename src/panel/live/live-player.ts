import { towardsEdge } from './live-edge.ts';
import { LiveSocket, type Lost, livePath, type StreamAbout } from './live-socket.ts';
import { canDecode, Feed } from './media-source.ts';

export type LiveState =
  | { is: 'connecting' }
  | { is: 'playing'; about: StreamAbout }
  | { is: 'lost'; lost: Lost | null }
  /** This browser does not decode it. */
  | { is: 'undecodable'; about: StreamAbout }
  | { is: 'refused' };

/** How long nothing may come before the picture counts as standing. */
const STALE_MS = 5_000;
const LOOK_MS = 250;

/**
 * One camera live in one video element: joins the stream, stays near the present, and begins anew after whatever
 * breaks: the connection, the camera, the decoder.
 */
export class LivePlayer {
  readonly #video: HTMLVideoElement;
  readonly #onState: (state: LiveState) => void;
  readonly #socket: LiveSocket;
  readonly #looks: ReturnType<typeof setInterval>;
  #feed: Feed | undefined;
  #about: StreamAbout | undefined;
  #state: LiveState = { is: 'connecting' };
  #heardAt = performance.now();
  #closed = false;

  constructor(
    video: HTMLVideoElement,
    { cameraId, stream }: { cameraId: string; stream: 'main' | 'sub' },
    onState: (state: LiveState) => void,
  ) {
    this.#video = video;
    this.#onState = onState;
    this.#socket = new LiveSocket(livePath(cameraId, stream), {
      about: (about) => this.#begin(about),
      bytes: (bytes) => {
        this.#heardAt = performance.now();
        this.#feed?.append(bytes);
      },
      lost: (lost) => this.#say({ is: 'lost', lost }),
      connected: (isConnected) => {
        if (!isConnected) this.#say({ is: 'lost', lost: null });
      },
      refused: () => this.#say({ is: 'refused' }),
    });
    this.#looks = setInterval(() => this.#look(), LOOK_MS);
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#looks);
    this.#socket.close();
    this.#feed?.close();
    this.#video.removeAttribute('src');
    this.#video.load();
  }

  #begin(about: StreamAbout): void {
    this.#feed?.close();
    this.#feed = undefined;
    this.#about = about;
    if (!canDecode(about.mime)) {
      this.#say({ is: 'undecodable', about });
      return;
    }
    this.#feed = new Feed(this.#video, about.mime, {
      fed: () => this.#follow(),
      broken: () => {
        this.#feed = undefined;
        this.#say({ is: 'lost', lost: null });
        this.#socket.restart();
      },
    });
  }

  /** After each piece: near the present, and moving. */
  #follow(): void {
    const video = this.#video;
    const ranges = Array.from(
      { length: video.buffered.length },
      (_, i) => [video.buffered.start(i), video.buffered.end(i)] as const,
    );
    const { seek, rate } = towardsEdge(ranges, video.currentTime, video.playbackRate);
    if (seek !== undefined) video.currentTime = seek;
    if (video.playbackRate !== rate) video.playbackRate = rate;
    // A page that was in the background has been paused by the browser.
    if (video.paused) video.play().catch(() => {});
    if (this.#about && ranges.length > 0) this.#say({ is: 'playing', about: this.#about });
  }

  #look(): void {
    if (this.#closed || this.#state.is !== 'playing') return;
    if (performance.now() - this.#heardAt > STALE_MS) this.#say({ is: 'lost', lost: null });
  }

  #say(state: LiveState): void {
    if (this.#closed) return;
    const isSame = state.is === this.#state.is && (state.is === 'playing' || state.is === 'connecting');
    this.#state = state;
    if (!isSame) this.#onState(state);
  }
}
