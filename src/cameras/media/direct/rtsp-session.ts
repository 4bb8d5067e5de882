import { connect, type Socket } from 'node:net';
import { answerChallenge, type Challenge, readChallenges } from '../../../protocols/http-auth.ts';
import {
  DOLLAR,
  FRAME_HEAD,
  frameLengthAt,
  messageAt,
  type RtspMessage,
} from '../../../protocols/rtsp-reader.ts';
import type { StreamAddress } from '../rtsp-address.ts';
import { FORBIDDEN } from '../why.ts';
import { controlUrl, readSdp, type SdpMedium } from './sdp.ts';
import { Unfit } from './unfit.ts';

export interface SessionParts {
  address: StreamAddress;
  /** Which media to take; throws Unfit where it has none for us. The account was taken then. */
  choose(media: readonly SdpMedium[]): readonly SdpMedium[];
  /** An RTP packet of one of the chosen media; lent until the return. Throws Unfit and CameraChanged. */
  packet(medium: SdpMedium, bytes: Buffer): void;
  /** All that has come so far was handed over. True: the next packets may be gathered for a while. */
  drained(): boolean;
  /** Once. @param error what was thrown, else why in a code of reasons.ts, with words for the log */
  ended(reason: string, words: string, error?: unknown): void;
}

const PORT = 554;
const ANSWER_MS = 5_000;
/** Without a byte for so long, a connection is dead. */
const SILENCE_MS = 5_000;
/** Packets lie in the system's buffer meanwhile, instead of waking the box up for each. */
const GATHER_MS = 180;
/** More than is sent in that time at 10 Mbit/s, and than the longest message. */
const MEMORY_BYTES = 262_144;
/** Of the session, where the camera does not say (RFC 2326, 12.37). */
const SESSION_S = 60;
const SHORTEST_S = 2;

/**
 * Reads one RTSP stream (RFC 2326) over TCP, interleaved: one connection, the account shown at most once, kept alive.
 * Reads what has come every fifth of a second rather than packet by packet: a tenth of the wake-ups.
 */
export class RtspSession {
  readonly #parts: SessionParts;
  readonly #socket: Socket;
  readonly #memory = Buffer.allocUnsafeSlow(MEMORY_BYTES);
  readonly #uri: string;
  #filled = 0;
  #sequence = 0;
  #challenge: Challenge | undefined;
  #session = '';
  #lastsS = SESSION_S;
  #connected = false;
  #playing = false;
  #over = false;
  /** Where answers go. */
  #answered: ((message: RtspMessage) => void) | undefined;
  /** Media by their RTP channel. */
  readonly #channels = new Map<number, SdpMedium>();
  #heardAt = performance.now();
  #keeping: NodeJS.Timeout | undefined;
  #resting: NodeJS.Timeout | undefined;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    const target = new URL(parts.address.url);
    target.username = '';
    target.password = '';
    this.#uri = target.href;
    this.#socket = connect({
      host: target.hostname.replace(/^\[|\]$/g, ''),
      port: Number(target.port) || PORT,
      onread: {
        buffer: () => this.#memory.subarray(this.#filled),
        callback: (count) => this.#read(count),
      },
    });
    this.#socket.setNoDelay(true);
    this.#socket.once('connect', () => {
      this.#connected = true;
      this.#begin().catch((error: unknown) => this.#fail(error));
    });
    this.#socket.on('error', (error) => this.#end('camera.unreachable', error.message));
    this.#socket.on('close', () => this.#end('camera.unreachable', 'the camera has closed the connection'));
  }

  /** To be called every second or so: ends what has been silent for too long. */
  look(): void {
    if (performance.now() - this.#heardAt < SILENCE_MS) return;
    this.#end('camera.unreachable', this.#connected ? 'the camera is silent' : 'no connection in time');
  }

  /** Says goodbye and closes; nothing is called any more. */
  close(): void {
    if (this.#over) return;
    if (this.#playing) this.#ask('TEARDOWN', this.#uri);
    this.#stop();
  }

  #stop(): void {
    this.#over = true;
    clearTimeout(this.#resting);
    clearInterval(this.#keeping);
    this.#socket.destroySoon();
    // A camera that does not read may keep it for minutes.
    setTimeout(() => this.#socket.destroy(), ANSWER_MS).unref();
  }

  #end(reason: string, words: string, error?: unknown): void {
    if (this.#over) return;
    this.#stop();
    this.#parts.ended(reason, words, error);
  }

  #fail(error: unknown): void {
    if (error instanceof Refusal) this.#end(error.reason, error.message);
    else this.#end('camera.no_stream', String(error), error);
  }

  async #begin(): Promise<void> {
    const described = await this.#request('DESCRIBE', this.#uri, ['Accept: application/sdp']);
    const { control, media } = readSdp(described.body);
    const chosen = this.#parts.choose(media);
    const [contentBase, location] = ['content-base', 'content-location'].map(
      (name) => described.all(name)[0],
    );
    const base = /^rtsp:/i.test(control) ? control : contentBase || location || this.#uri;
    for (const [i, medium] of chosen.entries())
      await this.#setUp(medium, i, controlUrl(base, medium.control));
    await this.#request('PLAY', controlUrl(base, control), ['Range: npt=0.000-']);
    this.#playing = true;
    this.#keeping = setInterval(() => this.#keepAlive(), (this.#lastsS * 1_000) / 2).unref();
  }

  async #setUp(medium: SdpMedium, place: number, url: string): Promise<void> {
    const channels = `${2 * place}-${2 * place + 1}`;
    const answer = await this.#request('SETUP', url, [
      `Transport: RTP/AVP/TCP;unicast;interleaved=${channels}`,
    ]);
    const [, given] = /interleaved=(\d+)/i.exec(answer.all('transport')[0] ?? '') ?? [];
    if (given === undefined) throw new Unfit('no channel for the packets');
    this.#channels.set(Number(given), medium);
    const [id = '', ...rest] = (answer.all('session')[0] ?? '').split(';');
    this.#session ||= id.trim();
    const [, seconds] = /timeout\s*=\s*(\d+)/i.exec(rest.join(';')) ?? [];
    if (seconds !== undefined) this.#lastsS = Math.max(SHORTEST_S, Number(seconds) || SESSION_S);
  }

  /** Either of the two counts for some makers only. */
  #keepAlive(): void {
    this.#ask('GET_PARAMETER', this.#uri);
    this.#ask('OPTIONS', this.#uri);
  }

  /** The answer of 200; throws Refusal for any other. Asked anew with the account where that is wanted. */
  async #request(method: string, url: string, headers: readonly string[]): Promise<RtspMessage> {
    let answer = await this.#exchange(method, url, headers);
    const { account } = this.#parts.address;
    if (answer.status === 401 && account) {
      const [challenge] = readChallenges(answer.all('www-authenticate'));
      const isNew =
        this.#challenge === undefined || /stale="?true/i.test(answer.all('www-authenticate').join());
      if (challenge && isNew) {
        this.#challenge = challenge;
        answer = await this.#exchange(method, url, headers);
      }
    }
    const { status } = answer;
    if (status >= 200 && status < 300) return answer;
    const words = `${method} was answered ${status}`;
    if (status === 401) throw new Refusal('camera.refused', words);
    if (status === 403) throw new Refusal(FORBIDDEN, words);
    // What follows may want another name for a part, or UDP: ffmpeg knows more of these.
    if (status >= 400 && method === 'DESCRIBE') throw new Refusal('camera.no_stream', words);
    throw new Unfit(words);
  }

  #exchange(method: string, url: string, headers: readonly string[]): Promise<RtspMessage> {
    return new Promise((resolve) => {
      const sequence = this.#ask(method, url, headers);
      this.#answered = (message) => {
        const [said] = message.all('cseq');
        if (said === undefined || Number(said) === sequence) resolve(message);
      };
    });
  }

  #ask(method: string, url: string, headers: readonly string[] = []): number {
    const { account } = this.#parts.address;
    const sign =
      account && this.#challenge && answerChallenge(this.#challenge, account, { method, uri: url });
    const lines = [
      `${method} ${url} RTSP/1.0`,
      `CSeq: ${++this.#sequence}`,
      'User-Agent: tramso',
      ...(this.#session === '' ? [] : [`Session: ${this.#session}`]),
      ...(sign ? [`Authorization: ${sign}`] : []),
      ...headers,
    ];
    this.#socket.write(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
    return this.#sequence;
  }

  /** False: nothing more is read until it is asked for. */
  #read(count: number): boolean {
    if (this.#over) return false;
    this.#heardAt = performance.now();
    const isAll = count < this.#memory.length - this.#filled;
    this.#filled += count;
    try {
      this.#take();
      if (!isAll || !this.#playing || !this.#parts.drained()) return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
    this.#resting = setTimeout(() => this.#socket.resume(), GATHER_MS);
    return false;
  }

  #take(): void {
    const bytes = this.#memory.subarray(0, this.#filled);
    let at = 0;
    while (at < bytes.length && !this.#over) {
      const length = bytes[at] === DOLLAR ? this.#frame(bytes, at) : this.#message(bytes.subarray(at));
      if (length === undefined) break;
      at += length;
    }
    this.#memory.copyWithin(0, at, this.#filled);
    this.#filled -= at;
    if (this.#filled === this.#memory.length) throw new Unfit('no message of RTSP');
  }

  #hear(answer: RtspMessage): void {
    if (!this.#playing) {
      this.#answered?.(answer);
      return;
    }
    // What keeps the session came with a nonce that is too old by now: the next one has the new one.
    if (answer.status === 401 && this.#parts.address.account)
      [this.#challenge] = readChallenges(answer.all('www-authenticate'));
  }

  #frame(bytes: Buffer, at: number): number | undefined {
    const length = frameLengthAt(bytes, at);
    if (length === undefined) return undefined;
    const medium = this.#channels.get(bytes[at + 1] ?? -1);
    if (medium !== undefined) this.#parts.packet(medium, bytes.subarray(at + FRAME_HEAD, at + length));
    return length;
  }

  #message(bytes: Buffer): number | undefined {
    const found = messageAt(bytes);
    // What the camera asks of us needs no answer.
    if (found && found.message.status >= 200) this.#hear(found.message);
    return found?.length;
  }
}

/** The camera has said no; `reason` is a code of reasons.ts. */
class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: string;

  constructor(reason: string, words: string) {
    super(words);
    this.reason = reason;
  }
}
