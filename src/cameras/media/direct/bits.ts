/** What is read is too short, or not what it claims to be. */
export class BrokenBits extends Error {
  override readonly name = 'BrokenBits';
}

const LONGEST_CODE = 32;

/** Reads bits and Exp-Golomb codes (ITU-T H.264, 9.1), the most significant first. Throws BrokenBits. */
export class Bits {
  readonly #data: Buffer;
  #at = 0;

  constructor(data: Buffer) {
    this.#data = data;
  }

  bit(): number {
    const byte = this.#data[this.#at >> 3];
    if (byte === undefined) throw new BrokenBits('a parameter set is cut short');
    return (byte >> (7 - (this.#at++ & 7))) & 1;
  }

  /** Up to 32. */
  bits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) value = value * 2 + this.bit();
    return value;
  }

  skip(count: number): void {
    this.#at += count;
  }

  /** ue(v) */
  unsigned(): number {
    let zeros = 0;
    while (this.bit() === 0) if (++zeros > LONGEST_CODE) throw new BrokenBits('no Exp-Golomb code');
    return 2 ** zeros - 1 + this.bits(zeros);
  }

  /** se(v) */
  signed(): number {
    const code = this.unsigned();
    return code & 1 ? (code + 1) / 2 : -code / 2;
  }
}

/** The payload of a NAL unit without its emulation prevention bytes: `00 00 03` becomes `00 00` (H.264, 7.4.1). */
export function withoutEmulation(nal: Buffer): Buffer {
  const plain = Buffer.alloc(nal.length);
  let length = 0;
  let zeros = 0;
  for (const byte of nal) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    plain[length++] = byte;
  }
  return plain.subarray(0, length);
}
