import type { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import { runFfmpeg } from '../protocols/ffmpeg.ts';
import { ProgramError } from '../protocols/run-program.ts';
import { type Loudness, readLoudnorm, readMeter } from './loudness.ts';

/** Part of every cache key: a change to what is below makes all audio anew. */
export const MASTERING_VERSION = 1;

/** Loudness of the result in LUFS, measured as dual mono: one horn plays what a stereo pair would. */
export const TARGETS = { bulletin: -16, emergency: -14 } as const;
export type Target = keyof typeof TARGETS;

const PROGRAM = 'ffmpeg';
const TRUE_PEAK = -2;
const SAMPLE_RATE = 44_100;
/** 64 kbit/s, constant: the length of the file is its duration. */
const BYTES_A_MS = 8;
/**
 * A horn plays no bass and a telephone-grade speaker no hiss; the compressor and limiter leave a crest that fits
 * under the true peak at the loudest target, so that loudnorm stays linear. The limiter works at the final rate:
 * resampling behind it would bring new peaks.
 */
const CHAIN = [
  'highpass=f=150',
  'lowpass=f=8000',
  'acompressor=threshold=-30dB:ratio=4:attack=5:release=100:makeup=8',
  `aresample=${SAMPLE_RATE}`,
  'alimiter=limit=0.4:attack=2:release=40:level=disabled',
  'aformat=sample_fmts=fltp:channel_layouts=mono',
].join(',');

/** Many speakers cut the start and the end: silence in front where there is no chime, and behind. */
const EDGE_MS = 500;
/** LAME turns everything down to 0.95 at this bit rate. */
const ENCODER_LOSS_DB = 0.45;
const REPEAT_GAP_MS = 1_500;
/** loudnorm and the meter need more than three seconds. */
const SHORTEST_MEASURED_SECONDS = 4;

const SILENT_BELOW = -55;
const LOUDNESS_TOLERANCE = 1;
const CLIPPED_ABOVE = -0.5;
const LENGTH_TOLERANCE_MS = 200;

export interface MasteringOptions {
  program: string;
  spawn?: typeof spawn | undefined;
  /** Base of each pass's time-out, in milliseconds; a fifth of the sound's length comes on top. */
  timeoutMs?: number;
}

export interface MasteringJob {
  /** The engine's sound. */
  speech: { path: string; durationMs: number };
  /** A chime to go in front, already at the loudness of a bulletin. */
  chime?: { path: string; durationMs: number } | undefined;
  repeats: number;
  target: Target;
  /** Folder for what lies between the passes; the result is `mastered.mp3` in it. */
  dir: string;
}

export interface Mastered {
  path: string;
  bytes: number;
  durationMs: number;
  /** Of the speech, in LUFS (dual mono). */
  lufs: number;
  /** Of the speech, in dBTP. */
  truePeak: number;
}

/**
 * Makes one airable MP3 in two passes of ffmpeg: filter and measure, then normalise, join and encode. Throws
 * AppError `speech.ffmpeg_missing`, `speech.failed`, `speech.timeout`, or `speech.silent`, `speech.cut_off` and
 * `speech.distorted` for a result that may not go on air.
 */
export async function master(
  job: MasteringJob,
  options: MasteringOptions,
  signal: AbortSignal,
): Promise<Mastered> {
  const { program, spawn, timeoutMs = 20_000 } = options;
  const plan = layOut(job);
  const run = async (build: Parameters<typeof runFfmpeg>[0]) => {
    const limit = timeoutMs + plan.totalMs / 5;
    return runFfmpeg(build, { program, spawn, signal, timeoutMs: limit }).catch(explain);
  };

  const filtered = join(job.dir, 'filtered.wav');
  const measured = readMeter(
    await run((command) =>
      command
        .input(job.speech.path)
        .complexFilter(measureGraph(plan.gapMs))
        .output(filtered)
        .outputOptions('-map', '[speech]', '-c:a', 'pcm_s16le')
        .output('-')
        .outputOptions('-map', '[meter]', '-f', 'null'),
    ),
  );
  if (!measured) throw new AppError('speech.no_audio', { program: PROGRAM });
  if (measured.integrated < SILENT_BELOW) throw new AppError('speech.silent');

  const path = join(job.dir, 'mastered.mp3');
  const result = readLoudnorm(
    await run((command) => {
      command.input(filtered).inputOptions('-stream_loop', String(job.repeats - 1));
      if (job.chime) command.input(job.chime.path);
      command
        .complexFilter(joinGraph(job, plan, measured))
        .output(path)
        .outputOptions('-map', '[out]', '-c:a', 'libmp3lame', '-b:a', '64k')
        .outputOptions('-ar', String(SAMPLE_RATE), '-ac', '1')
        .outputOptions('-write_xing', '0', '-id3v2_version', '0', '-map_metadata', '-1');
    }),
  );
  return verify(path, result, plan.totalMs, TARGETS[job.target], measured);
}

interface Plan {
  gapMs: number;
  frontMs: number;
  totalMs: number;
}

function layOut({ speech, chime, repeats }: MasteringJob): Plan {
  const gapMs = repeats > 1 ? REPEAT_GAP_MS : 0;
  const frontMs = chime?.durationMs ?? EDGE_MS;
  const totalMs = frontMs + repeats * (speech.durationMs + gapMs) - gapMs + EDGE_MS;
  return { gapMs, frontMs, totalMs };
}

/** First pass: the filtered speech with the pause before its next repeat, and the meter. */
function measureGraph(gapMs: number): string {
  const pad = gapMs > 0 ? `apad=pad_dur=${gapMs / 1000}` : 'anull';
  return [
    `[0:a]${CHAIN},asplit[a][b]`,
    `[a]${pad}[speech]`,
    `[b]apad=whole_dur=${SHORTEST_MEASURED_SECONDS},ebur128=peak=true:dualmono=true:framelog=verbose[meter]`,
  ].join(';');
}

/** Second pass: one gain for the speech and all of its repeats, the chime or silence in front, silence behind. */
function joinGraph(job: MasteringJob, plan: Plan, measured: Loudness): string {
  const loudnorm = [
    `loudnorm=I=${TARGETS[job.target]}`,
    `TP=${TRUE_PEAK}`,
    'LRA=20',
    'dual_mono=true',
    'linear=true',
    `measured_I=${measured.integrated}`,
    `measured_TP=${measured.truePeak}`,
    `measured_LRA=${measured.range}`,
    `measured_thresh=${measured.threshold}`,
    'print_format=json',
  ].join(':');
  const speech = `[0:a]${loudnorm},aresample=${SAMPLE_RATE},aformat=channel_layouts=mono`;
  const end = `volume=${ENCODER_LOSS_DB}dB,apad,atrim=end=${plan.totalMs / 1000}[out]`;
  if (!job.chime) return `${speech},adelay=${plan.frontMs},${end}`;
  const gain = TARGETS[job.target] - TARGETS.bulletin;
  const chime = `[1:a]volume=${gain}dB,aresample=${SAMPLE_RATE},aformat=channel_layouts=mono[chime]`;
  return `${speech}[speech];${chime};[chime][speech]concat=n=2:v=0:a=1,${end}`;
}

/** Judges the result by what the second pass said of it and by its length: no further pass is needed. */
async function verify(
  path: string,
  result: Loudness | undefined,
  expectedMs: number,
  target: number,
  measured: Loudness,
): Promise<Mastered> {
  const { size: bytes } = await stat(path);
  const durationMs = Math.round(bytes / BYTES_A_MS);
  if (!result || Math.abs(durationMs - expectedMs) > LENGTH_TOLERANCE_MS)
    throw new AppError('speech.cut_off');
  // In linear mode loudnorm sees samples only; the true peak is the one measured, raised by the same gain.
  const truePeak = Math.max(result.truePeak, measured.truePeak + result.integrated - measured.integrated);
  if (truePeak > CLIPPED_ABOVE) throw new AppError('speech.distorted');
  if (Math.abs(result.integrated - target) > LOUDNESS_TOLERANCE) throw new AppError('speech.distorted');
  return { path, bytes, durationMs, lufs: result.integrated, truePeak: Math.round(truePeak * 100) / 100 };
}

function explain(error: unknown): never {
  if (!(error instanceof ProgramError)) throw error;
  if (error.kind === 'missing') throw new AppError('speech.ffmpeg_missing', {}, error);
  const code = error.kind === 'timeout' ? 'speech.timeout' : 'speech.failed';
  throw new AppError(code, { program: PROGRAM }, error);
}
