import { open, stat } from 'node:fs/promises';
import type { FfmpegCommand } from 'fluent-ffmpeg';
import { AppError } from '../../errors.ts';
import { runFfmpeg } from '../../protocols/ffmpeg.ts';
import { ProgramError } from '../../protocols/run-program.ts';
import type { MasteringOptions } from '../mastering.ts';

const RATE = 44_100;
const HEADER_BYTES = 44;
const SHORTEST_MS = 200;
const BASE_TIMEOUT_MS = 120_000;

/** What telephones and recorders write, by its first bytes: the name of a file says nothing. */
const FORMATS: readonly [format: string, at: number, bytes: RegExp][] = [
  ['wav', 0, /^RIFF....WAVE/s],
  ['mp3', 0, /^(?:ID3|\xff[\xe2-\xe7\xea-\xef\xf2\xf3\xfa-\xff])/s],
  ['aac', 0, /^\xff[\xf0\xf1\xf8\xf9]/s],
  ['ogg', 0, /^OggS/],
  ['flac', 0, /^fLaC/],
  ['aiff', 0, /^FORM....AIF[FC]/s],
  ['amr', 0, /^#!AMR/],
  ['matroska', 0, /^.E\xdf\xa3/s],
  ['mov', 4, /^ftyp/],
];

/**
 * Writes the sound of a file that somebody brought as 16-bit mono WAV. Throws `recording.no_sound` for what is none,
 * `recording.too_long`, `speech.timeout`, `speech.ffmpeg_missing` or the abort reason.
 */
export async function decodeRecording(
  source: string,
  path: string,
  longestMs: number,
  { program, spawn, timeoutMs = BASE_TIMEOUT_MS }: MasteringOptions,
  signal: AbortSignal,
): Promise<{ durationMs: number }> {
  const format = await formatOf(source);
  if (!format) throw new AppError('recording.no_sound');
  // The format is forced and only files are opened: ffmpeg would take a playlist for what it is and open whatever it
  // names.
  const build = (command: FfmpegCommand) =>
    command
      .input(source)
      .inputOptions(['-f', format, '-protocol_whitelist', 'file'])
      .outputOptions(['-vn', '-sn', '-dn', '-map', '0:a:0', '-t', String(longestMs / 1000 + 1)])
      .outputOptions(['-ar', String(RATE), '-ac', '1', '-y'])
      .audioCodec('pcm_s16le')
      .format('wav')
      .output(path);
  await runFfmpeg(build, { program, spawn, timeoutMs, signal }).catch(explain);
  const durationMs = Math.round((((await stat(path)).size - HEADER_BYTES) / 2 / RATE) * 1_000);
  if (durationMs < SHORTEST_MS) throw new AppError('recording.no_sound');
  if (durationMs > longestMs) throw new AppError('recording.too_long', { minutes: longestMs / 60_000 });
  return { durationMs };
}

async function formatOf(path: string): Promise<string | undefined> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(16), position: 0 });
  const head = buffer.toString('latin1', 0, bytesRead);
  return FORMATS.find(([, at, bytes]) => bytes.test(head.slice(at)))?.[0];
}

function explain(error: unknown): never {
  if (!(error instanceof ProgramError)) throw error;
  if (error.kind === 'missing') throw new AppError('speech.ffmpeg_missing', {}, error);
  if (error.kind === 'timeout') throw new AppError('speech.timeout', { program: 'ffmpeg' }, error);
  throw new AppError('recording.no_sound', {}, error);
}
