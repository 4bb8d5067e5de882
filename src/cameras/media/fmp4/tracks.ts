import { BrokenMp4, boxesIn, childOf, descend, Fields } from './boxes.ts';
import { audioCodec, videoCodec } from './codecs.ts';

export interface Track {
  id: number;
  kind: 'video' | 'audio';
  /** Ticks a second. */
  timescale: number;
  /** As in a MIME type: `avc1.64001f`. */
  codec: string;
  /** As ffmpeg calls it; empty for audio. */
  name: string;
  width: number;
  height: number;
  defaultDuration: number;
  defaultFlags: number;
}

const VISUAL_ENTRY_BYTES = 78;
const AUDIO_ENTRY_BYTES = 28;
const MOST_TRACKS = 8;

/** The picture and sound tracks of a `moov` (its body). Throws BrokenMp4. */
export function tracksOf(moov: Buffer): Track[] {
  const defaults = defaultsOf(moov);
  const tracks: Track[] = [];
  for (const { type, body } of boxesIn(moov)) {
    if (type !== 'trak') continue;
    const track = trackOf(body, defaults);
    if (track) tracks.push(track);
    if (tracks.length > MOST_TRACKS) throw new BrokenMp4('too many tracks');
  }
  return tracks;
}

/** ISO/IEC 14496-12, 8.8.3: what a fragment says nothing about. */
function defaultsOf(moov: Buffer): Map<number, { duration: number; flags: number }> {
  const found = new Map<number, { duration: number; flags: number }>();
  for (const { type, body } of boxesIn(childOf(moov, 'mvex') ?? Buffer.alloc(0))) {
    if (type !== 'trex') continue;
    const fields = new Fields(body);
    fields.skip(4);
    const id = fields.u32();
    fields.skip(4);
    const duration = fields.u32();
    fields.skip(4);
    found.set(id, { duration, flags: fields.u32() });
  }
  return found;
}

function trackOf(trak: Buffer, defaults: ReturnType<typeof defaultsOf>): Track | undefined {
  const handler = descend(trak, 'mdia/hdlr')?.toString('latin1', 8, 12);
  const kind = handler === 'vide' ? 'video' : handler === 'soun' ? 'audio' : undefined;
  const [entry] = boxesIn(descend(trak, 'mdia/minf/stbl/stsd')?.subarray(8) ?? Buffer.alloc(0));
  if (!kind || !entry) return undefined;
  const id = trackId(required(childOf(trak, 'tkhd'), 'tkhd'));
  const timescale = timescaleOf(required(descend(trak, 'mdia/mdhd'), 'mdhd'));
  const { duration = 0, flags = 0 } = defaults.get(id) ?? {};
  const base = { id, timescale, defaultDuration: duration, defaultFlags: flags };
  if (kind === 'audio') {
    const codec = audioCodec(entry.type, entry.body.subarray(AUDIO_ENTRY_BYTES));
    return { ...base, kind, codec, name: '', width: 0, height: 0 };
  }
  const fields = new Fields(entry.body);
  fields.skip(24);
  const [width, height] = [fields.u16(), fields.u16()];
  return { ...base, kind, ...videoCodec(entry.type, entry.body.subarray(VISUAL_ENTRY_BYTES)), width, height };
}

function trackId(tkhd: Buffer): number {
  const fields = new Fields(tkhd);
  const version = fields.u8();
  fields.skip(version === 1 ? 19 : 11);
  return fields.u32();
}

function timescaleOf(mdhd: Buffer): number {
  const fields = new Fields(mdhd);
  const version = fields.u8();
  fields.skip(version === 1 ? 19 : 11);
  const timescale = fields.u32();
  if (timescale === 0) throw new BrokenMp4('a track without a timescale');
  return timescale;
}

function required(box: Buffer | undefined, type: string): Buffer {
  if (!box) throw new BrokenMp4(`no ${type}`);
  return box;
}
