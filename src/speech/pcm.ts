import { open, readFile } from 'node:fs/promises';
import { endianness } from 'node:os';

/** 16-bit mono sound in memory. */
export interface Pcm {
  samples: Int16Array;
  /** Samples a second. */
  rate: number;
}

const HEADER_BYTES = 44;
const FORMAT_PCM = 1;
/** Below this nothing is heard: about −46 dBFS. */
const AUDIBLE = 160;
/** A breath of air is left at both ends, so that no consonant is clipped. */
const EDGE_MS = 15;

/**
 * Reads a 16-bit mono PCM WAV; what was written to a pipe tells no length, so everything behind the header counts.
 * Undefined where it is no such file or has no sound in it.
 */
export async function readWav(path: string): Promise<Pcm | undefined> {
  const file = await readFile(path);
  const at = dataOffset(file);
  if (at === undefined || endianness() !== 'LE') return undefined;
  const count = Math.floor((file.length - at) / 2);
  if (count === 0) return undefined;
  const samples = new Int16Array(file.buffer.slice(file.byteOffset + at, file.byteOffset + at + count * 2));
  return { samples, rate: file.readUInt32LE(24) };
}

/** Offset of the samples; undefined for anything but 16-bit mono PCM. */
function dataOffset(file: Buffer): number | undefined {
  if (file.length < HEADER_BYTES) return undefined;
  const name = (at: number) => file.toString('latin1', at, at + 4);
  if (name(0) !== 'RIFF' || name(8) !== 'WAVE' || name(12) !== 'fmt ') return undefined;
  const isMono16 =
    file.readUInt16LE(20) === FORMAT_PCM && file.readUInt16LE(22) === 1 && file.readUInt16LE(34) === 16;
  let at = 20 + file.readUInt32LE(16);
  while (isMono16 && at + 8 <= file.length) {
    if (name(at) === 'data') return at + 8;
    at += 8 + file.readUInt32LE(at + 4);
  }
  return undefined;
}

/** Without the silence at both ends, since pauses are ours to set; empty where nothing is heard. */
export function trimmed({ samples, rate }: Pcm): Int16Array {
  const edge = Math.round((rate * EDGE_MS) / 1_000);
  let start = 0;
  let end = samples.length;
  while (start < end && Math.abs(samples[start] ?? 0) < AUDIBLE) start++;
  while (end > start && Math.abs(samples[end - 1] ?? 0) < AUDIBLE) end--;
  if (start === end) return new Int16Array();
  return samples.subarray(Math.max(0, start - edge), Math.min(samples.length, end + edge));
}

/** Writes a WAV piece by piece: a long bulletin is never in memory as a whole. */
export async function writeWav(
  path: string,
  rate: number,
  pieces: AsyncIterable<Int16Array>,
): Promise<{ durationMs: number }> {
  await using file = await open(path, 'w', 0o600);
  await file.write(wavHeader(rate, 0));
  let bytes = 0;
  for await (const piece of pieces) {
    const chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    await file.write(chunk);
    bytes += chunk.length;
  }
  await file.write(wavHeader(rate, bytes), 0, HEADER_BYTES, 0);
  return { durationMs: Math.round((bytes / 2 / rate) * 1_000) };
}

export function silence(rate: number, ms: number): Int16Array {
  return new Int16Array(Math.round((rate * ms) / 1_000));
}

/** The header of a 16-bit mono WAV with so many bytes of samples. */
export function wavHeader(rate: number, bytes: number): Buffer {
  const out = Buffer.alloc(HEADER_BYTES);
  out.write('RIFF', 0, 'latin1');
  out.writeUInt32LE(36 + bytes, 4);
  out.write('WAVEfmt ', 8, 'latin1');
  out.writeUInt32LE(16, 16);
  out.writeUInt16LE(FORMAT_PCM, 20);
  out.writeUInt16LE(1, 22);
  out.writeUInt32LE(rate, 24);
  out.writeUInt32LE(rate * 2, 28);
  out.writeUInt16LE(2, 32);
  out.writeUInt16LE(16, 34);
  out.write('data', 36, 'latin1');
  out.writeUInt32LE(bytes, 40);
  return out;
}
