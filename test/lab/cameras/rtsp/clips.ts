import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BITS, CELL } from './burned-clock.ts';
import { isScene, type Scene, sceneInput } from './scenes.ts';

export type Picture = 'moving' | 'black' | 'frozen' | 'blurred' | Scene;

export interface VideoSpec {
  codec: 'h264' | 'hevc' | 'mjpeg';
  width: number;
  height: number;
  fps: number;
  /** Frames from one key frame to the next. */
  gop: number;
  bframes: number;
  picture: Picture;
}

export type SoundCodec = 'aac' | 'pcm_alaw' | 'pcm_mulaw' | 'g726' | 'opus';

/** Made once by each user of this machine and kept between runs. */
const CACHE = join(tmpdir(), `tramso-lab-clips-${process.getuid?.()}`);
/** A change of how they are made makes them anew. */
const VERSION = 1;
const LOOP_SECONDS = 10;
const ENCODE_WITHIN_MS = 180_000;
/** Kilobits a second of each picture size, by its pixels; what small cameras send. */
const KBPS: readonly [pixels: number, kbps: number][] = [
  [110_000, 256],
  [250_000, 512],
  [1_000_000, 2000],
  [2_100_000, 4000],
];
const SOUND_ARGS: Record<SoundCodec, string[]> = {
  aac: ['-c:a', 'aac', '-ar', '16000', '-b:a', '32k', '-f', 'adts'],
  pcm_alaw: ['-c:a', 'pcm_alaw', '-ar', '8000', '-f', 'alaw'],
  pcm_mulaw: ['-c:a', 'pcm_mulaw', '-ar', '8000', '-f', 'mulaw'],
  g726: ['-c:a', 'g726', '-ar', '8000', '-b:a', '32k', '-f', 'g726'],
  // Packets of one size, since nothing in the file parts them.
  opus: ['-c:a', 'libopus', '-ar', '48000', '-b:a', '32k', '-vbr', 'off', '-map', '0:a', '-f', 'data'],
};

/** Bitrate that a moving picture of this size is encoded with, kbit/s. */
export function kbpsOf({ width, height }: Pick<VideoSpec, 'width' | 'height'>): number {
  return KBPS.find(([pixels]) => width * height <= pixels)?.[1] ?? 8000;
}

/** Folder with the frames of a clip (`video`) and where each begins (`index.json`); encodes it where it is missing. */
export function clip(spec: VideoSpec): Promise<string> {
  return made(spec, async (folder) => {
    const mp4 = join(folder, 'clip.mp4');
    await ffmpeg([...inputOf(spec), ...encoderOf(spec), '-an', mp4]);
    const annexB = spec.codec === 'mjpeg' ? 'null' : `${spec.codec}_mp4toannexb`;
    const copy = ['-c', 'copy', '-bsf:v', annexB, '-f'];
    const list = join(folder, 'frames.txt');
    await ffmpeg(['-i', mp4, ...copy, spec.codec, join(folder, 'video'), ...copy, 'framecrc', list]);
    const { width, height } = spec;
    // Of JPEG only, since nothing in its stream is read for them.
    const size = spec.codec === 'mjpeg' ? { width, height } : {};
    const index = { codec: spec.codec, fps: spec.fps, ...size, frames: framesOf(readFileSync(list, 'utf8')) };
    writeFileSync(join(folder, 'index.json'), JSON.stringify(index));
    rmSync(mp4);
    rmSync(list);
  });
}

/** File with ten seconds of beeps, one each second. */
export async function sound(codec: SoundCodec): Promise<string> {
  const folder = await made({ sound: codec }, (folder) => {
    const beeps = `sine=frequency=440:beep_factor=2:sample_rate=16000:duration=${LOOP_SECONDS}`;
    return ffmpeg(['-f', 'lavfi', '-i', beeps, '-ac', '1', ...SOUND_ARGS[codec], join(folder, 'sound')]);
  });
  return join(folder, 'sound');
}

/** A JPEG of 640x360. */
export async function still(): Promise<Buffer> {
  const folder = await made({ still: 'jpeg' }, (folder) =>
    ffmpeg(['-f', 'lavfi', '-i', 'testsrc2=s=640x360', '-frames:v', '1', join(folder, 'still.jpg')]),
  );
  return readFileSync(join(folder, 'still.jpg'));
}

/** Under a name of its own until it is whole: several tests may make the same at once. */
async function made(spec: object, make: (folder: string) => Promise<void>): Promise<string> {
  const key = createHash('sha256')
    .update(JSON.stringify([VERSION, spec]))
    .digest('hex')
    .slice(0, 16);
  const folder = join(CACHE, key);
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const draft = mkdtempSync(`${folder}-`);
  try {
    await make(draft);
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

function inputOf({ picture, width, height, fps, gop }: VideoSpec): string[] {
  const size = `s=${width}x${height}:r=${fps}`;
  const frames = String(Math.ceil((LOOP_SECONDS * fps) / gop) * gop);
  if (isScene(picture)) return [...sceneInput(picture, width, height, fps), '-frames:v', frames];
  const source = picture === 'black' ? `color=black:${size}` : `testsrc2=${size}`;
  // A stuck camera shows its clock stuck too.
  const still = picture === 'frozen' ? 'loop=loop=-1:size=1:start=0' : 'null';
  const blur = picture === 'blurred' ? `gblur=sigma=${Math.round(height / 24)}` : 'null';
  const filters = picture === 'black' ? 'null' : [blur, clockFilter(height, fps), still].join(',');
  return ['-f', 'lavfi', '-i', source, '-vf', filters, '-frames:v', frames];
}

/** The number of the frame in black and white squares along the lower edge, for burned-clock.ts to read. */
function clockFilter(height: number, fps: number): string {
  const y = height - CELL;
  const boxes = Array.from({ length: BITS }, (_, bit) => {
    const box = `drawbox=x=${bit * CELL}:y=${y}:w=${CELL}:h=${CELL}:t=fill`;
    return `${box}:color=black,${box}:color=white:enable='mod(floor(mod(n\\,${LOOP_SECONDS * fps})/${2 ** bit})\\,2)'`;
  });
  return boxes.join(',');
}

function encoderOf(spec: VideoSpec): string[] {
  const { codec, fps, gop, bframes } = spec;
  // RFC 2435 has room for the usual Huffman tables and for whole blocks of 8x8 only.
  if (codec === 'mjpeg') return ['-c:v', 'mjpeg', '-huffman', 'default', '-q:v', '5', '-pix_fmt', 'yuvj420p'];
  const kbps = kbpsOf(spec);
  const rate = ['-b:v', `${kbps}k`, '-maxrate', `${kbps * 1.5}k`, '-bufsize', `${kbps}k`];
  const every = ['-g', String(gop), '-bf', String(bframes), '-pix_fmt', 'yuv420p', '-r', String(fps)];
  // A loop may only join where nothing before a key frame is referred to.
  const own = `keyint=${gop}:min-keyint=${gop}:scenecut=0:open-gop=0:bframes=${bframes}:repeat-headers=1`;
  return codec === 'h264'
    ? ['-c:v', 'libx264', '-preset', 'veryfast', ...every, ...rate, '-x264-params', own]
    : [
        '-c:v',
        'libx265',
        '-preset',
        'ultrafast',
        ...every,
        ...rate,
        '-x265-params',
        `${own}:log-level=error`,
      ];
}

/** Lines of framecrc: stream, decode time, presentation time, duration, bytes, checksum, and flags unless it is a key frame. */
function framesOf(list: string): [bytes: number, pts: number, key: boolean][] {
  const rows = list
    .split('\n')
    .filter((line) => /^\d/.test(line))
    .map((line) => line.split(',').map((cell) => cell.trim()));
  const times = rows.map((row) => Number(row[2]));
  const first = Math.min(...times);
  const tick = (Math.max(...times) - first) / (rows.length - 1);
  return rows.map((row, i) => [
    Number(row[4]),
    Math.round(((times[i] ?? 0) - first) / tick),
    row[6] === undefined,
  ]);
}

async function ffmpeg(args: string[]): Promise<void> {
  const quiet = ['-nostdin', '-hide_banner', '-loglevel', 'error', '-y'];
  await promisify(execFile)('ffmpeg', [...quiet, ...args], {
    timeout: ENCODE_WITHIN_MS,
    killSignal: 'SIGKILL',
  });
}
