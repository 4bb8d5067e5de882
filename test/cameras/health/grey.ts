import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { GreyFrame } from '../../../src/cameras/health/picture.ts';

const run = promisify(execFile);
const [WIDTH, HEIGHT] = [64, 36];
const GREY = `scale=${WIDTH}:${HEIGHT}:flags=area,format=gray`;

/** Every key frame that ffmpeg reads from `input`, decoded to 64×36 grey. */
export async function greyFrames(input: readonly string[], filter = 'null', count = 1): Promise<GreyFrame[]> {
  const args = [...input, '-frames:v', String(count), '-fps_mode', 'passthrough', '-vf', `${filter},${GREY}`];
  const { stdout } = await run('ffmpeg', ['-v', 'error', ...args, '-f', 'rawvideo', 'pipe:1'], {
    encoding: 'buffer',
    timeout: 60_000,
  });
  const size = WIDTH * HEIGHT;
  return Array.from({ length: stdout.length / size }, (_none, i) => ({
    width: WIDTH,
    height: HEIGHT,
    data: stdout.subarray(i * size, (i + 1) * size),
  }));
}

/** One picture of a test source of ffmpeg, with a filter over it. */
export async function sceneOf(source: string, filter = 'null'): Promise<GreyFrame> {
  const frames = await greyFrames(['-f', 'lavfi', '-i', source], `${filter},format=yuv420p`);
  if (!frames[0]) throw new Error('ffmpeg made no picture');
  return frames[0];
}

/** Encodes `seconds` of a still with a filter over it, as a camera with a key frame each 5 s would. */
export async function encode(
  path: string,
  filter: string,
  rate: readonly string[],
  seconds = 30,
): Promise<void> {
  const still = [
    '-f',
    'lavfi',
    '-i',
    'mandelbrot=s=1280x720:r=1:start_scale=0.8:maxiter=300,trim=end_frame=1,loop=-1:1,fps=5',
  ];
  const codec = ['-c:v', 'libx264', '-preset', 'veryfast', '-g', '25', '-pix_fmt', 'yuv420p', ...rate];
  await run('ffmpeg', ['-y', '-v', 'error', ...still, '-t', String(seconds), '-vf', filter, ...codec, path], {
    timeout: 60_000,
  });
}
