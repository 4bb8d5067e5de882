import { BrokenMp4, boxesIn, childOf, Fields } from './boxes.ts';
import type { Track } from './tracks.ts';

/** What a player or a file must know of one moof. */
export interface FragmentTimes {
  /** It begins with a key frame. */
  key: boolean;
  /** How many pictures it holds; 0 where it is just sound. */
  pictures: number;
  decodeMs: number;
  durationMs: number;
}

/** Of tfhd and trun: ISO/IEC 14496-12, 8.8.7 and 8.8.8. */
export const TFHD = {
  base: 0x1,
  description: 0x2,
  duration: 0x8,
  size: 0x10,
  flags: 0x20,
  baseIsMoof: 0x2_0000,
};
export const TRUN = {
  offset: 0x1,
  firstFlags: 0x4,
  duration: 0x100,
  size: 0x200,
  flags: 0x400,
  composition: 0x800,
};
const NOT_KEY = 0x1_0000;
/** A second of pictures and sound has less than 300. */
const MOST_SAMPLES = 10_000;

/** Reads the body of a `moof`. Throws BrokenMp4. */
export function timesOf(moof: Buffer, tracks: readonly Track[]): FragmentTimes {
  let times: FragmentTimes = { key: false, pictures: 0, decodeMs: 0, durationMs: 0 };
  for (const { type, body } of boxesIn(moof)) {
    if (type !== 'traf') continue;
    const read = runOf(body, tracks);
    if (!read || times.pictures > 0) continue;
    const { track, key, start, duration, samples } = read;
    const inMs = (ticks: number) => (ticks * 1_000) / track.timescale;
    const pictures = track.kind === 'video' ? samples : 0;
    times = { key: pictures > 0 && key, pictures, decodeMs: inMs(start), durationMs: inMs(duration) };
  }
  return times;
}

function runOf(traf: Buffer, tracks: readonly Track[]) {
  const header = headerOf(traf);
  const track = tracks.find(({ id }) => id === header.id);
  if (!track) return undefined;
  const defaults = {
    duration: header.duration ?? track.defaultDuration,
    flags: header.flags ?? track.defaultFlags,
  };
  let samples = 0;
  let duration = 0;
  let firstFlags = defaults.flags;
  for (const { type, body } of boxesIn(traf)) {
    if (type !== 'trun') continue;
    const run = readRun(body, defaults);
    if (samples === 0 && run.samples > 0) firstFlags = run.firstFlags;
    samples += run.samples;
    duration += run.duration;
  }
  if (samples === 0) return undefined;
  return { track, key: (firstFlags & NOT_KEY) === 0, start: startOf(traf), duration, samples };
}

function headerOf(traf: Buffer): { id: number; duration: number | undefined; flags: number | undefined } {
  const tfhd = childOf(traf, 'tfhd');
  if (!tfhd) throw new BrokenMp4('no tfhd');
  const fields = new Fields(tfhd);
  const has = fields.u32();
  const id = fields.u32();
  if (has & TFHD.base) fields.skip(8);
  if (has & TFHD.description) fields.skip(4);
  const duration = has & TFHD.duration ? fields.u32() : undefined;
  if (has & TFHD.size) fields.skip(4);
  return { id, duration, flags: has & TFHD.flags ? fields.u32() : undefined };
}

function startOf(traf: Buffer): number {
  const tfdt = childOf(traf, 'tfdt');
  if (!tfdt) throw new BrokenMp4('no tfdt');
  const fields = new Fields(tfdt);
  const version = fields.u8();
  fields.skip(3);
  return version === 1 ? fields.u64() : fields.u32();
}

function readRun(trun: Buffer, defaults: { duration: number; flags: number }) {
  const fields = new Fields(trun);
  const has = fields.u32() & 0xff_ffff;
  const samples = fields.u32();
  if (samples > MOST_SAMPLES) throw new BrokenMp4(`${samples} samples in one fragment`);
  if (has & TRUN.offset) fields.skip(4);
  let firstFlags = has & TRUN.firstFlags ? fields.u32() : undefined;
  let duration = has & TRUN.duration ? 0 : samples * defaults.duration;
  for (let i = 0; i < samples; i++) {
    if (has & TRUN.duration) duration += fields.u32();
    if (has & TRUN.size) fields.skip(4);
    if (has & TRUN.flags) {
      const flags = fields.u32();
      firstFlags ??= flags;
    }
    if (has & TRUN.composition) fields.skip(4);
  }
  return { samples, duration, firstFlags: firstFlags ?? defaults.flags };
}
