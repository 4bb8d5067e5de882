import { answerChallenge, type DigestChallenge, isDigest, readChallenges } from '../http-auth.ts';
import { envelope, usernameToken } from './envelope.ts';
import { OnvifError } from './error.ts';
import { type Answer, exchange } from './exchange.ts';
import { readAnswer } from './fault.ts';
import { actionOf } from './library.ts';
import type { OnvifAccount, OnvifCamera } from './types.ts';
import type { XmlElement } from './xml.ts';

/** A wrong token is put down to the clock where that has moved by more than this since it was read, ms. */
const CLOCK_JUMP = 2_000;
const HOUR = 3_600_000;
const MAX_REDIRECTS = 2;

export interface SessionOptions {
  account: OnvifAccount | undefined;
  requestMs: number;
  now: () => number;
  signal?: AbortSignal | undefined;
}

export interface CallOptions {
  /** SOAP headers of the operation, as XML. */
  header?: string;
  action?: string;
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
}

/** Speaks SOAP with one camera in the way it wants to know us. */
export interface Session {
  readonly auth: OnvifCamera['auth'];
  /** What tokens go by: the camera's clock as read last. */
  clock: TokenClock;
  /** The element inside the answer's body. Throws OnvifError, or the signal's reason. */
  call(url: URL, body: string, options?: CallOptions): Promise<XmlElement>;
  /** Without the account, whatever the camera thinks of it. */
  ask(url: URL, body: string): Promise<XmlElement>;
}

export interface TokenClock {
  /** The camera's minus the box's, ms. */
  offsetMs: number;
  /** It seems to call its local time UTC. */
  localCalledUtc: boolean;
}

/**
 * The account goes out at most once while it is unproven, since cameras lock it after a few wrong ones: the way it is
 * wanted is first found with a request that has none. One more try is made by the true hour where the camera seems to
 * call its local time UTC: some judge tokens by the one and tell the other. Once the account has been taken, a refusal
 * gets one more try: a new nonce, or a token by the clock as `measure` reads it then, where that has jumped.
 */
export function openSession(options: SessionOptions, measure: () => Promise<TokenClock>): Session {
  const { account, requestMs, now } = options;
  let auth: Session['auth'] = 'none';
  let challenge: DigestChallenge | undefined;

  async function send(url: URL, body: string, call: CallOptions, way: Session['auth']): Promise<Answer> {
    let at = url;
    for (let redirects = 0; ; redirects += 1) {
      const token =
        way === 'token' && account ? usernameToken(account, now() + session.clock.offsetMs - hoursOff) : '';
      const headers: Record<string, string> = {
        'Content-Type': `application/soap+xml; charset=utf-8; action="${call.action ?? actionOf(body)}"`,
      };
      if (way === 'digest' && account && challenge) {
        headers.Authorization = answerChallenge(challenge, account, {
          method: 'POST',
          uri: `${at.pathname}${at.search}`,
        });
      }
      const answer = await exchange({
        url: at,
        body: envelope(`${call.header ?? ''}${token}`, body),
        headers,
        timeoutMs: call.timeoutMs ?? requestMs,
        signal: anyOf(options.signal, call.signal),
      });
      const next = redirects < MAX_REDIRECTS ? redirectOf(answer, at) : undefined;
      if (!next) return answer;
      at = next;
    }
  }

  /** Null where it was taken; else why not, and how the camera wants it instead. */
  async function attempt(url: URL, body: string, call: CallOptions): Promise<Attempt> {
    const answer = await send(url, body, call, auth);
    try {
      return { response: await readAnswer(answer) };
    } catch (error) {
      if (!(error instanceof OnvifError) || error.kind !== 'refused') throw error;
      return { refusal: error, challenge: readChallenges(answer.challenges).find(isDigest) };
    }
  }

  let proven = false;
  /** Left out of the camera's offset, ms. */
  let hoursOff = 0;

  const session: Session = {
    clock: { offsetMs: 0, localCalledUtc: false },
    get auth() {
      return auth;
    },
    ask: async (url, body) => readAnswer(await send(url, body, {}, 'none')),
    async call(url, body, call = {}) {
      let tried = await attempt(url, body, call);
      if (!tried.refusal) return tried.response;
      if (!account) throw tried.refusal;
      if (auth === 'none') {
        challenge = tried.challenge;
        auth = challenge ? 'digest' : 'token';
        tried = await attempt(url, body, call);
        // It says itself that the account was right.
        if (tried.refusal && tried.challenge?.stale) {
          challenge = tried.challenge;
          tried = await attempt(url, body, call);
        }
        if (tried.refusal && auth === 'token' && session.clock.localCalledUtc) {
          hoursOff = Math.round(session.clock.offsetMs / HOUR) * HOUR;
          tried = await attempt(url, body, call);
        }
      } else if (!proven) {
        throw tried.refusal;
      } else if (tried.challenge) {
        // A nonce that has run out, or a service that wants it another way.
        challenge = tried.challenge;
        auth = 'digest';
        tried = await attempt(url, body, call);
      } else if (auth === 'token' && (await clockHasJumped())) {
        tried = await attempt(url, body, call);
      }
      if (tried.refusal) throw tried.refusal;
      proven = true;
      return tried.response;
    },
  };
  return session;

  async function clockHasJumped(): Promise<boolean> {
    const before = session.clock.offsetMs;
    session.clock = await measure();
    return Math.abs(session.clock.offsetMs - before) > CLOCK_JUMP;
  }
}

type Attempt =
  | { response: XmlElement; refusal?: undefined }
  | { refusal: OnvifError; challenge: DigestChallenge | undefined };

/** Where else on the same host the camera wants the request, and not less secretly; undefined for no redirect. */
function redirectOf({ status, location }: Answer, from: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(status)) return undefined;
  const to = URL.parse(location, from.href);
  if (to?.hostname !== from.hostname || (to.protocol !== 'https:' && to.protocol !== from.protocol)) {
    return undefined;
  }
  to.username = '';
  to.password = '';
  return to;
}

function anyOf(...signals: (AbortSignal | undefined)[]): AbortSignal | undefined {
  const given = signals.filter((one) => one !== undefined);
  return given.length > 1 ? AbortSignal.any(given) : given[0];
}
