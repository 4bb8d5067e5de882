import { Bits, withoutEmulation } from './bits.ts';

/** What a sequence parameter set says of the pictures. */
export interface PictureFormat {
  width: number;
  height: number;
  chroma: number;
  lumaDepth: number;
  chromaDepth: number;
  /** Whole pictures only, no fields. */
  isProgressive: boolean;
}

/** Profiles that tell of colours and depth: ITU-T H.264, 7.3.2.1.1. */
const HIGH_PROFILES = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135];
const MACROBLOCK = 16;
const ALL_COLOURS = 3;
/** Columns and rows that one step of cropping stands for, by chroma format: table 6-1. */
const SUB_WIDTH = [1, 2, 2, 1];
const SUB_HEIGHT = [1, 2, 1, 1];
const LARGEST_SIDE = 16_384;

/** Of H.264: ITU-T H.264, 7.3.2.1.1. Throws BrokenBits. @param sps with its NAL header */
export function h264Format(sps: Buffer): PictureFormat {
  const bits = new Bits(withoutEmulation(sps.subarray(1)));
  const profile = bits.bits(8);
  bits.skip(16);
  bits.unsigned();
  let chroma = 1;
  let lumaDepth = 8;
  let chromaDepth = 8;
  if (HIGH_PROFILES.includes(profile)) {
    chroma = bits.unsigned();
    if (chroma === ALL_COLOURS) bits.skip(1);
    lumaDepth = 8 + bits.unsigned();
    chromaDepth = 8 + bits.unsigned();
    bits.skip(1);
    if (bits.bit()) skipScalingLists(bits, chroma === ALL_COLOURS ? 12 : 8);
  }
  bits.unsigned();
  skipPictureOrder(bits);
  bits.unsigned();
  bits.skip(1);
  const columns = bits.unsigned() + 1;
  const rows = bits.unsigned() + 1;
  const isProgressive = bits.bit() === 1;
  if (!isProgressive) bits.skip(1);
  bits.skip(1);
  const fields = isProgressive ? 1 : 2;
  const size = cropped(bits, {
    width: columns * MACROBLOCK,
    height: rows * MACROBLOCK * fields,
    stepX: SUB_WIDTH[chroma] ?? 1,
    stepY: (SUB_HEIGHT[chroma] ?? 1) * fields,
  });
  return { ...size, chroma, lumaDepth, chromaDepth, isProgressive };
}

function skipScalingLists(bits: Bits, lists: number): void {
  for (let list = 0; list < lists; list++) {
    if (!bits.bit()) continue;
    let last = 8;
    let next = 8;
    for (let i = 0; i < (list < 6 ? 16 : 64); i++) {
      if (next !== 0) next = (last + bits.signed() + 256) % 256;
      if (next !== 0) last = next;
    }
  }
}

function skipPictureOrder(bits: Bits): void {
  const type = bits.unsigned();
  if (type === 0) bits.unsigned();
  if (type !== 1) return;
  bits.skip(1);
  bits.signed();
  bits.signed();
  for (let left = Math.min(bits.unsigned(), 255); left > 0; left--) bits.signed();
}

/** Bits of the general part of profile_tier_level; bytes of it that hvcC repeats follow the first three bytes. */
const GENERAL_BITS = 96;

/** Of H.265: ITU-T H.265, 7.3.2.2.1. Throws BrokenBits. @param sps with its NAL header */
export function h265Format(sps: Buffer): PictureFormat {
  const bits = new Bits(withoutEmulation(sps.subarray(2)));
  bits.skip(4);
  const subLayers = bits.bits(3);
  bits.skip(1 + GENERAL_BITS);
  skipSubLayers(bits, subLayers);
  bits.unsigned();
  const chroma = bits.unsigned();
  if (chroma === ALL_COLOURS) bits.skip(1);
  const width = bits.unsigned();
  const height = bits.unsigned();
  const steps = { stepX: SUB_WIDTH[chroma] ?? 1, stepY: SUB_HEIGHT[chroma] ?? 1 };
  const size = cropped(bits, { width, height, ...steps });
  const lumaDepth = 8 + bits.unsigned();
  const chromaDepth = 8 + bits.unsigned();
  return { ...size, chroma, lumaDepth, chromaDepth, isProgressive: true };
}

function skipSubLayers(bits: Bits, count: number): void {
  if (count === 0) return;
  const present = Array.from({ length: 8 }, () => [bits.bit(), bits.bit()] as const);
  for (const [profile, level] of present.slice(0, count)) bits.skip(88 * profile + 8 * level);
}

interface Uncropped {
  width: number;
  height: number;
  stepX: number;
  stepY: number;
}

function cropped(bits: Bits, { width, height, stepX, stepY }: Uncropped): { width: number; height: number } {
  const [left, right, top, bottom] = bits.bit()
    ? [bits.unsigned(), bits.unsigned(), bits.unsigned(), bits.unsigned()]
    : [0, 0, 0, 0];
  const size = { width: width - stepX * (left + right), height: height - stepY * (top + bottom) };
  const isPicture = (side: number) => side > 0 && side <= LARGEST_SIDE;
  return isPicture(size.width) && isPicture(size.height) ? size : { width: 0, height: 0 };
}
