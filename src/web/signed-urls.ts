import { createHmac, timingSafeEqual } from 'node:crypto';

/** Signs addresses for devices that can neither sign in nor do TLS; whoever holds one may fetch that one path. */
export interface UrlSigner {
  /** `<path>?expires=<UTC ms>&signature=<base64url>` */
  sign(path: string, expires: number): string;
  /** True for a path and query that sign() made and that has not expired. Takes the URL as it was requested. */
  check(url: string, now: number): boolean;
}

/** @param key 32 bytes, kept for this purpose only */
export function urlSigner(key: Buffer): UrlSigner {
  // The line break can stand in no path, so no two pairs of path and expiry are signed alike.
  const signatureOf = (path: string, expires: number) =>
    createHmac('sha256', key).update(`${path}\n${expires}`).digest('base64url');
  return {
    sign(path, expires) {
      if (path.includes('?')) throw new Error(`a signed path takes no query: ${path}`);
      return `${path}?expires=${expires}&signature=${signatureOf(path, expires)}`;
    },
    check(url, now) {
      const [path = '', query = ''] = url.split('?', 2);
      const params = new URLSearchParams(query);
      const expires = Number(params.get('expires'));
      if (!Number.isSafeInteger(expires) || expires <= now) return false;
      const given = Buffer.from(params.get('signature') ?? '');
      const right = Buffer.from(signatureOf(path, expires));
      return given.length === right.length && timingSafeEqual(given, right);
    },
  };
}
