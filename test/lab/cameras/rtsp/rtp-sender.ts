/** What is odd about a camera's packets of RTP (RFC 3550 5.1). */
export interface RtpOddities {
  /** Bytes of padding at the end of each packet. */
  padding?: number;
  /** With a header extension, as ONVIF's replay has it. */
  extension?: boolean;
  /** The last packet of a frame is marked; `never` and `always` are what some do. */
  marker?: 'never' | 'always';
  /** Where the counters begin. */
  sequence?: number;
  timestamp?: number;
  /** Of the packets: another sender's name from that frame on, with counters of its own. */
  newSourceAt?: number;
  /** Added to the times from that frame on, s. */
  jumpAt?: number;
  jumpSeconds?: number;
  /** Of a hundred packets, how many never come. */
  lost?: number;
  /** The payload type in the packets, where it is not the one that was described. */
  payloadType?: number;
  /** Every n-th packet comes after the next one. */
  swapEvery?: number;
}

const EXTENSION = Buffer.from([0xab, 0xac, 0, 1, 0, 0, 0, 0]);
const ANOTHER = 0x5151_0000;
/** Of the times, where nothing is said: some number, as it should be. */
const SOME_TIME = 305_419_896;

/** One stream of RTP of one camera, as an interleaved channel has it. */
export class RtpSender {
  readonly #type: number;
  readonly #rate: number;
  readonly #odd: RtpOddities;
  #ssrc: number;
  #sequence: number;
  #base: number;
  #frames = 0;
  #packets = 0;
  #bytes = 0;

  /** @param rate ticks a second */
  constructor(type: number, rate: number, odd: RtpOddities) {
    this.#type = odd.payloadType ?? type;
    this.#rate = rate;
    this.#odd = odd;
    this.#ssrc = 0x1234_0000 + type;
    this.#sequence = odd.sequence ?? 1;
    this.#base = odd.timestamp ?? SOME_TIME;
  }

  /** The packets of one frame. @param at seconds since the beginning */
  frame(payloads: readonly Buffer[], at: number): Buffer[] {
    const { newSourceAt, jumpAt, jumpSeconds = 0, marker, lost = 0, swapEvery } = this.#odd;
    this.#frames++;
    if (this.#frames === newSourceAt) {
      this.#ssrc = ANOTHER;
      this.#sequence = 40_000;
    }
    if (this.#frames === jumpAt) this.#base += jumpSeconds * this.#rate;
    const time = this.#timeAt(at);
    const packets = payloads.map((payload, i) => {
      const marked = marker === undefined ? i === payloads.length - 1 : marker === 'always';
      return this.#packet(payload, time, marked);
    });
    if (swapEvery && this.#frames % swapEvery === 0) packets.reverse();
    return packets.filter(() => ++this.#packets % 100 >= lost);
  }

  /** A sender report (RFC 3550 6.4.1). @param now UTC ms */
  report(at: number, now: number): Buffer {
    const report = Buffer.alloc(28);
    report.writeUInt32BE(0x80c8_0006, 0);
    report.writeUInt32BE(this.#ssrc, 4);
    report.writeUInt32BE(Math.floor(now / 1000) + 2_208_988_800, 8);
    report.writeUInt32BE(Math.floor((now % 1000) * 4_294_967.296), 12);
    report.writeUInt32BE(this.#timeAt(at), 16);
    report.writeUInt32BE(this.#packets, 20);
    report.writeUInt32BE(this.#bytes >>> 0, 24);
    return report;
  }

  #timeAt(seconds: number): number {
    return ((Math.round(this.#base + seconds * this.#rate) % 2 ** 32) >>> 0) as number;
  }

  #packet(payload: Buffer, time: number, marked: boolean): Buffer {
    const { padding = 0, extension } = this.#odd;
    const head = Buffer.alloc(12);
    head[0] = 0x80 | (padding > 0 ? 0x20 : 0) | (extension ? 0x10 : 0);
    head[1] = (marked ? 0x80 : 0) | this.#type;
    head.writeUInt16BE(this.#sequence, 2);
    head.writeUInt32BE(time, 4);
    head.writeUInt32BE(this.#ssrc, 8);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#bytes += payload.length;
    const pad = Buffer.alloc(padding);
    if (padding > 0) pad[padding - 1] = padding;
    return Buffer.concat([head, ...(extension ? [EXTENSION] : []), payload, pad]);
  }
}
