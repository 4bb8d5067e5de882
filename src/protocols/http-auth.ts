import { createHash, randomBytes } from 'node:crypto';

/** How a server wants to know who asks: the challenges of HTTP (RFC 7617, RFC 7616), which RTSP shares. */
export interface Challenge {
  scheme: 'basic' | 'digest';
  /** Names in lower case. */
  params: Readonly<Record<string, string>>;
}

export interface Credentials {
  username: string;
  password: string;
}

const HASHES: Record<string, string> = { md5: 'md5', 'sha-256': 'sha256' };
const HEADER_MAX = 4_096;

/** The challenges of the `WWW-Authenticate` headers; unknown schemes are left out. */
export function challengesIn(headers: readonly string[]): Challenge[] {
  return headers.flatMap((header) => {
    const [, scheme = '', rest = ''] = /^\s*(\w+)\s*(.*)$/s.exec(header.slice(0, HEADER_MAX)) ?? [];
    const lower = scheme.toLowerCase();
    if (lower !== 'basic' && lower !== 'digest') return [];
    const params: Record<string, string> = {};
    for (const [, name = '', quoted, plain] of rest.matchAll(
      /([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g,
    )) {
      params[name.toLowerCase()] = quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '';
    }
    return [{ scheme: lower, params }];
  });
}

/**
 * The `Authorization` header for one request; undefined where no challenge can be met. Digest goes before Basic, and
 * SHA-256 before MD5. `uri` is what stands in the request line.
 */
export function authorizationFor(
  challenges: readonly Challenge[],
  { username, password }: Credentials,
  { method, uri }: { method: string; uri: string },
): string | undefined {
  const digests = challenges.filter(
    ({ scheme, params }) => scheme === 'digest' && hashOf(params) !== undefined,
  );
  const strongest = digests.find(({ params }) => hashOf(params) === 'sha256') ?? digests[0];
  if (strongest) return digest(strongest.params, { username, password, method, uri });
  if (!challenges.some(({ scheme }) => scheme === 'basic')) return undefined;
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

function hashOf({ algorithm = 'md5' }: Challenge['params']): string | undefined {
  return HASHES[algorithm.toLowerCase()];
}

function digest(
  params: Challenge['params'],
  { username, password, method, uri }: Credentials & { method: string; uri: string },
): string {
  const { realm = '', nonce = '', opaque, algorithm, qop = '' } = params;
  const name = hashOf(params) ?? 'md5';
  const hash = (text: string) => createHash(name).update(text, 'utf8').digest('hex');
  const secret = hash(`${username}:${realm}:${password}`);
  const asked = hash(`${method}:${uri}`);
  const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&').replace(/[\r\n]/g, '')}"`;
  const parts = [
    `username=${quoted(username)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(uri)}`,
  ];
  if (qop.split(',').some((kind) => kind.trim() === 'auth')) {
    const own = randomBytes(8).toString('hex');
    const response = hash(`${secret}:${nonce}:00000001:${own}:auth:${asked}`);
    parts.push('qop=auth', 'nc=00000001', `cnonce="${own}"`, `response="${response}"`);
  } else {
    parts.push(`response="${hash(`${secret}:${nonce}:${asked}`)}"`);
  }
  if (algorithm !== undefined) parts.push(`algorithm=${algorithm.replace(/[^\w-]/g, '')}`);
  if (opaque !== undefined) parts.push(`opaque=${quoted(opaque)}`);
  return `Digest ${parts.join(', ')}`;
}
