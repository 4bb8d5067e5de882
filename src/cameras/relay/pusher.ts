import type { ChildProcess, spawn } from 'node:child_process';
import type { FastifyBaseLogger } from 'fastify';
import type { Credentials } from '../../protocols/http-auth.ts';
import { hideUserinfo } from '../../protocols/userinfo.ts';
import type { StreamHub, StreamInit } from '../parts.ts';
import type { StreamRole } from '../schemas.ts';
import type { RelayAddress } from './address.ts';
import { openRtspDoor, type RtspDoor } from './rtsp-door.ts';

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
const FLOWING_MS = 3_000;
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 30_000];
const STDERR_KEPT = 4_096;
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
    const child = spawn(ffmpeg, argumentsFor(address, door?.url ?? address.url), {
      stdio: ['pipe', 'ignore', 'pipe'],
      detached: true,
    });
    let stderr = '';
    let waiting = false;
    let stuckSince: number | undefined;
    const flowing = setTimeout(() => {
      failures = 0;
      say(null);
    }, FLOWING_MS);
    const gone = new Promise<void>((resolve) => {
      child.once('error', resolve as () => void);
      child.once('close', () => resolve());
    }).finally(() => clearTimeout(flowing));
    child.stdin?.on('error', () => {});
    child.stderr?.setEncoding('utf8');
    child.stderr?.on('data', (text: string) => {
      stderr = (stderr + text).slice(-STDERR_KEPT);
    });
    void gone.then(() => {
      if (stderr !== '') log.debug({ stderr: hideUserinfo(stderr) }, 'a relay’s ffmpeg has ended');
      onEnd();
    });
    child.stdin?.write(init.data);
    return {
      take(data, key) {
        const { stdin } = child;
        if (!stdin?.writable) return;
        if (stdin.writableLength > BACKLOG_MAX) {
          waiting = true;
          stuckSince ??= performance.now();
          if (performance.now() - stuckSince > STUCK_MS) kill(child);
          return;
        }
        stuckSince = undefined;
        if (waiting && !key) return;
        waiting = false;
        stdin.write(data);
      },
      async end() {
        child.stdin?.end();
        const timer = setTimeout(() => kill(child), KILL_AFTER_MS);
        await gone;
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

/** The whole group, so that nothing of it stays behind. */
function kill({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}

function argumentsFor({ protocol }: RelayAddress, url: string): string[] {
  const out = {
    rtsp: ['-f', 'rtsp', '-rtsp_transport', 'tcp'],
    // -rw_timeout in µs: without it a receiver that has lost its power holds ffmpeg for many minutes.
    rtmp: ['-f', 'flv', '-rw_timeout', '10000000', '-flvflags', 'no_duration_filesize'],
    srt: ['-f', 'mpegts', '-mpegts_flags', '+resend_headers'],
  }[protocol];
  const input = [
    '-hide_banner',
    '-nostats',
    '-loglevel',
    'error',
    '-fflags',
    'nobuffer',
    '-f',
    'mp4',
    '-i',
    'pipe:0',
  ];
  return [...input, '-map', '0', '-c', 'copy', ...out, url];
}
