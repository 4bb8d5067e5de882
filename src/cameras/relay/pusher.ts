import type { spawn } from 'node:child_process';
import type { FastifyBaseLogger } from 'fastify';
import type { Credentials } from '../../protocols/http-auth.ts';
import { startMediaChild } from '../media/media-child.ts';
import type { StreamHub, StreamInit } from '../parts.ts';
import { openRtspDoor, type RtspDoor } from '../rtsp/rtsp-door.ts';
import type { StreamRole } from '../schemas.ts';
import type { RelayAddress } from './address.ts';

export interface PusherParts {
  hub: Pick<StreamHub, 'join'>;
  cameraId: string;
  role: StreamRole;
  address: RelayAddress;
  account?: Credentials | undefined;
  ffmpeg: string;
  spawn: typeof spawn;
  log: FastifyBaseLogger;
  /** Null while pictures flow, else why they do not (reasons.ts). */
  onState(reason: string | null): void;
}

export interface Pusher {
  close(): Promise<void>;
}

/** What the receiver has not taken yet; beyond this it gets nothing until it has caught up at a key frame. */
const BACKLOG_MAX = 4 * 1_048_576;
/** A receiver that takes nothing for this long is gone. */
const STUCK_MS = 15_000;
/** Pictures that ffmpeg has handed to the receiver, which it does only once that has let it in. */
const FLOWING_FRAMES = 25;
/** One that flowed for so long was well: its next failure counts as the first. */
const WELL_MS = 30_000;
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 30_000];
const KILL_AFTER_MS = 2_000;

/** Copies one stream to one address until it is closed, and begins anew whenever either side was lost. */
export function createPusher(parts: PusherParts): Pusher {
  const { hub, cameraId, role, address, account, ffmpeg, spawn, log, onState } = parts;
  let running: Running | undefined;
  let leave: (() => void) | undefined;
  let retry: NodeJS.Timeout | undefined;
  let door: RtspDoor | undefined;
  /** Why the way to the receiver is closed, as far as the door knows. */
  let failure = 'camera.relay_failed';
  let failures = 0;
  let closed = false;
  let said: string | null | undefined;
  /** The streams begun so far: what an older one still reports is of no interest. */
  let turn = 0;
  const ending = new Set<Promise<void>>();

  function say(reason: string | null): void {
    if (said === reason || closed) return;
    said = reason;
    onState(reason);
  }

  function join(): void {
    leave = hub.join(cameraId, role, {
      init: begin,
      fragment(fragment) {
        running?.take(fragment.data, fragment.key);
      },
      lost(reason) {
        stop();
        say(reason);
      },
    });
  }

  function begin(init: StreamInit): void {
    stop();
    failure = 'camera.relay_failed';
    const own = turn;
    running = push(init, () => again(own));
  }

  /** One ffmpeg: the stream in at its standard input, out to the receiver. */
  function push(init: StreamInit, onEnd: () => void): Running {
    const args = argumentsFor(address, door?.url ?? address.url);
    const child = startMediaChild({ program: ffmpeg, args, spawn });
    let waiting = false;
    let stuckSince: number | undefined;
    let well: NodeJS.Timeout | undefined;
    // What ffmpeg says of itself once a second (-progress), a few hundred bytes.
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const frames = Number(/(?:^|\n)frame=(\d+)/.exec(text)?.[1] ?? 0);
      if (well || frames < FLOWING_FRAMES) return;
      say(null);
      well = setTimeout(() => {
        failures = 0;
      }, WELL_MS);
      well.unref();
    });
    void child.ended.then(() => {
      clearTimeout(well);
      if (child.stderr() !== '') log.debug({ stderr: child.stderr() }, 'a relay’s ffmpeg has ended');
      onEnd();
    });
    child.stdin.write(init.data);
    return {
      take(data, key) {
        const { stdin } = child;
        if (!stdin.writable) return;
        if (stdin.writableLength > BACKLOG_MAX) {
          waiting = true;
          stuckSince ??= performance.now();
          if (performance.now() - stuckSince > STUCK_MS) child.kill();
          return;
        }
        stuckSince = undefined;
        if (waiting && !key) return;
        waiting = false;
        stdin.write(data);
      },
      async end() {
        child.stdin.end();
        const timer = setTimeout(child.kill, KILL_AFTER_MS);
        await child.ended;
        clearTimeout(timer);
      },
    };
  }

  /** ffmpeg has ended by itself: tried again from the next key frame on, ever more rarely. */
  function again(own: number): void {
    if (closed || own !== turn) return;
    stop();
    leave?.();
    leave = undefined;
    say(failure);
    const wait = RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)];
    retry = setTimeout(join, wait);
  }

  function stop(): void {
    turn += 1;
    const end = running?.end();
    running = undefined;
    if (!end) return;
    const ended = end.finally(() => ending.delete(ended));
    ending.add(ended);
  }

  /** Through a door of our own where the protocol lets us, so that no account stands in a process list. */
  async function start(): Promise<void> {
    if (address.protocol === 'rtsp') {
      const onFailure = (reason: string) => {
        failure = reason;
      };
      door = await openRtspDoor({ target: address.url, account, onFailure });
    }
    if (!closed) join();
  }

  const started = start();
  started.catch((error) => {
    log.error({ err: error }, 'a relay cannot open its door');
    say('camera.relay_failed');
  });
  return {
    async close() {
      closed = true;
      clearTimeout(retry);
      leave?.();
      stop();
      await Promise.all([started.catch(() => {}), ...ending]);
      door?.close();
    },
  };
}

interface Running {
  take(data: Buffer, key: boolean): void;
  end(): Promise<void>;
}

function argumentsFor({ protocol }: RelayAddress, url: string): string[] {
  const out = {
    rtsp: ['-f', 'rtsp', '-rtsp_transport', 'tcp'],
    // -rw_timeout in µs: without it a receiver that has lost its power holds ffmpeg for many minutes.
    rtmp: ['-f', 'flv', '-rw_timeout', '10000000', '-flvflags', 'no_duration_filesize'],
    srt: ['-f', 'mpegts', '-mpegts_flags', '+resend_headers'],
  }[protocol];
  const input = [
    ...['-hide_banner', '-nostats', '-loglevel', 'error', '-progress', 'pipe:1', '-stats_period', '1'],
    ...['-fflags', 'nobuffer', '-f', 'mp4', '-i', 'pipe:0'],
  ];
  return [...input, '-map', '0', '-c', 'copy', ...out, url];
}
