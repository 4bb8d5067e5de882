/** One RTP packet (RFC 3550, 5.1). */
export interface RtpPacket {
  payloadType: number;
  /** 32 bits of ticks. */
  timestamp: number;
  /** A view of the bytes that were given. */
  payload: Buffer;
}

const VERSION = 2;
const FIXED_BYTES = 12;
const EXTENSION_HEAD_BYTES = 4;

/** Undefined for what is none, or is cut short. */
export function readRtp(bytes: Buffer): RtpPacket | undefined {
  const first = bytes[0] ?? 0;
  if (bytes.length < FIXED_BYTES || first >> 6 !== VERSION) return undefined;
  let from = FIXED_BYTES + 4 * (first & 0x0f);
  if (first & 0x10) {
    if (from + EXTENSION_HEAD_BYTES > bytes.length) return undefined;
    from += EXTENSION_HEAD_BYTES + 4 * bytes.readUInt16BE(from + 2);
  }
  const padding = first & 0x20 ? (bytes[bytes.length - 1] ?? 0) : 0;
  const to = bytes.length - padding;
  if (from > to) return undefined;
  return {
    payloadType: (bytes[1] ?? 0) & 0x7f,
    timestamp: bytes.readUInt32BE(4),
    payload: bytes.subarray(from, to),
  };
}

const WRAP = 2 ** 32;

/** Makes 32-bit time stamps that wrap into numbers that go on; the first is 0. */
export class Ticks {
  #last: number | undefined;
  #total = 0;

  /** Each may be up to 2^31 before or after the last one. */
  of(timestamp: number): number {
    // Two's complement: the shorter way round.
    if (this.#last !== undefined) this.#total += (timestamp - this.#last) | 0;
    this.#last = timestamp % WRAP;
    return this.#total;
  }
}
