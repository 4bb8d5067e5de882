import type { FileHandle } from 'node:fs/promises';
import { BrokenMp4, HEADER_BYTES } from '../media/fmp4/boxes.ts';
import { timesOf } from '../media/fmp4/fragment.ts';
import { type Track, tracksOf } from '../media/fmp4/tracks.ts';

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

/** A moov or moof beyond this is not one of ours. */
const HEADER_MAX_BYTES = 4 * 1_048_576;
const FRAGMENTS_MAX = 100_000;

/**
 * Where the whole fragments of a fragmented MP4 lie, without reading any picture. The file may end anywhere, as after
 * a power cut. Undefined where it has no moov with a picture track: nothing in it can be played.
 */
export async function indexFragments(file: FileHandle): Promise<FragmentIndex | undefined> {
  const { size } = await file.stat();
  let track: Track | undefined;
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
      const { decodeMs, durationMs, key } = moof.times;
      index.fragments.push({ offset: moof.offset, bytes: end - moof.offset, decodeMs, durationMs, key });
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

/** The track that shows pictures, of a whole moov box. */
function pictureTrack(moov: Buffer): Track | undefined {
  return unlessBroken(() => tracksOf(moov.subarray(HEADER_BYTES)))?.find(({ kind }) => kind === 'video');
}

/** Of a whole moof box; undefined where it has no picture of that track. */
function fragmentTimes(moof: Buffer, track: Track) {
  const times = unlessBroken(() => timesOf(moof.subarray(HEADER_BYTES), [track]));
  return times?.pictures ? times : undefined;
}

function unlessBroken<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof BrokenMp4) return undefined;
    throw error;
  }
}
