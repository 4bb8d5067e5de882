import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { http } from '../../../protocols/node-http.ts';

const LOOPBACK = '127.0.0.1';
const TOKEN_BYTES = 24;

/** One stream of ours, for one program of ours. */
export interface Offer {
  /** Good for one request; it shows in the list of processes, and is of no use to anybody after the program. */
  url: string;
  /** Bytes that were written and have not been read. */
  readonly buffered: number;
  write(data: Buffer): void;
  close(): void;
}

interface Waiting {
  /** What was written before the program asked. */
  early: Buffer[];
  reader: ServerResponse | undefined;
}

/**
 * Hands streams to our own programs over a port of 127.0.0.1, opened with the first: each has an address that nobody
 * can guess, and only its first request is answered.
 */
export class Loopback {
  readonly #waiting = new Map<string, Waiting>();
  #server: Server | undefined;
  #opening: Promise<unknown> | undefined;

  /** Opens the port, where it is not. */
  async ready(): Promise<void> {
    if (!this.#server) {
      this.#server = http.createServer((request, response) => this.#answer(request.url ?? '', response));
      this.#opening = once(this.#server.listen(0, LOOPBACK), 'listening');
    }
    await this.#opening;
  }

  /** Once it is ready. */
  offer(): Offer {
    const path = `/${randomBytes(TOKEN_BYTES).toString('base64url')}`;
    const own: Waiting = { early: [], reader: undefined };
    this.#waiting.set(path, own);
    const { port } = this.#server?.address() as AddressInfo;
    return {
      url: `http://${LOOPBACK}:${port}${path}`,
      get buffered() {
        return own.reader?.writableLength ?? own.early.reduce((sum, { length }) => sum + length, 0);
      },
      write(data) {
        if (!own.reader) own.early.push(data);
        else if (!own.reader.destroyed) own.reader.write(data);
      },
      close: () => {
        own.reader?.destroy();
        this.#waiting.delete(path);
      },
    };
  }

  close(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
    this.#server = undefined;
  }

  #answer(path: string, response: ServerResponse): void {
    const own = this.#waiting.get(path);
    if (!own || own.reader) {
      response.writeHead(404, { connection: 'close' }).end();
      return;
    }
    own.reader = response;
    response.on('error', () => {});
    response.writeHead(200, { 'content-type': 'video/mp4', connection: 'close' });
    for (const data of own.early) response.write(data);
    own.early = [];
  }
}
