import { forgetLastPicture, keepLastPicture } from './last-picture.ts';
import { towardsEdge } from './live-edge.ts';
import { LiveSocket, livePath } from './live-socket.ts';
import { type LiveState, type Player, type PlayerOptions, STALE_MS, type StreamAbout } from './live-state.ts';
import { canDecode, Feed } from './media-source.ts';

const LOOK_MS = 250;
/** A browser that says it decodes and then does not, so many times in a row, does not. */
const MOST_BREAKS = 3;

/**
 * One camera live in one video element: joins the stream, stays near the present, and begins anew after whatever
 * breaks: the connection, the camera, the decoder.
 */
export class LivePlayer implements Player {
  readonly #video: HTMLVideoElement;
  readonly #last: HTMLCanvasElement;
  readonly #onState: (state: LiveState) => void;
  readonly #socket: LiveSocket;
  readonly #looks: ReturnType<typeof setInterval>;
  #feed: Feed | undefined;
  #about: StreamAbout | undefined;
  #state: LiveState = { is: 'connecting' };
  #heardAt = performance.now();
  /** Where the picture last stood, seconds, and since when. */
  #stood = { at: -1, since: 0 };
  /** End of what the browser holds, and how much the newest piece has added to it, seconds. */
  #end = 0;
  #pieceS = 0;
  #breaks = 0;
  #closed = false;

  /** @param last takes the last picture while there is no newer one */
  constructor(video: HTMLVideoElement, last: HTMLCanvasElement, options: PlayerOptions) {
    this.#video = video;
    this.#last = last;
    this.#onState = options.onState;
    video.muted = options.muted;
    this.#socket = new LiveSocket(livePath(options.cameraId, options.stream), {
      about: (about) => this.#begin(about),
      bytes: (bytes) => {
        this.#heardAt = performance.now();
        this.#feed?.append(bytes);
      },
      lost: (why) => this.#say({ is: 'lost', why }),
      broken: () => this.#say({ is: 'lost', why: 'station' }),
      doubted: options.onDoubt,
      refused: () => this.#say({ is: 'refused' }),
    });
    this.#looks = setInterval(() => this.#look(), LOOK_MS);
  }

  resume(): void {
    this.#video.play().then(
      () => this.#follow(),
      () => {},
    );
  }

  setMuted(isMuted: boolean): void {
    this.#video.muted = isMuted;
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#looks);
    this.#socket.close();
    this.#feed?.close();
    keepLastPicture(this.#video, this.#last);
    this.#video.removeAttribute('src');
    this.#video.load();
  }

  #begin(about: StreamAbout): void {
    this.#feed?.close();
    this.#feed = undefined;
    this.#about = about;
    this.#end = 0;
    this.#pieceS = 0;
    if (!canDecode(about.mime) || this.#breaks >= MOST_BREAKS) {
      this.#say({ is: 'undecodable', about });
      return;
    }
    keepLastPicture(this.#video, this.#last);
    this.#feed = new Feed(this.#video, about.mime, {
      fed: () => this.#follow(),
      broken: () => this.#beginAnew(),
    });
  }

  /** The browser could not go on. */
  #beginAnew(): void {
    this.#breaks++;
    this.#feed?.close();
    this.#feed = undefined;
    this.#say({ is: 'lost', why: 'waiting' });
    this.#socket.restart();
  }

  /** After each piece: near the present, and moving. */
  #follow(): void {
    const video = this.#video;
    const ranges = Array.from(
      { length: video.buffered.length },
      (_, i) => [video.buffered.start(i), video.buffered.end(i)] as const,
    );
    const end = ranges.at(-1)?.[1] ?? 0;
    if (end > this.#end) this.#pieceS = this.#end === 0 ? 0 : Math.min(end - this.#end, 2);
    this.#end = end;
    const { seek, rate } = towardsEdge(ranges, video.currentTime, video.playbackRate, this.#pieceS);
    if (seek !== undefined) video.currentTime = seek;
    if (video.playbackRate !== rate) video.playbackRate = rate;
    // A page that was in the background has been paused by the browser.
    if (video.paused && ranges.length > 0) {
      video.play().catch((error: unknown) => {
        if (error instanceof DOMException && error.name === 'NotAllowedError') this.#say({ is: 'blocked' });
      });
    } else if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) this.#shows();
  }

  #shows(): void {
    if (this.#state.is === 'playing') return;
    forgetLastPicture(this.#last);
    this.#say({ is: 'playing', about: this.#about });
  }

  #look(): void {
    if (this.#state.is !== 'playing') return;
    const now = performance.now();
    const { currentTime } = this.#video;
    if (currentTime !== this.#stood.at) this.#stood = { at: currentTime, since: now };
    if (now - this.#heardAt > STALE_MS) this.#say({ is: 'lost', why: 'waiting' });
    // Pieces come, and nothing moves: the decoder is stuck without a word.
    else if (now - this.#stood.since > STALE_MS) this.#beginAnew();
    else if (this.#video.getVideoPlaybackQuality().totalVideoFrames > 50) this.#breaks = 0;
  }

  #say(state: LiveState): void {
    if (this.#closed) return;
    this.#state = state;
    this.#onState(state);
  }
}
