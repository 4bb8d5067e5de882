import type { spawn } from 'node:child_process';
import type { StreamRole } from '../schemas.ts';

export { NoPicture } from './decode.ts';

import { type DecodeSource, decodeFrame, type Frame, NoPicture } from './decode.ts';
import type { Hub } from './hub.ts';
import { Limiter } from './limiter.ts';
import { OTHER_WAY } from './shared-stream.ts';

export interface FramesParts {
  hub: Pick<Hub, 'latest' | 'opening' | 'tried' | 'judged'>;
  program: string;
  spawn: typeof spawn;
  /** UTC ms. */
  now(): number;
}

export interface GrabOptions {
  /** `sub` where it is left out: a quarter of the work. */
  role?: StreamRole;
  /** The picture in its whole size as well. */
  jpeg?: boolean;
  /** Somebody waits for it: before those that the station wants for itself. */
  forPerson?: boolean;
  signal?: AbortSignal;
}

export interface GrabbedFrame extends Frame {
  /** When it came from the camera, UTC ms. */
  at: number;
  /** Out of a stream that ran anyway, and not by a connection of its own. */
  running: boolean;
}

export interface Frames {
  /** One key frame of a camera. Rejects with NoPicture within 20 s of its turn, or with the abort reason. */
  grab(cameraId: string, options?: GrabOptions): Promise<GrabbedFrame>;
  /** Ends what is under way. */
  close(): Promise<void>;
}

/** Two at once: a picture of 4K takes a core for a tenth of a second. */
const AT_ONCE = 2;
const DECODE_MS = 5_000;
/** A camera may have its key frames ten seconds apart. */
const CONNECT_AND_DECODE_MS = 20_000;

/** Single pictures: of the stream that runs, else over a short connection. */
export function createFrames({ hub, program, spawn, now }: FramesParts): Frames {
  const limiter = new Limiter(AT_ONCE);
  const closing = new AbortController();
  const running = new Set<Promise<unknown>>();

  async function grabNow(cameraId: string, options: GrabOptions): Promise<GrabbedFrame> {
    const { role = 'sub', jpeg = false, signal } = options;
    const either = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
    const decode = (source: DecodeSource, timeoutMs: number) =>
      decodeFrame(source, { program, spawn, jpeg, timeoutMs, signal: either });
    const latest = hub.latest(cameraId, role);
    const [key] = latest?.fragments ?? [];
    if (latest && key) {
      const frame = await decode({ mp4: [latest.init.data, key.data] }, DECODE_MS);
      return { ...frame, at: key.at, running: true };
    }
    const opening = hub.opening(cameraId, role);
    if ('reason' in opening) throw new NoPicture(opening.reason);
    try {
      const frame = await decode({ feed: opening.source }, CONNECT_AND_DECODE_MS);
      hub.tried(cameraId, null);
      return { ...frame, at: now(), running: false };
    } catch (error) {
      const reason = error instanceof NoPicture ? error.reason : 'camera.no_frames';
      const told = await hub.judged(cameraId, role, reason, either);
      if (told === OTHER_WAY) return grabNow(cameraId, options);
      throw error instanceof NoPicture ? new NoPicture(told) : error;
    }
  }

  return {
    async grab(cameraId, options = {}) {
      const work = limiter.run(() => grabNow(cameraId, options), options.forPerson);
      running.add(work);
      try {
        return await work;
      } finally {
        running.delete(work);
      }
    },
    async close() {
      closing.abort(new Error('the station stops'));
      await Promise.allSettled(running);
    },
  };
}
