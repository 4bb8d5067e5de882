import { once } from 'node:events';
import { WebSocket } from 'ws';

export interface LiveClientOptions {
  /** `http://127.0.0.1:8080` */
  origin: string;
  /** `name=value` of the session. */
  cookie: string;
  /** `camera=ID&stream=main` */
  query: string;
  /** `live` where it is left out. */
  path?: 'live' | 'mpeg1';
  /** Hears all bytes, in their order. */
  heard?: (data: Buffer) => void;
}

/** Somebody who watches /api/cameras/live, without a screen: what came, counted. */
export class LiveClient {
  readonly #socket: WebSocket;
  readonly #openedAt = performance.now();
  readonly #heard: ((data: Buffer) => void) | undefined;
  /** Since the socket was opened. */
  firstFragmentMs: number | undefined;
  bytes = 0;
  fragments = 0;
  begun = 0;
  lost = 0;
  skippedMs = 0;

  constructor({ origin, cookie, query, path = 'live', heard }: LiveClientOptions) {
    this.#heard = heard;
    this.#socket = new WebSocket(`${origin.replace('http', 'ws')}/api/cameras/${path}?${query}`, {
      headers: { cookie },
    });
    this.#socket.on('error', () => {});
    this.#socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.#take(data);
      else this.#told(JSON.parse(data.toString()));
    });
  }

  async close(): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    const closed = once(this.#socket, 'close');
    this.#socket.close();
    await closed;
  }

  #take(data: Buffer): void {
    this.bytes += data.length;
    this.#heard?.(data);
    if (data.toString('latin1', 4, 8) === 'ftyp') return;
    this.fragments++;
    this.firstFragmentMs ??= performance.now() - this.#openedAt;
  }

  #told(told: { mime?: string; lost?: string; skipped?: number }): void {
    if (told.mime !== undefined) this.begun++;
    if (told.lost !== undefined) this.lost++;
    this.skippedMs += told.skipped ?? 0;
  }
}
