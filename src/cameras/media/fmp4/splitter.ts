import type { Fragment, StreamInit } from '../../parts.ts';
import { BrokenMp4, HEADER_BYTES } from './boxes.ts';
import { timesOf } from './fragment.ts';
import { Leaps } from './leaps.ts';
import { parameterSets } from './parameter-sets.ts';
import { type Track, tracksOf } from './tracks.ts';

export interface SplitterParts {
  init(init: StreamInit): void;
  /** @param pictures it is more than sound */
  fragment(fragment: Fragment, pictures: boolean): void;
  /**
   * The camera has begun to send another picture size or codec profile under the old headers, or its times have leapt.
   */
  changed(): void;
  /** UTC ms. */
  now(): number;
  /**
   * Each chunk is pushed by who alone holds it, with a memory of its own, as a pipe gives them: it is given back once
   * it has been read. Left to the garbage collector, half a MB a second brings a full collection every half minute.
   */
  ownsChunks?: boolean;
}

/** More than any of ours is; what claims more is broken, and is not waited for. */
const LARGEST: Readonly<Record<string, number>> = {
  ftyp: 4_096,
  moov: 262_144,
  moof: 1_048_576,
  // 16 MB: a second of 128 Mbit/s.
  mdat: 16_777_216,
};
/** What ffmpeg may add at the end of a stream; of no use to us. */
const LARGEST_OTHER = 1_048_576;

/**
 * Splits what ffmpeg writes to its stdout into the first bytes (ftyp and moov) and fragments (moof and mdat). Each
 * byte is copied once, out of the chunk that it came in.
 *
 * Ours and not `mp4frag`: a fragment's key frame, time and length must be known here anyway.
 */
export class Splitter {
  readonly #parts: SplitterParts;
  #chunks: Buffer[] = [];
  #length = 0;
  #ftyp: Buffer | undefined;
  #tracks: readonly Track[] | undefined;
  /** When the first byte of the fragment under way came. */
  #since = 0;
  #sets: string | undefined;
  readonly #leaps = new Leaps();

  constructor(parts: SplitterParts) {
    this.#parts = parts;
  }

  /** Throws BrokenMp4; nothing may be pushed after that. */
  push(chunk: Buffer): void {
    if (this.#length === 0) this.#since = this.#parts.now();
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    while (this.#takeOne());
  }

  #takeOne(): boolean {
    const first = this.#header(0);
    if (!first) return false;
    if (first.type !== 'moof') {
      if (this.#length < first.size) return false;
      this.#take(first.type, this.#cut(first.size));
      return true;
    }
    const second = this.#header(first.size);
    if (!second) return false;
    if (second.type !== 'mdat') throw new BrokenMp4(`${second.type} behind moof`);
    const size = first.size + second.size;
    if (this.#length < size) return false;
    const at = this.#since;
    this.#fragment(this.#cut(size), first.size, at);
    return true;
  }

  #take(type: string, box: Buffer): void {
    if (type === 'ftyp') this.#ftyp = box;
    else if (type === 'moov') this.#init(box);
    else if (type === 'mdat') throw new BrokenMp4('mdat without moof');
  }

  #init(moov: Buffer): void {
    if (!this.#ftyp || this.#tracks) throw new BrokenMp4('moov out of place');
    // Where the codec was not known beforehand: browsers play H.265 under the name for headers in front only, and
    // ffmpeg puts them there in any case.
    const entry = moov.indexOf('hev1', 0, 'latin1');
    if (entry !== -1) moov.write('hvc1', entry, 'latin1');
    this.#tracks = tracksOf(moov.subarray(HEADER_BYTES));
    const video = this.#tracks.find(({ kind }) => kind === 'video');
    if (!video) throw new BrokenMp4('no pictures');
    const codecs = this.#tracks.map(({ codec }) => codec).join(',');
    this.#parts.init({
      data: Buffer.concat([this.#ftyp, moov]),
      mime: `video/mp4; codecs="${codecs}"`,
      video: video.name,
      width: video.width,
      height: video.height,
      audio: this.#tracks.length > 1,
    });
  }

  #fragment(data: Buffer, moofBytes: number, at: number): void {
    if (!this.#tracks) throw new BrokenMp4('moof before moov');
    const { pictures, ...times } = timesOf(data.subarray(HEADER_BYTES, moofBytes), this.#tracks);
    const isOther =
      this.#leaps.see({ ...times, pictures }) ||
      (times.key && this.#hasOtherSets(data.subarray(moofBytes + HEADER_BYTES)));
    if (isOther) this.#parts.changed();
    else this.#parts.fragment({ data, at, ...times }, pictures > 0);
  }

  /** ffmpeg copies a new picture size without a word; the headers that players were given no longer fit. */
  #hasOtherSets(mdat: Buffer): boolean {
    const name = this.#tracks?.find(({ kind }) => kind === 'video')?.name ?? '';
    const sets = parameterSets(mdat, name);
    const isOther = sets !== '' && this.#sets !== undefined && sets !== this.#sets;
    if (sets !== '') this.#sets = sets;
    return isOther;
  }

  /** The header at an offset, once it is there. */
  #header(offset: number): { type: string; size: number } | undefined {
    if (this.#length < offset + HEADER_BYTES) return undefined;
    const header = this.#peek(offset);
    const size = header.readUInt32BE(0);
    const type = header.toString('latin1', 4, 8);
    if (size < HEADER_BYTES || size > (LARGEST[type] ?? LARGEST_OTHER)) {
      throw new BrokenMp4(`a box claims ${size} bytes`);
    }
    return { type, size };
  }

  #peek(offset: number): Buffer {
    let skipped = 0;
    for (const chunk of this.#chunks) {
      const from = offset - skipped;
      if (from < chunk.length) {
        return from + HEADER_BYTES <= chunk.length
          ? chunk.subarray(from, from + HEADER_BYTES)
          : this.#across(offset);
      }
      skipped += chunk.length;
    }
    throw new BrokenMp4('looked past the end');
  }

  /** A header that lies in two chunks: rare enough to make them one. */
  #across(offset: number): Buffer {
    // Not Buffer.concat: a short one would lie in Node's own pool, which must never be given back.
    const whole = Buffer.allocUnsafeSlow(this.#length);
    let filled = 0;
    for (const chunk of this.#chunks) filled += chunk.copy(whole, filled);
    this.#chunks = [whole];
    return whole.subarray(offset, offset + HEADER_BYTES);
  }

  #giveBack(chunk: Buffer | undefined): void {
    if (this.#parts.ownsChunks && chunk?.buffer instanceof ArrayBuffer) chunk.buffer.transfer(0);
  }

  #cut(size: number): Buffer {
    const cut = Buffer.allocUnsafeSlow(size);
    let filled = 0;
    while (filled < size) {
      const chunk = this.#chunks[0] as Buffer;
      const taken = Math.min(chunk.length, size - filled);
      chunk.copy(cut, filled, 0, taken);
      filled += taken;
      if (taken === chunk.length) this.#giveBack(this.#chunks.shift());
      else this.#chunks[0] = chunk.subarray(taken);
    }
    this.#length -= size;
    this.#since = this.#parts.now();
    return cut;
  }
}
