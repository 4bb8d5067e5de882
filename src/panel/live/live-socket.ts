/** What the station says of a stream before its first bytes (src/cameras/media/viewer.ts). */
export interface StreamAbout {
  /** `video/mp4; codecs="avc1.64001f,mp4a.40.2"` */
  mime: string;
  /** `h264`, `hevc` … */
  video: string;
  width: number;
  height: number;
  audio: boolean;
}

/** Why there is no picture, in both languages. */
export interface Lost {
  reason: string;
  text: string;
  textEn: string;
}

export interface LiveSocketListener {
  about(about: StreamAbout): void;
  /** The first bytes of a stream, then its fragments, in order. */
  bytes(bytes: ArrayBuffer): void;
  lost(lost: Lost): void;
  /** The connection opened (true) or broke (false); it is tried again by itself. */
  connected(isConnected: boolean): void;
  /** The station refuses: the session has ended, or this person may not see it. It is not tried again. */
  refused(): void;
}

const RETRY_MS = [500, 1_000, 2_000, 5_000];
/** The station closes with this when the session ends. */
const SESSION_ENDED = 4401;

export const livePath = (cameraId: string, stream: 'main' | 'sub', kind: 'live' | 'mpeg1' = 'live') =>
  `/api/cameras/${kind}?${new URLSearchParams({ camera: cameraId, stream })}`;

/** A WebSocket address on the station that this page came from. */
export function socketUrl(path: string): string {
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
    this.#socket?.close();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#socket?.close();
  }

  #open(): void {
    const socket = new WebSocket(socketUrl(this.#path));
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.onopen = () => {
      this.#failures = 0;
      this.#listener.connected(true);
    };
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data !== 'string') this.#listener.bytes(data);
      else this.#hear(JSON.parse(data) as StreamAbout | { lost: string; text: string; textEn: string });
    };
    socket.onclose = ({ code }) => {
      if (this.#closed) return;
      this.#listener.connected(false);
      if (code === SESSION_ENDED) this.#listener.refused();
      else this.#retry = setTimeout(() => this.#open(), this.#waitMs());
    };
  }

  #hear(said: StreamAbout | { lost: string; text: string; textEn: string }): void {
    if ('mime' in said) this.#listener.about(said);
    else if ('lost' in said) this.#listener.lost({ reason: said.lost, text: said.text, textEn: said.textEn });
  }

  #waitMs(): number {
    const wait = RETRY_MS[Math.min(this.#failures++, RETRY_MS.length - 1)] ?? 0;
    // 16 tiles are not to come back in one moment.
    return wait * (0.8 + Math.random() * 0.4);
  }
}
