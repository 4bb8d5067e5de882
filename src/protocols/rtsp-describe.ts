import { connect } from 'node:net';
import { answerChallenge, type Credentials, isDigest, readChallenges } from './http-auth.ts';
import { readRtspAnswer } from './rtsp-answer.ts';
import type { RtspMessage } from './rtsp-reader.ts';
import { hostIn } from './url-host.ts';

/**
 * What became of it. `described`: the stream is there and open to this account · `refused`: 401 or 403 to a request
 * that carried the account · `account_wanted`: 401 or 403 and none was given · `missing`: 404 and the like, also where
 * it never asked for the account in a way that we know · `locked`: the camera says that it lets nobody in for now ·
 * `unreachable`: no connection, or no answer in time to any question · `not_rtsp`: something else answers.
 */
export type DescribeOutcome =
  | 'described'
  | 'refused'
  | 'account_wanted'
  | 'missing'
  | 'locked'
  | 'unreachable'
  | 'not_rtsp';

export interface Described {
  outcome: DescribeOutcome;
  /** Of the last answer; 0 without one. */
  status: number;
  /** Its `Server` header, cut at 200 letters; empty without one. */
  server: string;
  /** The `WWW-Authenticate` headers of the last answer. */
  challenges: readonly string[];
}

export interface DescribeOptions {
  /** Without one the stream is asked for as anybody could. */
  account?: Credentials | undefined;
  /** For the whole exchange, ms. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  connect?: typeof connect;
}

const RTSP_PORT = 554;
/** Locked: what makers answer besides 401 while an account is locked. RFC 4918 11.3, and 429 of web interfaces. */
const LOCKED = [423, 429];

/**
 * Asks an RTSP server for the description of a stream, without playing it: one connection, at most two requests, and
 * the account at most once; once more where the server says that only its nonce was too old. Never throws and leaves no
 * socket.
 * @param url rtsp://host[:port]/path; userinfo in it is not used
 */
export function describeStream(url: string, options: DescribeOptions): Promise<Described> {
  const target = URL.parse(url);
  const none: Described = { outcome: 'unreachable', status: 0, server: '', challenges: [] };
  if (target?.protocol !== 'rtsp:' || target.hostname === '') return Promise.resolve(none);
  const { account, timeoutMs, signal } = options;
  target.username = '';
  target.password = '';
  const uri = target.href;
  const host = hostIn(target);
  const port = Number(target.port) || RTSP_PORT;

  return new Promise((resolve) => {
    if (signal?.aborted) return resolve(none);
    let bytes = Buffer.alloc(0);
    let sent = 0;
    const socket = (options.connect ?? connect)({ host, port });
    const timer = setTimeout(() => end(none), timeoutMs);
    const onAbort = () => end(none);
    signal?.addEventListener('abort', onAbort, { once: true });

    function end(result: Described): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(result);
    }
    function ask(authorization?: string): void {
      sent++;
      const lines = [`DESCRIBE ${uri} RTSP/1.0`, `CSeq: ${sent}`, 'Accept: application/sdp'];
      if (authorization !== undefined) lines.push(`Authorization: ${authorization}`);
      socket.write(`${lines.join('\r\n')}\r\nUser-Agent: tramso\r\n\r\n`, 'latin1');
    }
    function hear(answer: RtspMessage): void {
      const { status } = answer;
      const server = (answer.all('server')[0] ?? '').slice(0, 200);
      const mayAnswer = status === 401 && account !== undefined && sent <= 2;
      const challenges = answer.all('www-authenticate');
      const [first] = mayAnswer ? readChallenges(challenges) : [];
      const isStale = first !== undefined && isDigest(first) && first.stale;
      const challenge = sent === 1 || isStale ? first : undefined;
      bytes = Buffer.alloc(0);
      if (challenge && account) ask(answerChallenge(challenge, account, { method: 'DESCRIBE', uri }));
      else end({ outcome: judge(status, account ? sent > 1 : undefined), status, server, challenges });
    }

    socket.once('connect', () => ask());
    // Whoever stops in between has refused nothing: a 401 to the first question is how each sign-in begins.
    socket.on('error', () => end(none));
    socket.on('close', () => end(none));
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      const answer = readRtspAnswer(bytes);
      if (answer === 'broken') end({ ...none, outcome: 'not_rtsp' });
      else if (answer !== 'more') hear(answer);
    });
  });
}

/** @param showed whether the account has gone out; undefined: there is none */
function judge(status: number, showed: boolean | undefined): DescribeOutcome {
  if (status >= 200 && status < 300) return 'described';
  if (LOCKED.includes(status)) return 'locked';
  if (status === 401 || status === 403) {
    if (showed === undefined) return 'account_wanted';
    if (showed) return 'refused';
  }
  return 'missing';
}
