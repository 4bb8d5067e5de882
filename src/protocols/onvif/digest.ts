import { createHash, randomBytes } from 'node:crypto';
import type { OnvifAccount } from './types.ts';

/** A challenge of HTTP digest authentication that we can answer. */
export interface Challenge {
  realm: string;
  nonce: string;
  opaque: string | undefined;
  /** As it wrote it; undefined stands for MD5. */
  algorithm: string | undefined;
  hash: 'md5' | 'sha256';
  /** `-sess`, RFC 7616, 3.4.2. */
  session: boolean;
  /** False where the camera knows only RFC 2069. */
  qop: boolean;
  stale: boolean;
  /** How often this nonce was used. */
  count: number;
}

/** The first challenge that can be answered, as RFC 7616, 3.7 wants; undefined where there is none. */
export function readChallenge(headers: readonly string[]): Challenge | undefined {
  for (const header of headers) {
    // Some put all into one header: `Digest …, Digest …, Basic …`.
    for (const part of header.slice(0, 4_096).split(/,?\s*(?=\bDigest\s)/i)) {
      const challenge = readOne(part);
      if (challenge) return challenge;
    }
  }
  return undefined;
}

function readOne(text: string): Challenge | undefined {
  if (!/^\s*Digest\s/i.test(text)) return undefined;
  const fields = new Map<string, string>();
  for (const [, name = '', quoted, bare] of text.matchAll(
    /([a-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi,
  )) {
    const key = name.toLowerCase();
    if (!fields.has(key)) fields.set(key, quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '');
  }
  const nonce = fields.get('nonce');
  const algorithm = fields.get('algorithm');
  const [, hash, session] = /^(md5|sha-256)(-sess)?$/i.exec(algorithm ?? 'MD5') ?? [];
  const qops =
    fields
      .get('qop')
      ?.toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean) ?? [];
  if (!nonce || !hash || (qops.length > 0 && !qops.includes('auth'))) return undefined;
  return {
    realm: fields.get('realm') ?? '',
    nonce,
    opaque: fields.get('opaque'),
    algorithm,
    hash: hash.toLowerCase() === 'md5' ? 'md5' : 'sha256',
    session: session !== undefined,
    qop: qops.length > 0,
    stale: fields.get('stale')?.toLowerCase() === 'true',
    count: 0,
  };
}

/** The `Authorization` that answers a challenge for a POST to `path`; counts the use of its nonce. */
export function answerChallenge(
  challenge: Challenge,
  { username, password }: OnvifAccount,
  path: string,
  cnonce = randomBytes(8).toString('hex'),
): string {
  const hash = (text: string) => createHash(challenge.hash).update(text).digest('hex');
  challenge.count += 1;
  const nc = challenge.count.toString(16).padStart(8, '0');
  const realm = Buffer.from(challenge.realm, 'latin1').toString('utf8');
  const own = hash(`${username}:${realm}:${password}`);
  const secret = challenge.session ? hash(`${own}:${challenge.nonce}:${cnonce}`) : own;
  const what = hash(`POST:${path}`);
  const response = challenge.qop
    ? hash(`${secret}:${challenge.nonce}:${nc}:${cnonce}:auth:${what}`)
    : hash(`${secret}:${challenge.nonce}:${what}`);
  const fields = [
    // Headers are bytes to Node; names of people are UTF-8.
    `username=${quoted(Buffer.from(username, 'utf8').toString('latin1'))}`,
    `realm=${quoted(challenge.realm)}`,
    `nonce=${quoted(challenge.nonce)}`,
    `uri=${quoted(path)}`,
    `response="${response}"`,
    ...(challenge.algorithm === undefined ? [] : [`algorithm=${challenge.algorithm}`]),
    ...(challenge.opaque === undefined ? [] : [`opaque=${quoted(challenge.opaque)}`]),
    ...(challenge.qop || challenge.session ? [`cnonce="${cnonce}"`] : []),
    ...(challenge.qop ? ['qop=auth', `nc=${nc}`] : []),
  ];
  return `Digest ${fields.join(', ')}`;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
