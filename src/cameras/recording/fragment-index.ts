import type { FileHandle } from 'node:fs/promises';

/** One moof with its mdat inside a file. */
export interface IndexedFragment {
  /** Of its first byte in the file. */
  offset: number;
  bytes: number;
  /** Of the picture track, since the start of the stream. */
  decodeMs: number;
  durationMs: number;
  /** It begins with a key frame. */
  key: boolean;
}

export interface FragmentIndex {
  /** ftyp and moov: what comes before the first fragment and any other box. */
  initBytes: number;
  /** Top-level boxes of type `uuid` before the first fragment. */
  notes: Buffer[];
  fragments: IndexedFragment[];
  /** Where the last whole fragment ends: what follows is half written. */
  wholeBytes: number;
}

interface PictureTrack {
  id: number;
  timescale: number;
  defaultDuration: number;
  defaultFlags: number;
}

/** A moov or moof beyond this is not one of ours. */
const HEADER_MAX_BYTES = 4 * 1_048_576;
const FRAGMENTS_MAX = 100_000;
/** sample_is_non_sync_sample, ISO/IEC 14496-12 8.8.3.1. */
const NOT_SYNC = 0x1_0000;

/**
 * Where the whole fragments of a fragmented MP4 lie, without reading any picture. The file may end anywhere, as after
 * a power cut. Undefined where it has no moov with a picture track: nothing in it can be played.
 */
export async function indexFragments(file: FileHandle): Promise<FragmentIndex | undefined> {
  const { size } = await file.stat();
  let track: PictureTrack | undefined;
  const index: FragmentIndex = { initBytes: 0, notes: [], fragments: [], wholeBytes: 0 };
  let moof: { offset: number; times: Pick<IndexedFragment, 'decodeMs' | 'durationMs' | 'key'> } | undefined;
  let offset = 0;
  while (index.fragments.length < FRAGMENTS_MAX) {
    const box = await boxAt(file, offset, size);
    if (!box) break;
    const end = offset + box.bytes;
    if (box.type === 'moov') {
      const body = await read(file, offset, box.bytes);
      track = body && pictureTrack(body);
      index.initBytes = end;
      index.wholeBytes = end;
    } else if (box.type === 'uuid' && index.fragments.length === 0) {
      const note = await read(file, offset, box.bytes);
      if (note) index.notes.push(note);
    } else if (box.type === 'moof' && track) {
      const body = await read(file, offset, box.bytes);
      const times = body && fragmentTimes(body, track);
      moof = times && { offset, times };
    } else if (box.type === 'mdat' && moof) {
      index.fragments.push({ offset: moof.offset, bytes: end - moof.offset, ...moof.times });
      index.wholeBytes = end;
      moof = undefined;
    }
    offset = end;
  }
  return track && index;
}

/** The box that begins at `offset` and is whole within `size`. */
async function boxAt(file: FileHandle, offset: number, size: number) {
  if (offset + 8 > size) return undefined;
  const head = Buffer.alloc(16);
  const { bytesRead } = await file.read(head, 0, 16, offset);
  if (bytesRead < 8) return undefined;
  const short = head.readUInt32BE(0);
  const bytes = short === 1 ? (bytesRead < 16 ? 0 : Number(head.readBigUInt64BE(8))) : short;
  if (bytes < 8 || offset + bytes > size) return undefined;
  return { type: head.toString('latin1', 4, 8), bytes };
}

async function read(file: FileHandle, offset: number, bytes: number): Promise<Buffer | undefined> {
  if (bytes > HEADER_MAX_BYTES) return undefined;
  const body = Buffer.alloc(bytes);
  const { bytesRead } = await file.read(body, 0, bytes, offset);
  return bytesRead === bytes ? body : undefined;
}

/** The boxes inside one, each without its header. */
function* boxes(body: Buffer): Generator<{ type: string; data: Buffer }> {
  let offset = 0;
  while (offset + 8 <= body.length) {
    const bytes = body.readUInt32BE(offset);
    if (bytes < 8 || offset + bytes > body.length) return;
    const type = body.toString('latin1', offset + 4, offset + 8);
    yield { type, data: body.subarray(offset + 8, offset + bytes) };
    offset += bytes;
  }
}

function inside(body: Buffer, ...path: string[]): Buffer | undefined {
  let here: Buffer | undefined = body;
  for (const name of path) {
    if (!here) return undefined;
    here = [...boxes(here)].find(({ type }) => type === name)?.data;
  }
  return here;
}

/** The track that shows pictures, of a whole moov box. */
function pictureTrack(moov: Buffer): PictureTrack | undefined {
  const body = moov.subarray(8);
  for (const { type, data } of boxes(body)) {
    if (type !== 'trak') continue;
    const handler = inside(data, 'mdia', 'hdlr');
    const header = inside(data, 'tkhd');
    const media = inside(data, 'mdia', 'mdhd');
    if (!handler || !header || !media || handler.length < 12 || handler.toString('latin1', 8, 12) !== 'vide')
      continue;
    // Version 1 has 64-bit times (8.3.2, 8.4.2).
    const idAt = header[0] === 1 ? 20 : 12;
    const timescaleAt = media[0] === 1 ? 20 : 12;
    if (header.length < idAt + 4 || media.length < timescaleAt + 4) continue;
    const id = header.readUInt32BE(idAt);
    const timescale = media.readUInt32BE(timescaleAt);
    if (timescale === 0) continue;
    const defaults = [...boxes(inside(body, 'mvex') ?? Buffer.alloc(0))].find(
      (box) => box.type === 'trex' && box.data.length >= 24 && box.data.readUInt32BE(4) === id,
    )?.data;
    return {
      id,
      timescale,
      defaultDuration: defaults?.readUInt32BE(12) ?? 0,
      defaultFlags: defaults?.readUInt32BE(20) ?? 0,
    };
  }
  return undefined;
}

/** Of a whole moof box; undefined where it has no picture of that track. */
function fragmentTimes(moof: Buffer, track: PictureTrack) {
  for (const { type, data } of boxes(moof.subarray(8))) {
    const header = type === 'traf' ? inside(data, 'tfhd') : undefined;
    if (!header || header.length < 8 || header.readUInt32BE(4) !== track.id) continue;
    const decode = inside(data, 'tfdt');
    if (!decode || decode.length < (decode[0] === 1 ? 12 : 8)) return undefined;
    const start = decode[0] === 1 ? Number(decode.readBigUInt64BE(4)) : decode.readUInt32BE(4);
    const runs = [...boxes(data)].filter((box) => box.type === 'trun').map((box) => box.data);
    const told = samples(runs, defaultsOf(header, track));
    if (!told) return undefined;
    const ms = (units: number) => (1_000 * units) / track.timescale;
    return { decodeMs: ms(start), durationMs: ms(told.duration), key: told.key };
  }
  return undefined;
}

/** tfhd: 8.8.7. Throws nothing: what is too short has the defaults of the track. */
function defaultsOf(header: Buffer, track: PictureTrack): { duration: number; flags: number } {
  const flags = header.readUInt32BE(0) & 0xff_ffff;
  let at = 8;
  const take = (flag: number, bytes: number) => {
    if (!(flags & flag)) return undefined;
    at += bytes;
    return bytes === 4 && at <= header.length ? header.readUInt32BE(at - 4) : undefined;
  };
  take(0x1, 8);
  take(0x2, 4);
  const duration = take(0x8, 4) ?? track.defaultDuration;
  take(0x10, 4);
  return { duration, flags: take(0x20, 4) ?? track.defaultFlags };
}

/** trun: 8.8.8. */
function samples(runs: readonly Buffer[], defaults: { duration: number; flags: number }) {
  let duration = 0;
  let first: number | undefined;
  for (const run of runs) {
    if (run.length < 8) return undefined;
    const flags = run.readUInt32BE(0) & 0xff_ffff;
    const count = run.readUInt32BE(4);
    let at = 8 + (flags & 0x1 ? 4 : 0);
    const firstFlags = flags & 0x4 ? at : undefined;
    if (firstFlags !== undefined) at += 4;
    const durationAt = flags & 0x100 ? 0 : undefined;
    const flagsAt = flags & 0x400 ? (flags & 0x100 ? 4 : 0) + (flags & 0x200 ? 4 : 0) : undefined;
    const stride = 4 * [0x100, 0x200, 0x400, 0x800].filter((bit) => flags & bit).length;
    if (at + stride * count > run.length || (stride === 0 && count > 10_000)) return undefined;
    if (count > 0) {
      const told = firstFlags ?? (flagsAt === undefined ? undefined : at + flagsAt);
      first ??= told === undefined ? defaults.flags : run.readUInt32BE(told);
    }
    for (let i = 0; i < count; i++, at += stride) {
      duration += durationAt === undefined ? defaults.duration : run.readUInt32BE(at);
    }
  }
  return { duration, key: first !== undefined && (first & NOT_SYNC) === 0 };
}
