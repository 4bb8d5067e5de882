import type { VideoCodec } from './codec.ts';
import { NalUnits, type UnitSink } from './nal-units.ts';
import { CameraChanged, Unfit } from './unfit.ts';

/** One whole picture: its NAL units, each behind its length in four bytes, as MP4 has them. */
export interface Picture {
  /** Where it lies in `memory`. */
  from: number;
  to: number;
  ticks: number;
  key: boolean;
}

const LENGTH_BYTES = 4;
const FIRST_MEMORY = 256 * 1024;
/** A group of pictures of 64 Mbit/s between two looks is smaller. */
const MOST_MEMORY = 16 * 1024 * 1024;
const GROWS_BY = 2;
/** Of a picture: the parameter sets that it may bring, whatever their number. */
const LONGEST_SET = 1_024;
const FIRST_IN_PICTURE = 0x80;
/** Seconds: pictures are not held back longer, and a time stamp that leaps further is another clock's. */
const LEAP = 10;

/**
 * Gathers the NAL units of a stream into pictures. All units of one RTP time stamp are a picture, and it is whole when
 * another time stamp comes: cameras set the marker bit as they like.
 *
 * Throws Unfit for what only a decoder can put in order (pictures that refer forward, fields), CameraChanged for
 * another clock.
 */
export class Pictures implements UnitSink {
  readonly #codec: VideoCodec;
  readonly #units: NalUnits;
  readonly #leap: number;
  /** The newest parameter sets by type. */
  readonly sets = new Map<number, Buffer>();
  /** Whole ones, oldest first, until they are taken. */
  whole: Picture[] = [];
  memory = Buffer.allocUnsafeSlow(FIRST_MEMORY);
  #used = 0;
  #unitFrom = 0;
  #picture: (Picture & { slices: number }) | undefined;

  /** @param clockRate ticks a second */
  constructor(codec: VideoCodec, clockRate: number) {
    this.#codec = codec;
    this.#leap = LEAP * clockRate;
    this.#units = new NalUnits(codec, this);
  }

  /** The time stamp of the picture under way: where the last whole one ends. */
  get nextTicks(): number {
    return this.#picture?.ticks ?? 0;
  }

  push(ticks: number, payload: Buffer): void {
    if (this.#picture?.ticks !== ticks) {
      this.#units.lost();
      this.#finish(ticks);
    }
    this.#units.push(payload);
  }

  /** Forgets the whole ones, and uses their memory again. */
  taken(): void {
    this.whole = [];
    const from = this.#picture?.from ?? this.#used;
    this.memory.copyWithin(0, from, this.#used);
    this.#used -= from;
    this.#unitFrom -= from;
    if (!this.#picture) return;
    this.#picture.from = 0;
  }

  begin(bytes: Buffer): void {
    this.#unitFrom = this.#used;
    this.#reserve(LENGTH_BYTES);
    this.#used += LENGTH_BYTES;
    this.append(bytes);
  }

  append(bytes: Buffer): void {
    this.#reserve(bytes.length);
    bytes.copy(this.memory, this.#used);
    this.#used += bytes.length;
  }

  end(): void {
    const from = this.#unitFrom + LENGTH_BYTES;
    this.memory.writeUInt32BE(this.#used - from, this.#unitFrom);
    const { typeOf, sets, isSlice, isKey, headerBytes } = this.#codec;
    const type = typeOf(this.memory[from] ?? 0);
    if (sets.includes(type) && this.#used - from <= LONGEST_SET) {
      this.sets.set(type, Buffer.from(this.memory.subarray(from, this.#used)));
    }
    const picture = this.#picture;
    if (!picture || !isSlice(type)) return;
    const isFirst = ((this.memory[from + headerBytes] ?? 0) & FIRST_IN_PICTURE) !== 0;
    if (isFirst && picture.slices > 0) throw new Unfit('two pictures or fields with one time stamp');
    picture.slices++;
    if (isKey(type)) picture.key = true;
  }

  drop(): void {
    this.#used = this.#unitFrom;
  }

  #finish(next: number): void {
    const picture = this.#picture;
    if (picture && picture.slices > 0) {
      const step = next - picture.ticks;
      if (Math.abs(step) > this.#leap) throw new CameraChanged('the time stamps leap');
      if (step < 0) throw new Unfit('pictures come in another order than they are shown');
      const { from, ticks, key } = picture;
      this.whole.push({ from, to: this.#used, ticks, key });
    } else if (picture) this.#used = picture.from;
    this.#picture = { from: this.#used, to: 0, ticks: next, key: false, slices: 0 };
  }

  #reserve(bytes: number): void {
    const needed = this.#used + bytes;
    if (needed <= this.memory.length) return;
    if (needed > MOST_MEMORY) throw new Unfit('too much between two pictures');
    const memory = Buffer.allocUnsafeSlow(
      Math.min(Math.max(needed, GROWS_BY * this.memory.length), MOST_MEMORY),
    );
    this.memory.copy(memory, 0, 0, this.#used);
    this.memory = memory;
  }
}
