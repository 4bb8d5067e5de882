import type { spawn } from 'node:child_process';
import { rm, stat, writeFile } from 'node:fs/promises';
import type { FfmpegCommand } from 'fluent-ffmpeg';
import { AppError } from '../../../errors.ts';
import { runFfmpeg } from '../../../protocols/ffmpeg.ts';
import { ProgramError } from '../../../protocols/run-program.ts';

export interface DecodeOptions {
  /** Name or path of ffmpeg. */
  program: string;
  spawn?: typeof spawn | undefined;
  timeoutMs: number;
}

const RATE = 22_050;
const HEADER_BYTES = 44;
const LONGEST_SECONDS = 180;
/** Nobody says a character faster, at the usual speed; what is shorter was cut off. */
const SHORTEST_MS_A_CHARACTER = 25;
/** A word or two may be said in no time. */
const JUDGED_FROM_CHARACTERS = 20;

/**
 * Writes a service's MP3 or WAV as 16-bit mono WAV. Throws `speech.no_audio` for what is no sound, `speech.cut_off`
 * for what ends too early for its text or its own header.
 */
export async function decode(
  bytes: Uint8Array,
  path: string,
  {
    title,
    characters,
    speed,
    signal,
  }: { title: string; characters: number; speed: number; signal: AbortSignal },
  options: DecodeOptions,
): Promise<void> {
  const format = formatOf(bytes);
  if (!format) throw new AppError('speech.no_audio', { program: title });
  if (format === 'wav' && isCutShort(bytes)) throw new AppError('speech.cut_off');
  const encoded = `${path}.encoded`;
  try {
    await writeFile(encoded, bytes, { mode: 0o600 });
    // The format is forced: ffmpeg would take a playlist for what it is and open whatever it names.
    const build = (command: FfmpegCommand) =>
      command
        .input(encoded)
        .inputOptions(['-f', format, '-protocol_whitelist', 'file'])
        .outputOptions(['-vn', '-t', String(LONGEST_SECONDS), '-ar', String(RATE), '-ac', '1', '-y'])
        .audioCodec('pcm_s16le')
        .format('wav')
        .output(path);
    const log = await runFfmpeg(build, { ...options, signal });
    const ms = (((await stat(path)).size - HEADER_BYTES) / 2 / RATE) * 1_000;
    const promised = promisedMs(log);
    const tooShort =
      characters >= JUDGED_FROM_CHARACTERS && ms * speed < characters * SHORTEST_MS_A_CHARACTER;
    if (tooShort || (promised !== undefined && ms < promised * 0.9 - 200))
      throw new AppError('speech.cut_off');
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    if (error.kind === 'missing') throw new AppError('speech.ffmpeg_missing', {}, error);
    throw new AppError(
      error.kind === 'timeout' ? 'speech.timeout' : 'speech.no_audio',
      { program: title },
      error,
    );
  } finally {
    await rm(encoded, { force: true });
  }
}

/** By its first bytes, whatever the headers of the answer say. */
function formatOf(bytes: Uint8Array): 'wav' | 'mp3' | undefined {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (head.startsWith('RIFF') && head.slice(8) === 'WAVE') return 'wav';
  const [first = 0, second = 0] = bytes;
  const isFrame = first === 0xff && (second & 0xe0) === 0xe0;
  return head.startsWith('ID3') || isFrame ? 'mp3' : undefined;
}

/** Whether a WAV's header speaks of more than there is; what was written to a pipe says 0 or all ones. */
function isCutShort(bytes: Uint8Array): boolean {
  if (bytes.length < HEADER_BYTES) return true;
  const size = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).readUInt32LE(4);
  return size !== 0 && size < 0x7fff_0000 && size + 8 > bytes.length + 1;
}

/** How long ffmpeg took the file to be from its header; for an MP3 only where that says it (Xing, Info). */
function promisedMs(log: string): number | undefined {
  const match = /Duration: (\d+):(\d\d):(\d\d\.\d+), start/.exec(log);
  const isEstimate = log.includes('Estimating duration from bitrate');
  if (!match || isEstimate) return undefined;
  return (Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3])) * 1_000;
}
