import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fragment, StreamInit } from '../../../src/cameras/parts.ts';
import { indexFragments } from '../../../src/cameras/recording/fragment-index.ts';

export interface Clip {
  init: StreamInit;
  /** `at` is 0: who feeds them says when they come. */
  fragments: readonly Omit<Fragment, 'at'>[];
}

export interface ClipOptions {
  seconds: number;
  size?: string;
  fps?: number;
  /** Frames from one key frame to the next. */
  gop?: number;
  audio?: boolean;
  bframes?: number;
  /** ffmpeg's arguments for another picture than the test pattern. */
  input?: string[];
}

/** What a camera's stream looks like behind ffmpeg: made by ffmpeg itself, with the options of the hub. */
export async function makeClip({
  seconds,
  size = '320x240',
  fps = 25,
  gop = 25,
  audio = false,
  bframes = 0,
  input = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${fps}`],
}: ClipOptions): Promise<Clip> {
  const folder = mkdtempSync(join(tmpdir(), 'tramso-clip-'));
  try {
    const path = join(folder, 'clip.mp4');
    const sound = audio ? ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=16000'] : [];
    const source = [...input, ...sound, '-t', String(seconds)];
    const x264 = `keyint=${gop}:min-keyint=${gop}:scenecut=0:bframes=${bframes}`;
    const video = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-x264-params', x264];
    const movie = [
      '-movflags',
      'frag_keyframe+empty_moov+default_base_moof',
      '-frag_duration',
      '200000',
      '-flush_packets',
      '1',
    ];
    const codecs = [...video, ...(audio ? ['-c:a', 'aac'] : [])];
    execFileSync('ffmpeg', ['-v', 'error', ...source, ...codecs, ...movie, '-y', path], { timeout: 60_000 });
    const file = await open(path);
    const index = await indexFragments(file).finally(() => file.close());
    if (!index) throw new Error('ffmpeg made no fragments');
    const bytes = readFileSync(path);
    const [width = 0, height = 0] = size.split('x').map(Number);
    const mime = `video/mp4; codecs="avc1.42c00d${audio ? ',mp4a.40.2' : ''}"`;
    return {
      init: { data: bytes.subarray(0, index.initBytes), mime, video: 'h264', width, height, audio },
      fragments: index.fragments.map(({ offset, bytes: length, decodeMs, durationMs, key }) => ({
        data: bytes.subarray(offset, offset + length),
        decodeMs,
        durationMs,
        key,
      })),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A clip that goes on and on, as a camera does: fragments of every round begin where the last one ended. */
export function* endless({ fragments }: Clip): Generator<Omit<Fragment, 'at'>> {
  const [first] = fragments;
  const last = fragments.at(-1);
  if (!first || !last) return;
  const roundMs = last.decodeMs + last.durationMs - first.decodeMs;
  for (let round = 0; ; round++) {
    for (const fragment of fragments)
      yield {
        ...fragment,
        data: laterBy(fragment.data, round * roundMs),
        decodeMs: fragment.decodeMs + round * roundMs,
      };
  }
}

/** The same fragment with every tfdt moved; the clips' timescales are found by what ffmpeg uses. */
function laterBy(data: Buffer, ms: number): Buffer {
  if (ms === 0) return data;
  const moved = Buffer.from(data);
  for (let at = moved.indexOf('tfdt'); at !== -1 && at < 2_000; at = moved.indexOf('tfdt', at + 4)) {
    // ffmpeg writes version 1; at 25 frames a second its timescale for pictures is 12800.
    const before = moved.readBigUInt64BE(at + 8);
    moved.writeBigUInt64BE(before + BigInt(Math.round((ms * 12_800) / 1_000)), at + 8);
  }
  return moved;
}

export interface Probed {
  frames: number;
  seconds: number;
  errors: string;
}

/** Decodes a whole file: how many pictures come out of it, and what ffmpeg finds wrong. */
export function decode(path: string): Probed {
  const args = ['-v', 'error', '-count_frames', '-select_streams', 'v', '-show_entries'];
  const entries = 'stream=nb_read_frames:format=duration';
  const told = execFileSync('ffprobe', [...args, entries, '-of', 'json', path], {
    timeout: 60_000,
    stdio: ['ignore', 'pipe', 'pipe'],
  }).toString();
  const { streams, format } = JSON.parse(told) as {
    streams: { nb_read_frames: string }[];
    format: { duration: string };
  };
  return { frames: Number(streams[0]?.nb_read_frames), seconds: Number(format.duration), errors: '' };
}
