/** One box of ISO/IEC 14496-12: its type and what is inside. */
export interface Box {
  type: string;
  body: Buffer;
}

export const HEADER_BYTES = 8;

/** What ffmpeg wrote is no fragmented MP4 of ours. */
export class BrokenMp4 extends Error {
  override readonly name = 'BrokenMp4';
}

/** The boxes that fill a buffer, one after another; those of 64 bits are none of ffmpeg's. Throws BrokenMp4. */
export function* boxesIn(data: Buffer): Generator<Box> {
  for (let at = 0; at < data.length; ) {
    if (data.length - at < HEADER_BYTES) throw new BrokenMp4('a box is cut short');
    const size = data.readUInt32BE(at);
    if (size < HEADER_BYTES || at + size > data.length) throw new BrokenMp4(`a box claims ${size} bytes`);
    yield {
      type: data.toString('latin1', at + 4, at + 8),
      body: data.subarray(at + HEADER_BYTES, at + size),
    };
    at += size;
  }
}

/** The first box of that type, or undefined. */
export function childOf(data: Buffer, type: string): Buffer | undefined {
  for (const box of boxesIn(data)) if (box.type === type) return box.body;
  return undefined;
}

/** The first box at the end of a path of types (`mdia/minf/stbl`). */
export function descend(data: Buffer, path: string): Buffer | undefined {
  let body: Buffer | undefined = data;
  for (const type of path.split('/')) body = body && childOf(body, type);
  return body;
}

/** A reader of fields in their order, which throws BrokenMp4 where they end too early. */
export class Fields {
  readonly #data: Buffer;
  #at = 0;

  constructor(data: Buffer) {
    this.#data = data;
  }

  get left(): number {
    return this.#data.length - this.#at;
  }

  u8(): number {
    return this.#take(1).readUInt8();
  }

  u16(): number {
    return this.#take(2).readUInt16BE();
  }

  u32(): number {
    return this.#take(4).readUInt32BE();
  }

  /** Exact up to 2^53: 285 years in ticks of a microsecond. */
  u64(): number {
    return this.u32() * 2 ** 32 + this.u32();
  }

  skip(bytes: number): void {
    this.#take(bytes);
  }

  rest(): Buffer {
    return this.#take(this.left);
  }

  #take(bytes: number): Buffer {
    if (bytes > this.left) throw new BrokenMp4('a box is shorter than its fields');
    const from = this.#at;
    this.#at += bytes;
    return this.#data.subarray(from, this.#at);
  }
}
