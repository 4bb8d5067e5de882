import type { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { FastifyBaseLogger } from 'fastify';
import type { AccountGate, CameraRegistry } from '../parts.ts';
import { createFrames, type Frames } from './frames.ts';
import { createHub, type Hub, type HubTimes } from './hub.ts';
import { createMpeg1, type Mpeg1 } from './mpeg1/mpeg1.ts';
import { createSnapshots, type Snapshots } from './snapshots.ts';

export interface MediaParts {
  registry: Pick<CameraRegistry, 'get' | 'account' | 'stream'>;
  accounts: AccountGate;
  /** Name or path of ffmpeg. */
  program: string;
  spawn: typeof spawn;
  /** UTC ms. */
  now(): number;
  /** A code of reasons.ts for a person. */
  say(reason: string): { vi: string; en: string };
  /** A stream in use has just been lost. */
  lost?(cameraId: string): void;
  log: FastifyBaseLogger;
  /** Plain streams are read without an ffmpeg. */
  mayBeDirect(): boolean;
  times?: Partial<HubTimes>;
}

export interface Media {
  hub: Hub;
  frames: Frames;
  snapshots: Snapshots;
  mpeg1: Mpeg1;
  /** Leaves no program, socket or timer behind. */
  close(): Promise<void>;
}

/** Pictures of the cameras: streams shared by all who take from them, single frames, and MPEG-1. Opens nothing yet. */
export function createMedia(parts: MediaParts): Media {
  const { program, spawn, now, say } = parts;
  const hub = createHub(parts);
  const frames = createFrames({ hub, program, spawn, now });
  const mpeg1 = createMpeg1({ hub, program, say, most: availableParallelism() });
  return {
    hub,
    frames,
    snapshots: createSnapshots(frames),
    mpeg1,
    async close() {
      await Promise.all([mpeg1.close(), frames.close()]);
      await hub.close();
    },
  };
}
