import type { VideoCodec } from './codec.ts';

const SIZE_BYTES = 2;
const FIRST_PART = 0x80;
const LAST_PART = 0x40;

export interface UnitSink {
  /** A whole NAL unit, or the first part of one. The bytes are lent until the return. */
  begin(bytes: Buffer): void;
  /** More of the unit that was begun last. */
  append(bytes: Buffer): void;
  /** The unit that was begun last is whole. */
  end(): void;
  /** The unit that was begun last will never be whole. */
  drop(): void;
}

/** Takes NAL units out of RTP payloads (RFC 6184 5.6–5.8, RFC 7798 4.4), in their order. */
export class NalUnits {
  readonly #codec: VideoCodec;
  readonly #sink: UnitSink;
  #isOpen = false;

  constructor(codec: VideoCodec, sink: UnitSink) {
    this.#codec = codec;
    this.#sink = sink;
  }

  push(payload: Buffer): void {
    const { headerBytes, typeOf, aggregation, fragment } = this.#codec;
    if (payload.length <= headerBytes) return;
    const type = typeOf(payload[0] ?? 0);
    if (type === fragment) {
      this.#part(payload);
      return;
    }
    this.lost();
    if (type === aggregation) this.#several(payload.subarray(headerBytes));
    // Interleaved modes and the types of later standards are none of these.
    else if (type < aggregation) this.#whole(payload);
  }

  /** What comes next does not follow on what came last. */
  lost(): void {
    if (this.#isOpen) this.#sink.drop();
    this.#isOpen = false;
  }

  #whole(unit: Buffer): void {
    this.#sink.begin(unit);
    this.#sink.end();
  }

  #several(units: Buffer): void {
    for (let at = 0; at + SIZE_BYTES < units.length; ) {
      const from = at + SIZE_BYTES;
      const to = from + units.readUInt16BE(at);
      if (to > units.length) return;
      if (to > from) this.#whole(units.subarray(from, to));
      at = to;
    }
  }

  #part(payload: Buffer): void {
    const { headerBytes } = this.#codec;
    const head = payload[headerBytes] ?? 0;
    const bytes = payload.subarray(headerBytes + 1);
    if (head & FIRST_PART) {
      this.lost();
      this.#sink.begin(this.#headerOf(payload, head));
      this.#isOpen = true;
    }
    if (!this.#isOpen) return;
    this.#sink.append(bytes);
    if ((head & LAST_PART) === 0) return;
    this.#isOpen = false;
    this.#sink.end();
  }

  /** The unit's own header, of the payload's and the type behind it. */
  #headerOf(payload: Buffer, head: number): Buffer {
    const first = payload[0] ?? 0;
    return this.#codec.headerBytes === 1
      ? Buffer.from([(first & 0xe0) | (head & 0x1f)])
      : Buffer.from([(first & 0x81) | ((head & 0x3f) << 1), payload[1] ?? 0]);
  }
}
