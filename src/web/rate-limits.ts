import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../errors.ts';

/** A panel loads some thirty files and then asks little; behind one address may sit a whole office. */
const PER_MINUTE = 1_200;

/** For routes where guessing pays (sign-in, first run, pairing): `config: { rateLimit: GUESSING }`. */
export const GUESSING = { max: 10, timeWindow: 60_000 };

/**
 * Counts requests per client address, before anything else is done for them. Accounts are guarded by the
 * lockout besides, which no change of address escapes.
 */
export async function limitRates(app: FastifyInstance): Promise<void> {
  await app.register(rateLimit, {
    global: true,
    max: PER_MINUTE,
    timeWindow: 60_000,
    // The machine itself, unless it guesses: the speakers of a test lab all fetch from this address.
    allowList: ({ ip, routeOptions }) => ip === '127.0.0.1' && !routeOptions.config.rateLimit,
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
