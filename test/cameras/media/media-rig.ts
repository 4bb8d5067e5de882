import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import type { Test } from 'tap';
import type { HubTimes } from '../../../src/cameras/media/hub.ts';
import { createMedia, type Media } from '../../../src/cameras/media/media.ts';
import type { Account, Camera, Fragment, StreamInit, StreamListener } from '../../../src/cameras/parts.ts';
import type { CameraStream, StreamRole } from '../../../src/cameras/schemas.ts';
import type { RtspStream } from '../../lab/cameras/rtsp/rtsp-host.ts';

/** Which address, codec and account the box has for each camera, without a database. */
export interface KnownCamera {
  streams: Partial<CameraStream>[];
  account?: Account;
}

export interface MediaRig {
  media: Media;
  cameras: Map<string, KnownCamera>;
  /** Every line of its log, from the first. */
  logged(): string;
  /** Times that a program was started for a camera. */
  readonly started: number;
  /** Accounts that a camera has not taken. */
  refused: string[];
}

export interface MediaRigOptions {
  times?: Partial<HubTimes>;
  program?: string;
  direct?: boolean;
}

/** The media part on its own, closed when the test ends. */
export function startMedia(t: Pick<Test, 'teardown'>, options: MediaRigOptions = {}): MediaRig {
  const cameras = new Map<string, KnownCamera>();
  const lines: string[] = [];
  const refused: string[] = [];
  let started = 0;
  const counted = (...args: Parameters<typeof spawn>) => {
    started++;
    return spawn(...args);
  };
  const media = createMedia({
    registry: {
      get: (id) => (cameras.has(id) ? ({ id } as Camera) : undefined),
      account: (id) => cameras.get(id)?.account,
      stream: (id, role) => streamOf(cameras.get(id), role),
    },
    accounts: {
      mayTry: (id) => !refused.includes(id),
      refused: (id) => refused.push(id),
      resting: (id) => (refused.includes(id) ? 'refused' : undefined),
      forbidden: (id) => refused.push(id) > 0,
      isBusy: () => false,
      accepted() {},
      undecided() {},
    },
    program: options.program ?? 'ffmpeg',
    spawn: counted as typeof spawn,
    now: Date.now,
    say: (reason) => ({ vi: `vi ${reason}`, en: `en ${reason}` }),
    log: pino({ level: 'trace' }, { write: (line: string) => lines.push(line) }),
    mayBeDirect: () => options.direct ?? true,
    ...(options.times && { times: options.times }),
  });
  t.teardown(() => media.close());
  return {
    media,
    cameras,
    refused,
    logged: () => lines.join(''),
    get started() {
      return started;
    },
  };
}

function streamOf(camera: KnownCamera | undefined, role: StreamRole): CameraStream | undefined {
  const given = camera?.streams.find((one) => one.role === role) ?? camera?.streams[0];
  const unknown = { token: '', video: '', width: 0, height: 0, fps: 0, kbps: 0, audio: '' };
  return given && { ...unknown, role, url: '', ...given };
}

/** What the box would know of a stream of the lab. */
export function known(stream: RtspStream, role: StreamRole = 'main'): Partial<CameraStream> {
  return { role, url: stream.url, video: stream.video.codec, audio: stream.audio ?? '' };
}

/** A listener that remembers. */
export class Ear implements StreamListener {
  readonly inits: StreamInit[] = [];
  readonly fragments: Fragment[] = [];
  readonly reasons: string[] = [];

  init(init: StreamInit): void {
    this.inits.push(init);
  }

  fragment(fragment: Fragment): void {
    this.fragments.push(fragment);
  }

  lost(reason: string): void {
    this.reasons.push(reason);
  }
}

/** Looks every 20 ms; throws after `withinMs`. */
export async function until(what: string, holds: () => boolean, withinMs = 15_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
    await sleep(20);
  }
}
