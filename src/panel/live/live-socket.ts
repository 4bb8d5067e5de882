import type { Lost, StreamAbout } from './live-state.ts';

export interface LiveSocketListener {
  about(about: StreamAbout): void;
  /** The first bytes of a stream, then its fragments, in order. */
  bytes(bytes: ArrayBuffer): void;
  lost(lost: Lost): void;
  /** The connection broke; it is tried again by itself. */
  broken(): void;
  /** It could not even be opened, twice: the station is away, or refuses. It is tried on. */
  doubted(): void;
  /** The session has ended. It is not tried again. */
  refused(): void;
}

/** `skipped`: pictures were left out for a slow line; the hole in the stream says the same (live-edge.ts). */
type Said = StreamAbout | { lost: string; text: string; textEn: string } | { skipped: number };

const RETRY_MS = [500, 1_000, 2_000, 5_000];
/** The station closes with this when the session ends. */
const SESSION_ENDED = 4401;

export const livePath = (cameraId: string, stream: 'main' | 'sub', kind: 'live' | 'mpeg1' = 'live') =>
  `/api/cameras/${kind}?${new URLSearchParams({ camera: cameraId, stream })}`;

/** A WebSocket address on the station that this page came from. */
function socketUrl(path: string): string {
  const url = new URL(path, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** The stream of one camera, for as long as it is open; begins anew whenever the connection breaks. */
export class LiveSocket {
  readonly #path: string;
  readonly #listener: LiveSocketListener;
  #socket: WebSocket | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #closed = false;

  constructor(path: string, listener: LiveSocketListener) {
    this.#path = path;
    this.#listener = listener;
    this.#open();
  }

  /** Asks for the stream from its beginning. */
  restart(): void {
    if (!this.#socket) return;
    this.#socket.onclose = null;
    this.#socket.close();
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#open(), this.#waitMs());
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#socket?.close();
  }

  #open(): void {
    const socket = new WebSocket(socketUrl(this.#path));
    let heard = false;
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      // What was under way when the picture was closed, or begun anew.
      if (this.#closed || socket !== this.#socket || socket.readyState !== WebSocket.OPEN) return;
      heard = true;
      if (typeof data !== 'string') this.#listener.bytes(data);
      else this.#hear(JSON.parse(data) as Said);
    };
    socket.onclose = ({ code }) => {
      if (this.#closed) return;
      this.#failures = heard ? 0 : this.#failures + 1;
      if (code === SESSION_ENDED) {
        this.#listener.refused();
        return;
      }
      this.#listener.broken();
      if (this.#failures === 2) this.#listener.doubted();
      this.#retry = setTimeout(() => this.#open(), this.#waitMs());
    };
  }

  #hear(said: Said): void {
    if ('mime' in said) this.#listener.about(said);
    else if ('lost' in said) this.#listener.lost({ reason: said.lost, text: said.text, textEn: said.textEn });
  }

  #waitMs(): number {
    const wait = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)] ?? 0;
    // 16 tiles are not to come back in one moment.
    return wait * (0.8 + Math.random() * 0.4);
  }
}
