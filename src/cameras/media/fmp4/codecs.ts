import { childOf, Fields } from './boxes.ts';

/** Sample entries of pictures, by what ffmpeg calls the codec. */
const VIDEO_NAMES: Readonly<Record<string, string>> = {
  avc1: 'h264',
  avc3: 'h264',
  hvc1: 'hevc',
  hev1: 'hevc',
  av01: 'av1',
};

/** Pictures under `mp4v`, by their object type (mp4ra.org). */
const OBJECT_NAMES: Readonly<Record<number, string>> = { 32: 'mpeg4', 108: 'mjpeg' };

/** @param boxes those behind the fixed fields of a visual sample entry */
export function videoCodec(entry: string, boxes: Buffer): { codec: string; name: string } {
  if (entry === 'mp4v') {
    const type = readEsds(boxes).objectType;
    return { codec: `${entry}.${hex(type)}`, name: OBJECT_NAMES[type] ?? entry };
  }
  const name = VIDEO_NAMES[entry] ?? entry;
  return { codec: `${entry}${parameters(name, boxes)}`, name };
}

function parameters(name: string, boxes: Buffer): string {
  const record =
    name === 'h264' ? childOf(boxes, 'avcC') : name === 'hevc' ? childOf(boxes, 'hvcC') : undefined;
  if (!record) return '';
  return name === 'h264' ? avcParameters(record) : hevcParameters(record);
}

/** RFC 6381, 3.3: profile, constraints and level in hexadecimal. */
function avcParameters(record: Buffer): string {
  return `.${record.toString('hex', 1, 4)}`;
}

/** ISO/IEC 14496-15, annex E.3: profile, compatibility (bits reversed), tier and level, constraints. */
function hevcParameters(record: Buffer): string {
  const fields = new Fields(record);
  fields.skip(1);
  const first = fields.u8();
  const compatibility = reversed(fields.u32());
  const constraints = Array.from({ length: 6 }, () => fields.u8());
  const level = fields.u8();
  while (constraints.at(-1) === 0) constraints.pop();
  const space = ['', 'A', 'B', 'C'][first >> 6];
  const tier = first & 0x20 ? 'H' : 'L';
  const tail = constraints.map((byte) => `.${hex(byte)}`).join('');
  return `.${space}${first & 0x1f}.${hex(compatibility)}.${tier}${level}${tail}`;
}

function reversed(bits: number): number {
  let result = 0;
  for (let i = 0; i < 32; i++) result = result * 2 + ((bits >>> i) & 1);
  return result;
}

function hex(value: number): string {
  return value.toString(16).toUpperCase();
}

/** @param boxes those behind the fixed fields of an audio sample entry */
export function audioCodec(entry: string, boxes: Buffer): string {
  if (entry !== 'mp4a') return entry;
  return `mp4a.40.${readEsds(boxes).aac}`;
}

const LOW_COMPLEXITY = 2;
const DECODER_CONFIG = 0x04;
const DECODER_SPECIFIC = 0x05;
const ES_DESCRIPTOR = 0x03;
/** Bytes of each descriptor before the next one inside it (ISO/IEC 14496-1, 7.2.6). */
const FIXED_BYTES: Readonly<Record<number, number>> = { [ES_DESCRIPTOR]: 3, [DECODER_CONFIG]: 13 };

/**
 * The object type of the decoder, 0 where there is none, and that of AAC: the first five bits of AudioSpecificConfig,
 * else 2.
 */
function readEsds(boxes: Buffer): { objectType: number; aac: number } {
  const fields = new Fields(childOf(boxes, 'esds') ?? Buffer.alloc(0));
  let objectType = 0;
  if (fields.left >= 4) fields.skip(4);
  while (fields.left > 1) {
    const tag = fields.u8();
    while (fields.left > 0 && fields.u8() & 0x80);
    if (tag === DECODER_SPECIFIC) {
      return { objectType, aac: fields.left > 0 ? fields.u8() >> 3 : LOW_COMPLEXITY };
    }
    const fixed = FIXED_BYTES[tag];
    if (fixed === undefined || fixed > fields.left) break;
    if (tag === DECODER_CONFIG) {
      objectType = fields.u8();
      fields.skip(fixed - 1);
    } else fields.skip(fixed);
  }
  return { objectType, aac: LOW_COMPLEXITY };
}
