import { execFileSync } from 'node:child_process';

/** Mono 32-bit float samples of an audio file at `rate` Hz, decoded by ffmpeg. */
export function decodeFile(path: string, rate: number): Float32Array {
  return toFloats(ffmpeg(['-i', path, '-ac', '1', '-ar', String(rate), '-f', 'f32le', '-']));
}

/** Resamples mono float samples from one rate to another. */
export function resample(samples: Float32Array, from: number, to: number): Float32Array {
  const input = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  const format = ['-f', 'f32le', '-ac', '1'];
  return toFloats(
    ffmpeg([...format, '-ar', String(from), '-i', '-', ...format, '-ar', String(to), '-'], input),
  );
}

function ffmpeg(args: string[], input?: Buffer): Buffer {
  const options = { maxBuffer: 1 << 29, ...(input ? { input } : {}) };
  return execFileSync('ffmpeg', ['-v', 'error', ...(input ? [] : ['-nostdin']), ...args], options);
}

function toFloats(bytes: Buffer): Float32Array {
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
