import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';

/** A panel loads some thirty files and then asks little; behind one address may sit a whole office. */
const PER_MINUTE = 1_200;

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * Phát khẩn cấp, Dừng tất cả: never refused because of what else was asked (the requests have a count of their
     * own), and made ready first after a start.
     */
    urgent?: true;
  }
}

/** For routes where guessing pays (sign-in, first run, pairing): `config: { rateLimit: GUESSING }`. */
export const GUESSING = {
  max: 10,
  timeWindow: 60_000,
  keyGenerator: ({ ip }: FastifyRequest) => ip,
};
/** More than a person can press a button. */
const URGENT = { max: 120, timeWindow: 60_000 };

/**
 * Counts requests, of those signed in by session and of the rest by address, before the guard and the route's own work;
 * host, session and token are looked at before. Accounts are guarded by the lockout besides, which no change of address
 * escapes.
 */
export async function limitRates(app: FastifyInstance): Promise<void> {
  app.addHook('onRoute', (route) => {
    // A route with limits of its own has a count of its own.
    if (route.config?.urgent) route.config = { ...route.config, rateLimit: URGENT };
  });
  await app.register(rateLimit, {
    global: true,
    max: PER_MINUTE,
    timeWindow: 60_000,
    // The machine itself, unless it guesses: the speakers of a test lab all fetch from this address.
    allowList: ({ ip, routeOptions }) => ip === '127.0.0.1' && routeOptions.config.rateLimit !== GUESSING,
    // An office behind one router, or a page that asks much, must not keep the others out.
    keyGenerator: (request) => request.sessionId ?? request.ip,
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    addHeadersOnExceeding: {
      'x-ratelimit-limit': false,
      'x-ratelimit-remaining': false,
      'x-ratelimit-reset': false,
    },
    errorResponseBuilder: (_request, { ttl }) =>
      new AppError('rate.limited', { seconds: Math.max(1, Math.ceil(ttl / 1000)) }),
  });
}
