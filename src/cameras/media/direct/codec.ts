import { h264Format, h265Format, type PictureFormat } from './sps.ts';

/** What the parts here must know of a codec, by what ffmpeg calls it. */
export interface VideoCodec {
  name: 'h264' | 'hevc';
  /** Sample entry of MP4. */
  entry: 'avc1' | 'hvc1';
  /** Bytes before the slice or the parameter set itself. */
  headerBytes: number;
  typeOf(first: number): number;
  /** Types of the parameter sets that a decoder needs, as they stand in front. */
  sets: readonly number[];
  spsType: number;
  /** It holds a part of a picture. */
  isSlice(type: number): boolean;
  /** A decoder may begin here. */
  isKey(type: number): boolean;
  formatOf(sps: Buffer): PictureFormat;
  /** Of RTP: packets of several units, and of a part of one. */
  aggregation: number;
  fragment: number;
  /** `fmtp` parameters with the parameter sets, Base64. */
  setParameters: readonly string[];
}

/** ITU-T H.264 table 7-1; RFC 6184, 5.2. */
const H264: VideoCodec = {
  name: 'h264',
  entry: 'avc1',
  headerBytes: 1,
  typeOf: (first) => first & 0x1f,
  sets: [7, 8],
  spsType: 7,
  isSlice: (type) => type >= 1 && type <= 5,
  isKey: (type) => type === 5,
  formatOf: h264Format,
  aggregation: 24,
  fragment: 28,
  setParameters: ['sprop-parameter-sets'],
};

/** ITU-T H.265 table 7-1; RFC 7798, 4.4. */
const H265: VideoCodec = {
  name: 'hevc',
  entry: 'hvc1',
  headerBytes: 2,
  typeOf: (first) => (first >> 1) & 0x3f,
  sets: [32, 33, 34],
  spsType: 33,
  isSlice: (type) => type < 32,
  isKey: (type) => type >= 16 && type <= 23,
  formatOf: h265Format,
  aggregation: 48,
  fragment: 49,
  setParameters: ['sprop-vps', 'sprop-sps', 'sprop-pps'],
};

/** By the encoding name of `rtpmap`; undefined for what these parts do not read. */
export const VIDEO_CODECS: Readonly<Record<string, VideoCodec>> = { H264, H265 };
