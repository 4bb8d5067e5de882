import { HEADER_BYTES } from '../fmp4/boxes.ts';
import { TFHD, TRUN } from '../fmp4/fragment.ts';
import { AAC_FRAME } from './aac-units.ts';
import { DEPENDS, SOUND_TRACK, STANDS_ALONE, VIDEO_TRACK } from './mp4-init.ts';
import type { Picture } from './pictures.ts';

/** What goes into one fragment. */
export interface FragmentParts {
  /** Counts from 1. */
  sequence: number;
  /** In `memory`, one behind the other, without gaps. Never empty. */
  pictures: readonly Picture[];
  memory: Buffer;
  /** Of the first one, since the stream began. */
  ticks: number;
  /** Where the last one ends, as `ticks` of a sample. */
  endTicks: number;
  sound: readonly Buffer[];
  /** Of the first frame, in ticks of the sound. */
  soundTicks: number;
}

const MFHD_BYTES = HEADER_BYTES + 8;
const TFHD_BYTES = HEADER_BYTES + 8;
const SOUND_TFHD_BYTES = TFHD_BYTES + 8;
const TFDT_BYTES = HEADER_BYTES + 12;
const TRUN_BYTES = HEADER_BYTES + 12;
const VIDEO_ENTRY = 12;
const SOUND_ENTRY = 4;
const VERSION_1 = 0x100_0000;

/** One `moof` with its `mdat`. */
export function fragmentOf(parts: FragmentParts): Buffer {
  const { sequence, pictures, memory, sound } = parts;
  const [first, last] = [pictures[0], pictures.at(-1)];
  const videoBytes = (last?.to ?? 0) - (first?.from ?? 0);
  const soundBytes = sound.reduce((sum, { length }) => sum + length, 0);
  const videoTraf = HEADER_BYTES + TFHD_BYTES + TFDT_BYTES + TRUN_BYTES + VIDEO_ENTRY * pictures.length;
  const soundTraf =
    sound.length === 0
      ? 0
      : HEADER_BYTES + SOUND_TFHD_BYTES + TFDT_BYTES + TRUN_BYTES + SOUND_ENTRY * sound.length;
  const moof = HEADER_BYTES + MFHD_BYTES + videoTraf + soundTraf;
  const data = moof + HEADER_BYTES;
  const out = new Writer(data + videoBytes + soundBytes);
  out.box(moof, 'moof').box(MFHD_BYTES, 'mfhd').u32(0, sequence);
  writeVideo(out, parts, videoTraf, data);
  if (soundTraf > 0) writeSound(out, parts, soundTraf, data + videoBytes);
  out.box(HEADER_BYTES + videoBytes + soundBytes, 'mdat').bytes(memory.subarray(first?.from, last?.to));
  for (const frame of sound) out.bytes(frame);
  return out.done;
}

function writeVideo(out: Writer, parts: FragmentParts, size: number, data: number): void {
  const { pictures, ticks, endTicks } = parts;
  out.box(size, 'traf').box(TFHD_BYTES, 'tfhd').u32(TFHD.baseIsMoof, VIDEO_TRACK);
  out.box(TFDT_BYTES, 'tfdt').u32(VERSION_1).u64(ticks);
  out.box(TRUN_BYTES + VIDEO_ENTRY * pictures.length, 'trun');
  out.u32(TRUN.offset | TRUN.duration | TRUN.size | TRUN.flags, pictures.length, data);
  for (const [i, picture] of pictures.entries()) {
    const next = pictures[i + 1]?.ticks ?? endTicks;
    out.u32(next - picture.ticks, picture.to - picture.from, picture.key ? STANDS_ALONE : DEPENDS);
  }
}

function writeSound(out: Writer, { sound, soundTicks }: FragmentParts, size: number, data: number): void {
  out.box(size, 'traf').box(SOUND_TFHD_BYTES, 'tfhd');
  out.u32(TFHD.baseIsMoof | TFHD.duration | TFHD.flags, SOUND_TRACK, AAC_FRAME, STANDS_ALONE);
  out.box(TFDT_BYTES, 'tfdt').u32(VERSION_1).u64(soundTicks);
  out.box(TRUN_BYTES + SOUND_ENTRY * sound.length, 'trun').u32(TRUN.offset | TRUN.size, sound.length, data);
  for (const frame of sound) out.u32(frame.length);
}

class Writer {
  readonly done: Buffer;
  #at = 0;

  constructor(size: number) {
    this.done = Buffer.allocUnsafeSlow(size);
  }

  box(size: number, type: string): this {
    this.u32(size);
    this.#at += this.done.write(type, this.#at, 'latin1');
    return this;
  }

  u32(...values: readonly number[]): this {
    for (const value of values) this.#at = this.done.writeUInt32BE(value, this.#at);
    return this;
  }

  u64(value: number): this {
    return this.u32(Math.floor(value / 2 ** 32), value % 2 ** 32);
  }

  bytes(data: Buffer): this {
    this.#at += data.copy(this.done, this.#at);
    return this;
  }
}
