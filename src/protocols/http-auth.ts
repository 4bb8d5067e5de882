import { createHash, randomBytes } from 'node:crypto';

export interface Credentials {
  username: string;
  password: string;
}

/** A challenge of HTTP authentication (RFC 7235), which RTSP and ONVIF share, of a kind that we can answer. */
export type Challenge = BasicChallenge | DigestChallenge;

export interface BasicChallenge {
  scheme: 'basic';
}

/** RFC 7616 and RFC 2617; RFC 2069 where `qop` is false. Texts are bytes of the header, a letter each (latin1). */
export interface DigestChallenge {
  scheme: 'digest';
  realm: string;
  nonce: string;
  opaque: string | undefined;
  /** As it wrote it; undefined stands for MD5. */
  algorithm: string | undefined;
  hash: 'md5' | 'sha256' | 'sha512-256';
  /** `-sess`, RFC 7616 3.4.2. */
  session: boolean;
  /** False where the server knows only RFC 2069. */
  qop: boolean;
  /** The answer was right, and its nonce too old. RFC 7616 3.3. */
  stale: boolean;
  /** How often this nonce was used. */
  count: number;
}

/** What is behind so many letters of a header is left out: no real challenge is longer. */
const HEADER_MAX = 4_096;
/** `name=value`, or the name of a scheme. Each word is looked at once: hostile headers cost no more than long ones. */
const PART = /(?<![\w-])(?:([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))|([A-Za-z][\w-]*)(?=\s|,|$))/g;

/**
 * The challenges of the `WWW-Authenticate` headers that we can answer, best first: Digest before Basic, which shows the
 * password to the network; among several of Digest the server's own order (RFC 7616 3.7). Never throws.
 * @param headers their values as latin1, as Node's HTTP gives them; several challenges may stand in one
 */
export function readChallenges(headers: readonly string[]): Challenge[] {
  const read = headers.flatMap((header) => inOneHeader(header.slice(0, HEADER_MAX)));
  return [...read.filter(isDigest), ...read.filter((one) => !isDigest(one))];
}

export function isDigest(challenge: Challenge): challenge is DigestChallenge {
  return challenge.scheme === 'digest';
}

function inOneHeader(header: string): Challenge[] {
  const all: { scheme: string; fields: Map<string, string> }[] = [];
  for (const [, name, quoted, bare, scheme] of header.matchAll(PART)) {
    if (scheme !== undefined) {
      all.push({ scheme: scheme.toLowerCase(), fields: new Map() });
      continue;
    }
    const key = (name ?? '').toLowerCase();
    const fields = all.at(-1)?.fields;
    if (fields && !fields.has(key)) fields.set(key, quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '');
  }
  return all.flatMap(({ scheme, fields }): Challenge[] => {
    if (scheme === 'basic') return [{ scheme }];
    return scheme === 'digest' ? digestOf(fields) : [];
  });
}

const HASHES: Readonly<Record<string, DigestChallenge['hash']>> = {
  md5: 'md5',
  'sha-256': 'sha256',
  'sha-512-256': 'sha512-256',
};

function digestOf(fields: ReadonlyMap<string, string>): DigestChallenge[] {
  const nonce = fields.get('nonce');
  const algorithm = fields.get('algorithm');
  const [, hash, session] = /^(md5|sha-256|sha-512-256)(-sess)?$/i.exec(algorithm ?? 'MD5') ?? [];
  const qops = (fields.get('qop') ?? '')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  if (!nonce || !hash || (qops.length > 0 && !qops.includes('auth'))) return [];
  return [
    {
      scheme: 'digest',
      realm: fields.get('realm') ?? '',
      nonce,
      opaque: fields.get('opaque'),
      algorithm,
      hash: HASHES[hash.toLowerCase()] ?? 'md5',
      session: session !== undefined,
      qop: qops.length > 0,
      stale: fields.get('stale')?.toLowerCase() === 'true',
      count: 0,
    },
  ];
}

/**
 * The value of the `Authorization` header for one request, to be written as latin1; counts the use of a nonce.
 * @param request `uri` as it stands in the request line
 */
export function answerChallenge(
  challenge: Challenge,
  account: Credentials,
  request: { method: string; uri: string },
  cnonce = randomBytes(8).toString('hex'),
): string {
  // Headers are bytes; names and passwords of people are UTF-8 (RFC 7617 2.1, RFC 7616 4).
  const [username, password] = [account.username, account.password].map((text) =>
    Buffer.from(text, 'utf8').toString('latin1'),
  );
  if (!isDigest(challenge)) {
    return `Basic ${Buffer.from(`${username}:${password}`, 'latin1').toString('base64')}`;
  }
  const { realm, nonce, opaque, algorithm, session, qop } = challenge;
  const hash = (text: string) => createHash(challenge.hash).update(text, 'latin1').digest('hex');
  challenge.count += 1;
  const nc = challenge.count.toString(16).padStart(8, '0');
  const own = hash(`${username}:${realm}:${password}`);
  const secret = session ? hash(`${own}:${nonce}:${cnonce}`) : own;
  const asked = hash(`${request.method}:${request.uri}`);
  const response = qop
    ? hash(`${secret}:${nonce}:${nc}:${cnonce}:auth:${asked}`)
    : hash(`${secret}:${nonce}:${asked}`);
  const fields = [
    `username=${quoted(username ?? '')}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(request.uri)}`,
    `response="${response}"`,
    ...(algorithm === undefined ? [] : [`algorithm=${algorithm}`]),
    ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
    ...(qop || session ? [`cnonce="${cnonce}"`] : []),
    ...(qop ? ['qop=auth', `nc=${nc}`] : []),
  ];
  return `Digest ${fields.join(', ')}`;
}

/** What a server sends comes back in our header: without line breaks, which would begin another one. */
function quoted(text: string): string {
  return `"${text.replace(/[\r\n\0]/g, '').replace(/["\\]/g, '\\$&')}"`;
}
