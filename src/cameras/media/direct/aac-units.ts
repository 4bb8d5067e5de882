import type { SdpMedium } from './sdp.ts';

/** How MPEG4-GENERIC packs its frames, and what a decoder must know. */
export interface AacFormat {
  /** AudioSpecificConfig (ISO/IEC 14496-3). */
  config: Buffer;
  rate: number;
  channels: number;
  sizeBits: number;
  indexBits: number;
  indexDeltaBits: number;
}

/** Ticks of one frame, at the sample rate. */
export const AAC_FRAME = 1_024;
const LONGEST_CONFIG = 64;
const MOST_FRAMES = 64;
const SHORT_FRAMES_BIT = 0x4;
const LOW_COMPLEXITY = 2;
/** The rate stands in 24 bits of its own. */
const OTHER_RATE = 15;

/** Undefined for what is no plain AAC-LC of 1,024 samples a frame, by RFC 3640 `AAC-hbr` or `AAC-lbr`. */
export function aacFormat({ encoding, clockRate, channels, parameters }: SdpMedium): AacFormat | undefined {
  if (encoding !== 'MPEG4-GENERIC' || !/^AAC-[hl]br$/i.test(parameters.get('mode') ?? '')) return undefined;
  const config = Buffer.from(parameters.get('config') ?? '', 'hex');
  if (config.length < 2 || config.length > LONGEST_CONFIG) return undefined;
  const first = config.readUInt16BE(0);
  const isPlain = first >> 11 === LOW_COMPLEXITY && ((first >> 7) & 0xf) !== OTHER_RATE;
  if (!isPlain || first & SHORT_FRAMES_BIT) return undefined;
  const bitsOf = (name: string) => Number(parameters.get(name) ?? 0);
  const [sizeBits, indexBits, indexDeltaBits] = [
    bitsOf('sizelength'),
    bitsOf('indexlength'),
    bitsOf('indexdeltalength'),
  ];
  const isUsual = sizeBits > 0 && sizeBits + Math.max(indexBits, indexDeltaBits) <= 16;
  // Interleaved frames, time stamps or states of the stream in the headers: nobody sends these.
  const isOdd = [
    'ctsdeltalength',
    'dtsdeltalength',
    'randomaccessindication',
    'streamstateindication',
    'auxiliarydatasizelength',
  ].some((name) => bitsOf(name) > 0);
  if (!isUsual || isOdd || !(clockRate > 0)) return undefined;
  return { config, rate: clockRate, channels: channels || 1, sizeBits, indexBits, indexDeltaBits };
}

/** The frames of one RTP payload (RFC 3640, 3.2), as views of it. Undefined where it holds a part of one. */
export function aacFrames(payload: Buffer, format: AacFormat): Buffer[] | undefined {
  if (payload.length < 2) return [];
  const headerBits = payload.readUInt16BE(0);
  let data = 2 + Math.ceil(headerBits / 8);
  if (data > payload.length) return [];
  const frames: Buffer[] = [];
  let bit = 16;
  for (let left = headerBits; left > 0 && frames.length < MOST_FRAMES; ) {
    const index = frames.length === 0 ? format.indexBits : format.indexDeltaBits;
    left -= format.sizeBits + index;
    if (left < 0) break;
    const size = bitsAt(payload, bit, format.sizeBits);
    bit += format.sizeBits + index;
    if (data + size > payload.length) return undefined;
    frames.push(payload.subarray(data, data + size));
    data += size;
  }
  return frames;
}

function bitsAt(data: Buffer, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at++)
    value = value * 2 + (((data[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
  return value;
}
