import type { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import { runFfmpeg } from '../protocols/ffmpeg.ts';
import { ProgramError } from '../protocols/run-program.ts';
import { type Loudness, readGain, readMeter } from './loudness.ts';

/** Part of every cache key: a change to what is below makes all audio anew. */
export const MASTERING_VERSION = 2;

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
/** loudnorm and the meter need more than three seconds: less is padded, and trimmed again. */
const SHORTEST_MEASURED_SECONDS = 4;

/** Outside of these loudnorm rides the gain; of a single word the meter reads none, or the silence around it. */
const NARROWEST_RANGE = 0.1;
const WIDEST_RANGE = 20;

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
  /** Semitones up or down. */
  pitch: number;
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
        .complexFilter(measureGraph(plan.gapMs, job.pitch))
        .output(filtered)
        .outputOptions('-map', '[speech]', '-c:a', 'pcm_s16le')
        .output('-')
        .outputOptions('-map', '[meter]', '-f', 'null'),
    ),
  );
  if (!measured) throw new AppError('speech.no_audio', { program: PROGRAM });
  if (measured.integrated < SILENT_BELOW) throw new AppError('speech.silent');

  const goal = goalFor(job, measured);
  const path = join(job.dir, 'mastered.mp3');
  const gain = readGain(
    await run((command) => {
      command.input(filtered).inputOptions('-stream_loop', String(job.repeats - 1));
      if (job.chime) command.input(job.chime.path);
      command
        .complexFilter(joinGraph(job, plan, measured, goal))
        .output(path)
        .outputOptions('-map', '[out]', '-c:a', 'libmp3lame', '-b:a', '64k')
        .outputOptions('-ar', String(SAMPLE_RATE), '-ac', '1')
        .outputOptions('-write_xing', '0', '-id3v2_version', '0', '-map_metadata', '-1');
    }),
  );
  return verify(path, plan.totalMs, goal, measured, gain);
}

interface Plan {
  gapMs: number;
  frontMs: number;
  /** The speech with all of its repeats. */
  speechMs: number;
  totalMs: number;
}

function layOut({ speech, chime, repeats }: MasteringJob): Plan {
  const gapMs = repeats > 1 ? REPEAT_GAP_MS : 0;
  const frontMs = chime?.durationMs ?? EDGE_MS;
  const speechMs = repeats * (speech.durationMs + gapMs) - gapMs;
  return { gapMs, frontMs, speechMs, totalMs: frontMs + speechMs + EDGE_MS };
}

/**
 * The loudness to reach. Of a single word the meter sees mostly silence: it is raised no further than its peaks
 * allow, since loudnorm would ride the gain to get there.
 */
function goalFor({ speech, target }: MasteringJob, { integrated, truePeak }: Loudness): number {
  const isShort = speech.durationMs < SHORTEST_MEASURED_SECONDS * 1000;
  const reachable = Math.floor((integrated + TRUE_PEAK - truePeak) * 100) / 100;
  return isShort ? Math.min(TARGETS[target], reachable) : TARGETS[target];
}

/** First pass: the filtered speech with the pause before its next repeat, and the meter. */
function measureGraph(gapMs: number, pitch: number): string {
  const pad = gapMs > 0 ? `apad=pad_dur=${gapMs / 1000}` : 'anull';
  return [
    `[0:a]${shifted(pitch)}${CHAIN},asplit[a][b]`,
    `[a]${pad}[speech]`,
    `[b]apad=whole_dur=${SHORTEST_MEASURED_SECONDS},ebur128=peak=true:dualmono=true:framelog=verbose[meter]`,
  ].join(';');
}

/** Played faster or slower to change the pitch, and stretched back to its length. */
function shifted(pitch: number): string {
  if (pitch === 0) return '';
  const ratio = 2 ** (pitch / 12);
  const rate = Math.round(SAMPLE_RATE * ratio);
  return `aresample=${SAMPLE_RATE},asetrate=${rate},aresample=${SAMPLE_RATE},atempo=${SAMPLE_RATE / rate},`;
}

/** Second pass: one gain for the speech and all of its repeats, the chime or silence in front, silence behind. */
function joinGraph(job: MasteringJob, plan: Plan, measured: Loudness, goal: number): string {
  const loudnorm = [
    `loudnorm=I=${goal}`,
    `TP=${TRUE_PEAK}`,
    `LRA=${WIDEST_RANGE}`,
    'dual_mono=true',
    'linear=true',
    `measured_I=${measured.integrated}`,
    `measured_TP=${measured.truePeak}`,
    `measured_LRA=${Math.min(Math.max(measured.range, NARROWEST_RANGE), WIDEST_RANGE)}`,
    `measured_thresh=${measured.threshold}`,
    'print_format=json',
  ].join(':');
  // Padded and trimmed in front: a trim behind loudnorm would end the stream before it had seen all of it.
  const padMs = Math.max(SHORTEST_MEASURED_SECONDS * 1000 - plan.speechMs, EDGE_MS);
  const keptMs = job.chime ? 0 : EDGE_MS;
  const speech = [
    `[0:a]atrim=end=${plan.speechMs / 1000},adelay=${padMs},apad=pad_dur=${EDGE_MS / 1000}`,
    loudnorm,
    `aresample=${SAMPLE_RATE}`,
    'aformat=channel_layouts=mono',
    `atrim=start=${(padMs - keptMs) / 1000}`,
    'asetpts=PTS-STARTPTS',
  ].join(',');
  const end = `volume=${ENCODER_LOSS_DB}dB[out]`;
  if (!job.chime) return `${speech},${end}`;
  const gain = TARGETS[job.target] - TARGETS.bulletin;
  const chime = `[1:a]volume=${gain}dB,aresample=${SAMPLE_RATE},aformat=channel_layouts=mono[chime]`;
  return `${speech}[speech];${chime};[chime][speech]concat=n=2:v=0:a=1,${end}`;
}

/**
 * Judges the result by its length, by what the first pass measured and by the gain that the second gave it: no
 * further pass is needed.
 */
async function verify(
  path: string,
  expectedMs: number,
  goal: number,
  measured: Loudness,
  gain: number | undefined,
): Promise<Mastered> {
  const { size: bytes } = await stat(path);
  const durationMs = Math.round(bytes / BYTES_A_MS);
  if (gain === undefined || Math.abs(durationMs - expectedMs) > LENGTH_TOLERANCE_MS)
    throw new AppError('speech.cut_off');
  const lufs = round(measured.integrated + gain);
  const truePeak = round(measured.truePeak + gain);
  if (truePeak > CLIPPED_ABOVE || Math.abs(lufs - goal) > LOUDNESS_TOLERANCE)
    throw new AppError('speech.distorted');
  return { path, bytes, durationMs, lufs, truePeak };
}

const round = (level: number) => Math.round(level * 100) / 100;

function explain(error: unknown): never {
  if (!(error instanceof ProgramError)) throw error;
  if (error.kind === 'missing') throw new AppError('speech.ffmpeg_missing', {}, error);
  const code = error.kind === 'timeout' ? 'speech.timeout' : 'speech.failed';
  throw new AppError(code, { program: PROGRAM }, error);
}
