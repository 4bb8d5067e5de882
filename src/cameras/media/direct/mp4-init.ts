import type { AacFormat } from './aac-units.ts';
import { withoutEmulation } from './bits.ts';
import { box, fullBox, u8, u16, u32, zeros } from './box-writer.ts';
import type { VideoCodec } from './codec.ts';
import type { PictureFormat } from './sps.ts';

export interface Mp4Tracks {
  codec: VideoCodec;
  /** NAL units by type: one of each that the codec names. */
  sets: ReadonlyMap<number, Buffer>;
  format: PictureFormat;
  /** Ticks a second of the pictures. */
  timescale: number;
  sound: AacFormat | undefined;
}

export const VIDEO_TRACK = 1;
export const SOUND_TRACK = 2;
/** What a sample that is no key frame needs, and one that is: ISO/IEC 14496-12, 8.8.3.1. */
export const DEPENDS = 0x0101_0000;
export const STANDS_ALONE = 0x0200_0000;

const MOVIE_TIMESCALE = 1_000;
const UNIT_MATRIX = u32(0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000);
const UNDETERMINED_LANGUAGE = 0x55c4;
const DPI_72 = 0x48_0000;
const COLOUR_24 = 0x18;
const NO_TABLE = 0xffff;

/** The first bytes of fragmented MP4 (ISO/IEC 14496-12): `ftyp` and a `moov` that holds no samples. */
export function initOf(tracks: Mp4Tracks): Buffer {
  const { sound } = tracks;
  const ftyp = box('ftyp', Buffer.from('iso5\x00\x00\x02\x00iso5iso6mp41', 'latin1'));
  const next = sound ? SOUND_TRACK + 1 : VIDEO_TRACK + 1;
  const mvhd = fullBox(
    'mvhd',
    0,
    u32(0, 0, MOVIE_TIMESCALE, 0, 0x1_0000),
    u16(0x100, 0),
    zeros(8),
    UNIT_MATRIX,
    zeros(24),
    u32(next),
  );
  const extends_ = [trex(VIDEO_TRACK, DEPENDS), ...(sound ? [trex(SOUND_TRACK, STANDS_ALONE)] : [])];
  const traks = [videoTrack(tracks), ...(sound ? [soundTrack(sound)] : [])];
  return Buffer.concat([ftyp, box('moov', mvhd, ...traks, box('mvex', ...extends_))]);
}

function trex(track: number, flags: number): Buffer {
  return fullBox('trex', 0, u32(track, 1, 0, 0, flags));
}

function videoTrack({ codec, sets, format, timescale }: Mp4Tracks): Buffer {
  const { width, height } = format;
  const entry = box(
    codec.entry,
    zeros(6),
    u16(1),
    zeros(16),
    u16(width, height),
    u32(DPI_72, DPI_72, 0),
    u16(1),
    zeros(32),
    u16(COLOUR_24, NO_TABLE),
    codec.name === 'h264' ? avcConfig(codec, sets, format) : hevcConfig(codec, sets, format),
  );
  const head = { id: VIDEO_TRACK, volume: 0, width, height };
  return track(head, { timescale, handler: 'vide', media: fullBox('vmhd', 1, zeros(8)), entry });
}

function soundTrack({ config, rate, channels }: AacFormat): Buffer {
  const entry = box(
    'mp4a',
    zeros(6),
    u16(1),
    zeros(8),
    u16(channels, 16, 0, 0),
    u32(rate * 0x1_0000),
    elementaryStream(config),
  );
  const head = { id: SOUND_TRACK, volume: 0x100, width: 0, height: 0 };
  return track(head, { timescale: rate, handler: 'soun', media: fullBox('smhd', 0, zeros(4)), entry });
}

interface TrackHead {
  id: number;
  volume: number;
  width: number;
  height: number;
}

interface TrackBody {
  timescale: number;
  handler: 'vide' | 'soun';
  media: Buffer;
  entry: Buffer;
}

function track({ id, volume, width, height }: TrackHead, { timescale, handler, media, entry }: TrackBody) {
  const tkhd = fullBox(
    'tkhd',
    3,
    u32(0, 0, id, 0, 0),
    zeros(8),
    u16(0, id - 1, volume, 0),
    UNIT_MATRIX,
    u32(width * 0x1_0000, height * 0x1_0000),
  );
  const mdhd = fullBox('mdhd', 0, u32(0, 0, timescale, 0), u16(UNDETERMINED_LANGUAGE, 0));
  const hdlr = fullBox('hdlr', 0, u32(0), Buffer.from(handler, 'latin1'), zeros(13));
  const here = box('dinf', fullBox('dref', 0, u32(1), fullBox('url ', 1)));
  const empty = ['stts', 'stsc', 'stco'].map((type) => fullBox(type, 0, u32(0)));
  const samples = box('stbl', fullBox('stsd', 0, u32(1), entry), ...empty, fullBox('stsz', 0, u32(0, 0)));
  return box('trak', tkhd, box('mdia', mdhd, hdlr, box('minf', media, here, samples)));
}

const FOUR_BYTE_LENGTHS = 3;

/** AVCDecoderConfigurationRecord: ISO/IEC 14496-15, 5.3.3.1.2. */
function avcConfig(codec: VideoCodec, sets: ReadonlyMap<number, Buffer>, format: PictureFormat): Buffer {
  const [sps = zeros(4), pps = zeros(0)] = codec.sets.map((type) => sets.get(type));
  const profile = sps[1] ?? 0;
  const { chroma, lumaDepth, chromaDepth } = format;
  const isHigh = ![66, 77, 88].includes(profile);
  return box(
    'avcC',
    u8(1, profile, sps[2] ?? 0, sps[3] ?? 0, 0xfc | FOUR_BYTE_LENGTHS, 0xe0 | 1),
    ...[u16(sps.length), sps, u8(1), u16(pps.length), pps],
    ...(isHigh ? [u8(0xfc | chroma, 0xf8 | (lumaDepth - 8), 0xf8 | (chromaDepth - 8), 0)] : []),
  );
}

/** general_profile_space … general_level_idc. */
const GENERAL_FROM = 1;
const GENERAL_BYTES = 12;

/** HEVCDecoderConfigurationRecord: ISO/IEC 14496-15, 8.3.3.1.2. */
function hevcConfig(codec: VideoCodec, sets: ReadonlyMap<number, Buffer>, format: PictureFormat): Buffer {
  const sps = withoutEmulation((sets.get(codec.spsType) ?? zeros(0)).subarray(codec.headerBytes));
  const layers = (((sps[0] ?? 0) >> 1) & 7) + 1;
  const isNested = (sps[0] ?? 0) & 1;
  const { chroma, lumaDepth, chromaDepth } = format;
  const arrays = codec.sets.map((type) => {
    const set = sets.get(type) ?? zeros(0);
    return Buffer.concat([u8(type), u16(1, set.length), set]);
  });
  return box(
    'hvcC',
    u8(1),
    sps.subarray(GENERAL_FROM, GENERAL_FROM + GENERAL_BYTES),
    u16(0xf000),
    u8(0xfc, 0xfc | chroma, 0xf8 | (lumaDepth - 8), 0xf8 | (chromaDepth - 8)),
    u16(0),
    u8((layers << 3) | (isNested << 2) | FOUR_BYTE_LENGTHS, arrays.length),
    ...arrays,
  );
}

/** `esds` around an AudioSpecificConfig: ISO/IEC 14496-1, 7.2.6 and 14496-14, 5.6. */
function elementaryStream(config: Buffer): Buffer {
  const specific = Buffer.concat([u8(0x05, config.length), config]);
  // Object type 0x40: ISO/IEC 14496-3; stream type 5: sound.
  const decoder = Buffer.concat([u8(0x04, 13 + specific.length, 0x40, 0x15), zeros(11), specific]);
  const sync = u8(0x06, 1, 0x02);
  const stream = Buffer.concat([
    u8(0x03, 3 + decoder.length + sync.length),
    u16(SOUND_TRACK),
    u8(0),
    decoder,
    sync,
  ]);
  return fullBox('esds', 0, stream);
}
