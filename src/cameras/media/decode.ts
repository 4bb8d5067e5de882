import type { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { type Feed, feed } from './feed.ts';
import { startMediaChild } from './media-child.ts';
import { LISTED_INPUT } from './rtsp-address.ts';
import { reasonOf } from './why.ts';

/** One picture. */
export interface Frame {
  /** GREY.width × GREY.height bytes of brightness, 0 black … 255 white, row by row. */
  grey: Buffer;
  /** Whole size; empty where it was not asked for. */
  jpeg: Buffer;
}

export type DecodeSource =
  /** Fragmented MP4 that begins with a key frame. */
  | { mp4: readonly Buffer[] }
  /** A stream of a camera. */
  | { feed: Feed };

export interface DecodeOptions {
  program: string;
  spawn: typeof spawn;
  jpeg: boolean;
  /** It is killed then, ms. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** Small enough to compare with the last one in no time, large enough to tell blurred from sharp. */
export const GREY = { width: 64, height: 36 } as const;
const GREY_BYTES = GREY.width * GREY.height;
const LARGEST_JPEG = 8 * 1024 * 1024;

/** Why no picture came: `reason` is a code of reasons.ts. */
export class NoPicture extends Error {
  override readonly name = 'NoPicture';
  readonly reason: string;

  constructor(reason: string) {
    super(`no picture: ${reason}`);
    this.reason = reason;
  }
}

/** Decodes one key frame, and nothing else of the stream. Rejects with NoPicture, or with the abort reason. */
export async function decodeFrame(source: DecodeSource, options: DecodeOptions): Promise<Frame> {
  const { program, spawn, jpeg, timeoutMs, signal } = options;
  signal?.throwIfAborted();
  const child = startMediaChild({ program, spawn, pipes: 1, args: decodeArgs('feed' in source, jpeg) });
  let late = false;
  let close = () => {};
  const timer = setTimeout(() => {
    late = true;
    child.kill();
  }, timeoutMs);
  const onAbort = () => child.kill();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const grey = collect(child.stdout, GREY_BYTES);
    const picture = collect(child.pipes[0] as Readable, LARGEST_JPEG);
    if ('feed' in source) close = feed(child.stdin, source.feed);
    else child.stdin.end(Buffer.concat(source.mp4));
    const { missing } = await child.ended;
    signal?.throwIfAborted();
    const frame = { grey: grey(), jpeg: picture() };
    if (frame.grey.length === GREY_BYTES && (!jpeg || frame.jpeg.length > 0)) return frame;
    if (missing) throw new NoPicture('camera.no_program');
    throw new NoPicture(late ? 'camera.no_frames' : reasonOf(child.stderr(), false));
  } finally {
    clearTimeout(timer);
    close();
    signal?.removeEventListener('abort', onAbort);
  }
}

/** `discard`: of a group of pictures only the key frame is decoded. */
function decodeArgs(isList: boolean, jpeg: boolean): string[] {
  const one = ['-map', '0:v:0', '-frames:v', '1'];
  const small = `scale=${GREY.width}:${GREY.height}:flags=area:out_range=full,format=gray`;
  return [
    ...['-hide_banner', '-nostats', '-loglevel', 'error', '-threads', '1', '-skip_frame', 'nokey'],
    ...(isList
      ? ['-probesize', '32', '-analyzeduration', '0', ...LISTED_INPUT]
      : ['-f', 'mp4', '-i', 'pipe:0']),
    ...[...one, '-vf', small, '-f', 'rawvideo', 'pipe:1'],
    ...(jpeg ? [...one, '-q:v', '3', '-f', 'image2pipe', '-c:v', 'mjpeg', 'pipe:3'] : []),
  ];
}

/** Keeps at most `limit` bytes; what is beyond is let go. */
function collect(stream: Readable, limit: number): () => Buffer {
  const chunks: Buffer[] = [];
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    if (length + chunk.length > limit) return;
    chunks.push(chunk);
    length += chunk.length;
  });
  return () => Buffer.concat(chunks);
}
