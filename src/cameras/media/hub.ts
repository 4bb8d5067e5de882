import type { spawn } from 'node:child_process';
import type { FastifyBaseLogger } from 'fastify';
import type { AccountGate, CameraRegistry, Fragment, StreamHub, StreamInit } from '../parts.ts';
import { STREAM_ROLES, type StreamRole } from '../schemas.ts';
import { startCopy } from './copy.ts';
import { mayReadDirectly, startDirectCopy } from './direct/direct-copy.ts';
import type { Feed } from './feed.ts';
import { listOf } from './rtsp-address.ts';
import { type Opening, OTHER_WAY, SharedStream } from './shared-stream.ts';
import { wantsOtherDigest } from './sign-in.ts';
import { StartGate } from './start-gate.ts';
import { FORBIDDEN } from './why.ts';

export interface HubTimes {
  /** How long a stream goes on after the last one has left. */
  lingerMs: number;
  /** Without pictures for so long, a stream that ran is begun anew. */
  silenceMs: number;
  /** One that waits for its next try is tried for whoever joins, so long after its last failure at the earliest. */
  hasteMs: number;
}

const TIMES: HubTimes = { lingerMs: 10_000, silenceMs: 10_000, hasteMs: 3_000 };

export interface HubParts {
  registry: Pick<CameraRegistry, 'get' | 'account' | 'stream'>;
  accounts: AccountGate;
  /** Name or path of ffmpeg. */
  program: string;
  spawn: typeof spawn;
  /** UTC ms. */
  now(): number;
  /** A stream in use has just been lost. */
  lost?(cameraId: string): void;
  log: FastifyBaseLogger;
  /** 0 … 1 */
  random?: () => number;
  /** Plain streams are read without an ffmpeg. */
  mayBeDirect(): boolean;
  times?: Partial<HubTimes>;
}

/** The streams in use, as the parts see them, and what only media/ asks. */
export interface Hub extends StreamHub {
  /** The latest key frame of a stream that runs, and what came after it. */
  latest(
    cameraId: string,
    role: StreamRole,
  ): { init: StreamInit; fragments: readonly Fragment[] } | undefined;
  /** What would be opened now. */
  opening(cameraId: string, role: StreamRole): Opening;
  /** An attempt with the camera's account ended so: null where it was let in. Returns the reason to show. */
  tried(cameraId: string, reason: string | null): string | null;
  /**
   * The same for a failure. OTHER_WAY where it was the digest that ffmpeg does not know: nothing was refused, and the
   * next try goes another way.
   */
  judged(cameraId: string, role: StreamRole, reason: string, signal: AbortSignal): Promise<string>;
}

const STDERR_SHOWN = 400;
/** Of ffmpeg: sound that MP4 does not know, or not as AAC, or AAC as transport streams have it. */
const NO_PLACE_IN_MP4 =
  /codec not currently supported in container|incompatible with output codec id|Malformed AAC bitstream/;

export function createHub(parts: HubParts): Hub {
  const { registry, accounts, program, spawn, now, log, random = Math.random } = parts;
  const { lingerMs, silenceMs, hasteMs } = { ...TIMES, ...parts.times };
  const streams = new Map<string, { cameraId: string; stream: SharedStream }>();
  /** Streams whose sound MP4 cannot hold, though it was unknown or said to be AAC. */
  const otherSound = new Set<string>();
  /** Cameras that want a digest which ffmpeg does not know: it reads them through a door that signs in. */
  const doors = new Set<string>();
  /** Streams that only ffmpeg can read. */
  const indirect = new Set<string>();
  const gate = new StartGate();
  const ending = new Set<Promise<void>>();

  function opening(cameraId: string, role: StreamRole): Opening {
    if (!registry.get(cameraId)) return { reason: 'camera.removed' };
    const stream = registry.stream(cameraId, role);
    if (!stream) return { reason: 'camera.no_stream' };
    const resting = accounts.resting(cameraId);
    if (resting) return { reason: `camera.${resting}` };
    try {
      const address = { url: stream.url, account: registry.account(cameraId) };
      // Made here also where it is not used: it throws where the address is none.
      const list = listOf(address);
      const source: Feed = doors.has(cameraId) ? { door: address } : { list };
      const isOther = stream.audio !== '' && stream.audio !== 'aac';
      // Last, since whoever may try does.
      if (!accounts.mayTry(cameraId)) return { reason: 'camera.no_frames' };
      const key = keyOf(cameraId, role);
      const encodesSound = isOther || otherSound.has(key);
      const isPlain = parts.mayBeDirect() && !encodesSound && !doors.has(cameraId) && !indirect.has(key);
      const direct = isPlain && mayReadDirectly(address, stream) ? address : undefined;
      return { source, video: stream.video, encodesSound, direct };
    } catch {
      return { reason: 'camera.no_stream' };
    }
  }

  function tried(cameraId: string, reason: string | null): string | null {
    if (reason === null) accounts.accepted(cameraId);
    else if (reason !== 'camera.refused' && reason !== FORBIDDEN) accounts.undecided(cameraId);
    else return refused(cameraId, reason);
    return reason;
  }

  async function judged(
    cameraId: string,
    role: StreamRole,
    reason: string,
    signal: AbortSignal,
  ): Promise<string> {
    const url = registry.stream(cameraId, role)?.url;
    const maySign = reason === 'camera.refused' && !doors.has(cameraId) && registry.account(cameraId);
    if (maySign && url !== undefined) {
      const isOther = await wantsOtherDigest(url, signal);
      // It may have another account by now.
      if (signal.aborted) return reason;
      if (isOther) {
        doors.add(cameraId);
        accounts.undecided(cameraId);
        return OTHER_WAY;
      }
    }
    return tried(cameraId, reason) ?? reason;
  }

  function refused(cameraId: string, reason: string): string {
    if (!registry.account(cameraId)) return 'camera.no_account';
    if (reason === FORBIDDEN && !accounts.forbidden(cameraId)) return 'camera.no_frames';
    if (reason !== FORBIDDEN) accounts.refused(cameraId, 'refused');
    return `camera.${accounts.resting(cameraId) ?? 'refused'}`;
  }

  function create(cameraId: string, role: StreamRole, key: string): SharedStream {
    const about = { camera: cameraId, stream: role };
    const stream = new SharedStream({
      gate,
      random,
      lingerMs,
      hasteMs,
      open: () => opening(cameraId, role),
      start(opened, ears) {
        const over = new AbortController();
        const copy = opened.direct
          ? startDirectCopy({
              ...ears,
              address: opened.direct,
              now,
              silenceMs,
              ended: (reason, words) => ears.ended(tried(cameraId, reason) ?? reason, words),
              unfit(words, letIn) {
                indirect.add(key);
                log.info({ ...about, why: words }, 'a camera stream is read through ffmpeg');
                if (letIn) tried(cameraId, null);
                else accounts.undecided(cameraId);
                ears.ended(OTHER_WAY, words);
              },
            })
          : startCopy({
              ...opened,
              ...ears,
              program,
              spawn,
              now,
              silenceMs,
              ended(reason, stderr) {
                const isNews = NO_PLACE_IN_MP4.test(stderr) && !otherSound.has(key);
                if (isNews) otherSound.add(key);
                void judged(cameraId, role, reason, over.signal).then((told) => {
                  if (!over.signal.aborted) ears.ended(isNews ? OTHER_WAY : told, stderr);
                });
              },
            });
        const end = () => {
          over.abort();
          accounts.undecided(cameraId);
          return copy.end();
        };
        return { end };
      },
      turned(reason, stderr) {
        if (reason === null) {
          tried(cameraId, null);
          log.info(about, 'a camera stream runs');
        } else {
          parts.lost?.(cameraId);
          log.warn({ ...about, reason, said: stderr.slice(-STDERR_SHOWN) }, 'a camera stream is lost');
        }
      },
      broke: (err) => log.error({ ...about, err }, 'a listener of a camera stream failed'),
      unused: () => end(key),
    });
    streams.set(key, { cameraId, stream });
    return stream;
  }

  function end(key: string, reason?: string): void {
    const stream = streams.get(key)?.stream;
    streams.delete(key);
    const gone = stream?.end(reason);
    if (!gone) return;
    ending.add(gone);
    void gone.finally(() => ending.delete(gone));
  }

  /** A camera with one stream has it in both roles: still one connection. */
  function keyOf(cameraId: string, role: StreamRole): string {
    return `${cameraId}/${registry.stream(cameraId, role)?.role ?? role}`;
  }

  return {
    join(cameraId, role, listener) {
      const key = keyOf(cameraId, role);
      const stream = streams.get(key)?.stream ?? create(cameraId, role, key);
      return stream.join(listener);
    },
    state(cameraId, role) {
      const stream = streams.get(keyOf(cameraId, role))?.stream;
      return stream && { lastFrameAt: stream.lastFrameAt, reason: stream.reason };
    },
    latest: (cameraId, role) => streams.get(keyOf(cameraId, role))?.stream.latest,
    changed(cameraId) {
      for (const role of STREAM_ROLES) {
        otherSound.delete(`${cameraId}/${role}`);
        indirect.delete(`${cameraId}/${role}`);
      }
      doors.delete(cameraId);
      for (const [key, one] of [...streams]) {
        if (one.cameraId !== cameraId) continue;
        if (registry.get(cameraId)) one.stream.restart();
        else end(key, 'camera.removed');
      }
    },
    opening,
    tried,
    judged,
    async close() {
      gate.close();
      for (const key of [...streams.keys()]) end(key);
      await Promise.all(ending);
    },
  };
}
