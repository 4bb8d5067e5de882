import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { type RtspMessage, RtspReader } from '../../../../src/protocols/rtsp-reader.ts';
import { clip, sound } from './clips.ts';
import { OddPlay } from './odd-play.ts';
import { sdpOf } from './odd-sdp.ts';
import { adtsFrames, isParameterSet, nalsOf } from './rtp-payloads.ts';
import type { RtpOddities } from './rtp-sender.ts';

/** How a camera differs from the book. Without a word it does as RFC 2326 says. */
export interface Oddities {
  codec?: 'h264' | 'hevc';
  audio?: 'aac' | 'pcm_alaw';
  /** Where it tells the parameters of the pictures; without a word in both. */
  sets?: 'description' | 'pictures';
  /** Frames from one key frame to the next, of ten a second. */
  gop?: number;
  /** Begins with a frame that is none of the key frames. */
  startsLate?: boolean;
  /** `a=control` of the whole; null: none. `OWN` stands for the address without the path. */
  whole?: string | null;
  /** Of the parts, pictures and sound; '' leaves them out. */
  parts?: readonly [video: string, audio: string];
  /** The sound stands before the pictures. */
  soundFirst?: boolean;
  /** The description as it gives it. */
  described?(sdp: string, own: string): string;
  /** An answer as it gives it: head and body. */
  answered?(answer: string, request: RtspMessage, own: string): string;
  /** Given in place of an answer: a status line and headers. */
  refuse?(request: RtspMessage): string | undefined;
  /** The session ends so long after the last request that keeps it, s. */
  sessionSeconds?: number;
  /** Requests that keep it; without a word all. */
  keptBy?: readonly string[];
  /** The channels that it takes, whichever were asked for. */
  channels?: readonly number[];
  /** Without sender reports. */
  withoutReports?: boolean;
  /** The clock of its sender reports is set so many seconds ahead of the time, `clockLeapsAt` seconds after PLAY. */
  clockLeaps?: number;
  clockLeapsAt?: number;
  /** A leap of its clock or times is the first guest's only. */
  leapsOnce?: boolean;
  /** Its sound is described and never sent. */
  silent?: boolean;
  /** The first pictures come before the answer to PLAY. */
  early?: boolean;
  /** TEARDOWN is not answered, and the pictures go on. */
  staysOn?: boolean;
  /** It asks its guest something now and then, as RTSP allows: the method. */
  asks?: string;
  /** Bytes between frames that belong to nothing. */
  litter?: Buffer;
  /** All is written in pieces of so many bytes. */
  pieces?: number;
  /** Several small NAL units in one packet. */
  aggregates?: boolean;
  video?: RtpOddities;
  sound?: RtpOddities;
}

export interface OddRtsp {
  /** `rtsp://127.0.0.1:PORT/live`, also with another path. */
  readonly url: string;
  /** The requests, each with its head. */
  readonly requests: RtspMessage[];
  /** Sessions that ran out. */
  readonly expired: number;
  /** Connections at this moment. */
  readonly clients: number;
}

/** A small camera's RTSP server, TCP interleaved only, that does things in its own way. Closed with the test. */
export async function oddRtsp(
  t: { teardown(work: () => void): unknown },
  odd: Oddities = {},
): Promise<OddRtsp> {
  const media = await mediaOf(odd);
  const sockets = new Set<Socket>();
  const requests: RtspMessage[] = [];
  const told = { expired: 0 };
  const withoutLeaps = { ...odd, clockLeaps: 0, video: { ...odd.video, jumpSeconds: 0 } };
  let guests = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    const play = new OddPlay(socket, media, guests++ > 0 && odd.leapsOnce ? withoutLeaps : odd);
    const kept = { timer: undefined as NodeJS.Timeout | undefined };
    const keep = () => {
      clearTimeout(kept.timer);
      if (odd.sessionSeconds === undefined) return;
      kept.timer = setTimeout(() => {
        told.expired++;
        socket.destroy();
      }, odd.sessionSeconds * 1000);
    };
    const reader = new RtspReader((message) => {
      if (message.frame || message.status > 0) return;
      requests.push(message);
      const [method = ''] = message.first.split(' ');
      if (method === 'SETUP' || (odd.keptBy?.includes(method) ?? true)) keep();
      answer(message, method, play);
    });
    socket.on('data', (bytes) => reader.push(bytes));
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(kept.timer);
      play.end();
      sockets.delete(socket);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = `rtsp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  function answer(request: RtspMessage, method: string, play: OddPlay): void {
    const refusal = odd.refuse?.(request);
    const [cseq = '0'] = request.all('cseq');
    const reply = (status: string, headers: string[], body = '') => {
      const length = body === '' ? [] : [`Content-Length: ${body.length}`];
      const text = [`RTSP/1.0 ${status}`, `CSeq: ${cseq}`, ...headers, ...length, '', body].join('\r\n');
      play.say(odd.answered?.(text, request, own) ?? text);
    };
    if (refusal !== undefined) {
      const [status = '', ...headers] = refusal.split('\r\n');
      reply(status, headers);
    } else if (method === 'OPTIONS') {
      reply('200 OK', ['Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER']);
    } else if (method === 'DESCRIBE') {
      const [, path = ''] = /^DESCRIBE (\S+)/.exec(request.first) ?? [];
      reply('200 OK', [`Content-Base: ${path}/`, 'Content-Type: application/sdp'], described());
    } else if (method === 'SETUP') {
      const channels = play.setUp(request);
      const session = odd.sessionSeconds === undefined ? '' : `;timeout=${odd.sessionSeconds}`;
      const transport = `Transport: RTP/AVP/TCP;unicast;interleaved=${channels}`;
      reply(channels === undefined ? '461 Unsupported Transport' : '200 OK', [
        transport,
        `Session: 6C1A00D4${session}`,
      ]);
    } else if (method === 'PLAY') {
      if (odd.early) play.begin();
      reply('200 OK', ['Session: 6C1A00D4', 'Range: npt=0.000-']);
      play.begin();
    } else if (method === 'TEARDOWN' && !odd.staysOn) {
      play.end();
      reply('200 OK', []);
    } else if (method === 'GET_PARAMETER' || method === 'SET_PARAMETER') {
      reply('200 OK', ['Session: 6C1A00D4']);
    } else if (method !== 'TEARDOWN') {
      reply('405 Method Not Allowed', []);
    }
  }

  function described(): string {
    const [video, audio] = odd.parts ?? ['trackID=1', 'trackID=2'];
    const whole = odd.whole === null ? undefined : (odd.whole ?? '*');
    const sdp = sdpOf({
      codec: odd.codec ?? 'h264',
      sets: odd.sets === 'pictures' ? [] : media.sets,
      audio: odd.audio,
      soundFirst: odd.soundFirst ?? false,
      controls: { whole, video, audio },
    }).replaceAll('OWN', own);
    return odd.described?.(sdp, own) ?? sdp;
  }

  return {
    url: `${own}/live`,
    requests,
    get expired() {
      return told.expired;
    },
    get clients() {
      return sockets.size;
    },
  };
}

/** What it sends: the frames of the lab's clips, each a list of NAL units, and the frames of its sound. */
export interface OddMedia {
  codec: 'h264' | 'hevc';
  fps: number;
  frames: { nals: Buffer[]; key: boolean }[];
  sets: Buffer[];
  sound: { pieces: Buffer[]; seconds: number } | undefined;
}

async function mediaOf({ codec = 'h264', gop = 10, audio }: Oddities): Promise<OddMedia> {
  const fps = 10;
  const folder = await clip({ codec, width: 352, height: 288, fps, gop, bframes: 0, picture: 'moving' });
  const bytes = readFileSync(join(folder, 'video'));
  const index: { frames: [bytes: number, pts: number, key: boolean][] } = JSON.parse(
    readFileSync(join(folder, 'index.json'), 'utf8'),
  );
  let at = 0;
  const frames = index.frames.map(([size, , key]) => {
    at += size;
    return { nals: nalsOf(bytes.subarray(at - size, at)), key };
  });
  const sets = (frames[0]?.nals ?? []).filter((nal) => isParameterSet(nal, codec));
  return { codec, fps, frames, sets, sound: audio && (await soundOf(audio)) };
}

async function soundOf(audio: 'aac' | 'pcm_alaw'): Promise<OddMedia['sound']> {
  const file = readFileSync(await sound(audio));
  if (audio === 'aac') return { pieces: adtsFrames(file), seconds: 1024 / 16_000 };
  const pieces = Array.from({ length: file.length / 320 }, (_, i) => file.subarray(i * 320, i * 320 + 320));
  return { pieces, seconds: 0.04 };
}
