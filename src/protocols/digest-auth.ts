import { createHash, randomBytes } from 'node:crypto';

/** One way in which a server wants to know who asks. */
export interface Challenge {
  /** In lower case: `digest`, `basic` … */
  scheme: string;
  parameters: ReadonlyMap<string, string>;
}

export interface Credentials {
  username: string;
  password: string;
}

/** Parts of a header are cut off behind so many letters: no real challenge is longer. */
const MAX_LENGTH = 4_096;
const SCHEME = /^([A-Za-z][\w-]*)(?:\s+|$)/;
const PARAMETER = /^\s*([A-Za-z][\w-]*)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))\s*(?:,|$)/;

/** Reads one WWW-Authenticate header; undefined for what is none. RFC 7235 2.1. */
export function parseChallenge(header: string): Challenge | undefined {
  let rest = header.slice(0, MAX_LENGTH).trim();
  const scheme = SCHEME.exec(rest);
  if (!scheme?.[1]) return undefined;
  rest = rest.slice(scheme[0].length);
  const parameters = new Map<string, string>();
  for (let found = PARAMETER.exec(rest); found?.[1]; found = PARAMETER.exec(rest)) {
    const value = found[2]?.replace(/\\(.)/g, '$1') ?? found[3] ?? '';
    parameters.set(found[1].toLowerCase(), value);
    rest = rest.slice(found[0].length);
  }
  return { scheme: scheme[1].toLowerCase(), parameters };
}

/**
 * The Authorization header that answers the best of the challenges; undefined where none can be answered.
 * Digest with MD5 or SHA-256 comes before Basic, which shows the password to the network. RFC 7616, RFC 2617.
 * @param uri as it stands in the request line
 */
export function answerChallenge(
  challenges: readonly Challenge[],
  { username, password }: Credentials,
  method: string,
  uri: string,
  cnonce = randomBytes(8).toString('hex'),
): string | undefined {
  const digest = challenges.find((one) => one.scheme === 'digest' && hashOf(one) !== undefined);
  if (!digest) {
    if (!challenges.some(({ scheme }) => scheme === 'basic')) return undefined;
    return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  }
  const { parameters } = digest;
  const name = hashOf(digest) ?? 'md5';
  const hash = (text: string) => createHash(name).update(text).digest('hex');
  const realm = parameters.get('realm') ?? '';
  const nonce = parameters.get('nonce') ?? '';
  const qop = parameters
    .get('qop')
    ?.split(/[\s,]+/)
    .includes('auth')
    ? 'auth'
    : undefined;
  const ha1 = hash(`${username}:${realm}:${password}`);
  const ha2 = hash(`${method}:${uri}`);
  const middle = qop ? `${nonce}:00000001:${cnonce}:${qop}` : nonce;
  const fields = [
    `username=${quoted(username)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(uri)}`,
    `response="${hash(`${ha1}:${middle}:${ha2}`)}"`,
  ];
  const [algorithm, opaque] = [parameters.get('algorithm'), parameters.get('opaque')];
  if (algorithm !== undefined) fields.push(`algorithm=${name === 'md5' ? 'MD5' : 'SHA-256'}`);
  if (opaque !== undefined) fields.push(`opaque=${quoted(opaque)}`);
  if (qop) fields.push(`qop=${qop}`, 'nc=00000001', `cnonce="${cnonce}"`);
  return `Digest ${fields.join(', ')}`;
}

function hashOf({ parameters }: Challenge): 'md5' | 'sha256' | undefined {
  const algorithm = parameters.get('algorithm')?.toUpperCase() ?? 'MD5';
  if (algorithm === 'MD5') return 'md5';
  return algorithm === 'SHA-256' ? 'sha256' : undefined;
}

/** What a server sends comes back in our header: without line breaks, which would begin another one. */
function quoted(text: string): string {
  return `"${text.replace(/[\r\n]/g, '').replace(/["\\]/g, '\\$&')}"`;
}
