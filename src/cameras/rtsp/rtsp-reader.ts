const HEAD_MAX = 16_384;
const BODY_MAX = 65_536;
const DOLLAR = 0x24;
const FRAME_HEAD = 4;
const HEAD_END = '\r\n\r\n';

/** One request or answer of RTSP (RFC 2326), or one interleaved frame of it. */
export class RtspMessage {
  /** The request or status line; '' for a frame. */
  readonly first: string;
  readonly frame: Buffer | undefined;
  readonly #headers: readonly string[];
  readonly #body: Buffer;

  constructor(first: string, headers: readonly string[], body: Buffer, frame?: Buffer) {
    this.first = first;
    this.frame = frame;
    this.#headers = headers;
    this.#body = body;
  }

  /** Of an answer; 0 for a request. */
  get status(): number {
    return Number(/^RTSP\/\d\.\d (\d{3})/.exec(this.first)?.[1] ?? 0);
  }

  /** The values of every header of that name (lower case). */
  all(name: string): string[] {
    return this.#headers.flatMap((header) => {
      const colon = header.indexOf(':');
      return header.slice(0, colon).trim().toLowerCase() === name ? [header.slice(colon + 1).trim()] : [];
    });
  }

  /** The same without any header of that name (lower case). */
  without(name: string): RtspMessage {
    const isOther = (header: string) =>
      header
        .slice(0, Math.max(0, header.indexOf(':')))
        .trim()
        .toLowerCase() !== name;
    return new RtspMessage(this.first, this.#headers.filter(isOther), this.#body);
  }

  /** As it goes over the wire, with another first line and one header more where given. */
  bytes(first = this.first, extra?: string): Buffer {
    const lines = [first, ...this.#headers, ...(extra === undefined ? [] : [extra])];
    return Buffer.concat([Buffer.from(lines.join('\r\n') + HEAD_END, 'latin1'), this.#body]);
  }
}

/** Cuts a stream of RTSP into messages and frames; throws where what comes is none, or too large. */
export class RtspReader {
  readonly #onMessage: (message: RtspMessage) => void;
  #rest: Buffer = Buffer.alloc(0);

  constructor(onMessage: (message: RtspMessage) => void) {
    this.#onMessage = onMessage;
  }

  push(bytes: Buffer): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    let message = this.#next();
    while (message) {
      this.#onMessage(message);
      message = this.#next();
    }
  }

  #next(): RtspMessage | undefined {
    return this.#rest[0] === DOLLAR ? this.#nextFrame() : this.#nextMessage();
  }

  /** `$`, the channel and the length in two bytes (RFC 2326 10.12). */
  #nextFrame(): RtspMessage | undefined {
    if (this.#rest.length < FRAME_HEAD) return undefined;
    const length = FRAME_HEAD + this.#rest.readUInt16BE(2);
    if (this.#rest.length < length) return undefined;
    return new RtspMessage('', [], Buffer.alloc(0), this.#take(length));
  }

  #nextMessage(): RtspMessage | undefined {
    const end = this.#rest.indexOf(HEAD_END);
    if (end < 0 || end > HEAD_MAX) {
      if (this.#rest.length > HEAD_MAX) throw new Error('the head of an RTSP message is too large');
      return undefined;
    }
    const [first = '', ...headers] = this.#rest.toString('latin1', 0, end).split('\r\n');
    const lengths = headers.filter((header) => /^content-length\s*:/i.test(header));
    const length = Number(lengths[0]?.split(':')[1] ?? 0);
    if (!Number.isInteger(length) || length < 0 || length > BODY_MAX) {
      throw new Error('the body of an RTSP message is too large');
    }
    const bodyAt = end + HEAD_END.length;
    if (this.#rest.length < bodyAt + length) return undefined;
    const body = this.#take(bodyAt + length).subarray(bodyAt);
    return new RtspMessage(first, headers, body);
  }

  #take(length: number): Buffer {
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return taken;
  }
}
