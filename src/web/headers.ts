import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';

declare module 'fastify' {
  interface FastifyReply {
    /**
     * A fresh nonce, and with it the right of this one page to hold `<style nonce>` elements. A page whose
     * components write style elements (Mantine) passes it on; scripts never get one.
     */
    styleNonce(): string;
  }
}

/**
 * No Strict-Transport-Security: browsers would then refuse to go past a certificate whose CA is not installed
 * yet, and would send every port of the station's name, also the plain one that hands out the CA, to HTTPS.
 */
const HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Not no-referrer: with that, browsers send `Origin: null` with forms.
  'referrer-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/** Puts the security headers on every answer, also on errors. */
export function sendSecurityHeaders(app: FastifyInstance): void {
  app.decorateReply('styleNonce', function (this: FastifyReply) {
    const nonce = randomBytes(16).toString('base64');
    this.header('content-security-policy', contentSecurityPolicy(this.request.host, nonce));
    return nonce;
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS);
    reply.header('content-security-policy', contentSecurityPolicy(request.host));
    // The header means nothing, and browsers complain, where the page did not come over TLS or loopback.
    if (request.listener !== 'plain') reply.header('cross-origin-opener-policy', 'same-origin');
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
  });
}

/** Everything from this station alone. React sets style attributes through the CSSOM, which needs no leave. */
function contentSecurityPolicy(host: string, styleNonce?: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${styleNonce ? ` 'nonce-${styleNonce}'` : ''}`,
    "img-src 'self' blob:",
    "font-src 'self'",
    "media-src 'self' blob:",
    // Older phones do not count WebSockets of the same host as 'self'.
    `connect-src 'self' ws://${host} wss://${host}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
