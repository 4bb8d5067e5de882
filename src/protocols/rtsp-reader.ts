const HEAD_MAX = 16_384;
const BODY_MAX = 65_536;
export const DOLLAR = 0x24;
export const FRAME_HEAD = 4;
const NOTHING = Buffer.alloc(0);
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

  get body(): string {
    return this.#body.toString('utf8');
  }

  /** As it goes over the wire, with another first line and one header more where given. */
  bytes(first = this.first, extra?: string): Buffer {
    const lines = [first, ...this.#headers, ...(extra === undefined ? [] : [extra])];
    return Buffer.concat([Buffer.from(lines.join('\r\n') + HEAD_END, 'latin1'), this.#body]);
  }
}

/** The message at the beginning of these bytes and its length; undefined while it is not whole. Throws where it is none. */
export function messageAt(bytes: Buffer): { message: RtspMessage; length: number } | undefined {
  const text = bytes.toString('latin1', 0, HEAD_MAX);
  // Some end their lines without CR.
  const blank = /\r?\n\r?\n/.exec(text);
  if (!blank) {
    if (bytes.length >= HEAD_MAX) throw new Error('the head of an RTSP message is too large');
    return undefined;
  }
  const [first = '', ...headers] = text.slice(0, blank.index).split(/\r?\n/);
  const lengths = headers.filter((header) => /^content-length\s*:/i.test(header));
  const bodyLength = Number(lengths[0]?.split(':')[1] ?? 0);
  if (!Number.isInteger(bodyLength) || bodyLength < 0 || bodyLength > BODY_MAX) {
    throw new Error('the body of an RTSP message is too large');
  }
  const bodyAt = blank.index + blank[0].length;
  const length = bodyAt + bodyLength;
  if (bytes.length < length) return undefined;
  return { message: new RtspMessage(first, headers, bytes.subarray(bodyAt, length)), length };
}

/** Bytes of the interleaved frame that begins here with `$`, the channel and a length (RFC 2326 10.12); undefined: more. */
export function frameLengthAt(bytes: Buffer, at = 0): number | undefined {
  if (bytes.length - at < FRAME_HEAD) return undefined;
  const length = FRAME_HEAD + bytes.readUInt16BE(at + 2);
  return bytes.length - at < length ? undefined : length;
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
    if (this.#rest[0] === DOLLAR) {
      const length = frameLengthAt(this.#rest);
      return length === undefined ? undefined : new RtspMessage('', [], NOTHING, this.#take(length));
    }
    const found = messageAt(this.#rest);
    if (found) this.#take(found.length);
    return found?.message;
  }

  #take(length: number): Buffer {
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return taken;
  }
}
