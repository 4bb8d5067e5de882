import { connect } from 'node:net';
import { answerChallenge, type Credentials, readChallenges } from './http-auth.ts';
import { type RtspAnswer, readRtspAnswer } from './rtsp-answer.ts';

/**
 * What became of it. `described`: the stream is there and open to this account · `refused`: 401 or 403 in spite of an
 * account · `account_wanted`: 401 and none was given · `missing`: 404 and the like · `locked`: the camera says that it
 * lets nobody in for now · `unreachable`: no connection, or no answer in time · `not_rtsp`: something else answers.
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
 * the account at most once. Never throws and leaves no socket.
 * @param url rtsp://host[:port]/path; userinfo in it is not used
 */
export function describeStream(url: string, options: DescribeOptions): Promise<Described> {
  const target = URL.parse(url);
  const none: Described = { outcome: 'unreachable', status: 0, server: '' };
  if (target?.protocol !== 'rtsp:' || target.hostname === '') return Promise.resolve(none);
  const { account, timeoutMs, signal } = options;
  target.username = '';
  target.password = '';
  const uri = target.href;
  const host = target.hostname.replace(/^\[|\]$/g, '');
  const port = Number(target.port) || RTSP_PORT;

  return new Promise((resolve) => {
    if (signal?.aborted) return resolve(none);
    let last = none;
    let bytes = Buffer.alloc(0);
    let sent = 0;
    const socket = (options.connect ?? connect)({ host, port });
    const timer = setTimeout(() => end(last), timeoutMs);
    const onAbort = () => end(last);
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
    function hear(answer: RtspAnswer): void {
      const { status, headers } = answer;
      const server = (headers.get('server')?.[0] ?? '').slice(0, 200);
      last = { outcome: judge(status, account !== undefined), status, server };
      const mayAnswer = status === 401 && account !== undefined && sent === 1;
      const [challenge] = mayAnswer ? readChallenges(headers.get('www-authenticate') ?? []) : [];
      bytes = Buffer.alloc(0);
      if (!challenge || !account) end(last);
      else ask(answerChallenge(challenge, account, { method: 'DESCRIBE', uri }));
    }

    socket.once('connect', () => ask());
    socket.on('error', () => end(last));
    socket.on('close', () => end(last));
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      const answer = readRtspAnswer(bytes);
      if (answer === 'broken') end({ ...none, outcome: 'not_rtsp' });
      else if (answer !== 'more') hear(answer);
    });
  });
}

function judge(status: number, withAccount: boolean): DescribeOutcome {
  if (status >= 200 && status < 300) return 'described';
  if (LOCKED.includes(status)) return 'locked';
  if (status === 401 || status === 403) return withAccount ? 'refused' : 'account_wanted';
  return 'missing';
}
