import { WebSocket } from 'ws';

export interface WebMessage {
  type: string;
  [key: string]: unknown;
}

/** What the page /loa says and hears, without the page: for tests of the box’s side. */
export class WebSpeaker {
  readonly heard: WebMessage[] = [];
  readonly #socket: WebSocket;
  closed: number | undefined;

  /** @param origin `http://127.0.0.1:8081`: where the page came from */
  constructor(origin: string) {
    this.#socket = new WebSocket(`${origin.replace('http', 'ws')}/loa/socket`, { origin });
    this.#socket.on('message', (data) => this.heard.push(JSON.parse(String(data))));
    this.#socket.on('close', (code) => {
      this.closed = code;
    });
    this.#socket.on('error', () => {});
  }

  opened(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.once('open', () => resolve());
      this.#socket.once('error', reject);
    });
  }

  hello(token: unknown): void {
    this.say({ type: 'hello', v: 1, token });
  }

  say(message: object): void {
    this.sayRaw(JSON.stringify(message));
  }

  sayRaw(data: string | Buffer): void {
    this.#socket.send(data);
  }

  close(): void {
    this.#socket.terminate();
  }
}
