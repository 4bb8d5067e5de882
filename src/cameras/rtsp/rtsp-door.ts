import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import {
  answerChallenge,
  type Challenge,
  type Credentials,
  readChallenges,
} from '../../protocols/http-auth.ts';
import { type RtspMessage, RtspReader } from '../../protocols/rtsp-reader.ts';

export interface RtspDoorParts {
  /** `rtsp://…` or `rtsps://…`, without userinfo. */
  target: string;
  account?: Credentials | undefined;
  /** How long the other side may take to answer. */
  timeoutMs?: number;
  /** A program reads from there: what it is refused goes on to it, and it names things as the camera does. */
  reads?: boolean;
  /** Told why the way there is closed: `camera.relay_unreachable`, `camera.relay_refused`, `camera.relay_failed`. */
  onFailure?(reason: string): void;
}

export interface RtspDoor {
  /** What a program on this machine pushes to. */
  readonly url: string;
  close(): void;
}

const LOOPBACK = '127.0.0.1';
const TIMEOUT_MS = 10_000;
const PORTS: Record<string, number> = { 'rtsp:': 554, 'rtsps:': 322 };

/**
 * A door on the loopback through which an ffmpeg pushes RTSP to the target, or reads it: it puts in the real address
 * and the account, so that no password stands in a process list, ffmpeg's own missing time-outs do no harm, and digests
 * are answered that ffmpeg does not know. The way in is a path that nobody else knows.
 */
export async function openRtspDoor({
  target,
  account,
  timeoutMs = TIMEOUT_MS,
  reads = false,
  onFailure = () => {},
}: RtspDoorParts): Promise<RtspDoor> {
  const path = randomBytes(16).toString('hex');
  const there = new URL(target);
  const sockets = new Set<Socket>();
  const server = createServer(pass);
  server.listen(0, LOOPBACK);
  await once(server, 'listening');
  const own = `rtsp://${LOOPBACK}:${(server.address() as AddressInfo).port}/${path}`;

  function pass(inside: Socket): void {
    const port = Number(there.port) || PORTS[there.protocol] || 554;
    const host = there.hostname.replace(/^\[|\]$/g, '');
    // Receivers in a province's own network have certificates of their own making.
    const outside =
      there.protocol === 'rtsps:'
        ? connectTls({ host, port, rejectUnauthorized: false })
        : connect({ host, port });
    sockets.add(inside).add(outside);
    let over = false;
    let challenge: Challenge | undefined;
    let asked: RtspMessage | undefined;
    let triedAgain = false;
    let connected = false;
    /** It has named the path. */
    let known = false;

    function end(): void {
      over = true;
      for (const socket of [inside, outside]) {
        sockets.delete(socket);
        socket.destroy();
      }
    }

    /** Once; what follows from the end is no failure of its own. */
    function fail(reason: string): void {
      if (over) return;
      end();
      onFailure(reason);
    }

    outside.setTimeout(timeoutMs, () => fail(connected ? 'camera.relay_failed' : 'camera.relay_unreachable'));
    outside.once('connect', () => {
      connected = true;
    });
    outside.on('error', () => fail(connected ? 'camera.relay_failed' : 'camera.relay_unreachable'));
    inside.on('error', end);
    inside.once('close', end);
    outside.once('close', () => fail('camera.relay_failed'));

    const requests = new RtspReader((message) => {
      if (message.frame) return forward(inside, outside, message.frame);
      asked = message;
      triedAgain = false;
      send(message);
    });
    const answers = new RtspReader((message) => {
      if (message.frame) return forward(outside, inside, message.frame);
      if (message.status === 401 && asked && account && !triedAgain) {
        [challenge] = readChallenges(message.all('www-authenticate'));
        triedAgain = true;
        if (challenge) return send(asked);
      }
      if (!reads && (message.status === 401 || message.status === 403)) return fail('camera.relay_refused');
      // Asked for an account, the program would try once more without one, and we with the refused one.
      inside.write((message.status === 401 ? message.without('www-authenticate') : message).bytes());
    });
    for (const [from, reader] of [
      [inside, requests],
      [outside, answers],
    ] as const) {
      from.on('data', (bytes) => {
        try {
          reader.push(bytes);
        } catch {
          fail('camera.relay_failed');
        }
      });
    }

    function send(request: RtspMessage): void {
      const [method = '', uri = '', version = ''] = request.first.split(' ');
      // Whoever does not know the path is none of ours.
      known ||= uri.startsWith(own);
      if (!known || !(reads || uri.startsWith(own))) {
        end();
        return;
      }
      const real = realOf(uri);
      const answer = account && challenge && answerChallenge(challenge, account, { method, uri: real });
      outside.write(request.bytes(`${method} ${real} ${version}`, answer && `Authorization: ${answer}`));
    }
  }

  /** What was asked for as the target knows it; a reader has its names from the camera. */
  function realOf(uri: string): string {
    if (!uri.startsWith(own)) return uri;
    const rest = uri.slice(own.length);
    return reads && rest === '' ? there.href : there.href.replace(/\/$/, '') + rest;
  }

  return {
    url: own,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** Passes pictures on, and lets the sender wait where the receiver is slow. */
function forward(from: Socket, to: Socket, frame: Buffer): void {
  if (to.write(frame) || from.isPaused()) return;
  from.pause();
  to.once('drain', () => from.resume());
}
