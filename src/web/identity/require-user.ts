import type { FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import type { SessionUser } from './sessions.ts';

/** The person behind a request; throws `auth.required` where there is none (the guard has refused it before). */
export function requireUser(request: FastifyRequest): SessionUser {
  if (!request.user) throw new AppError('auth.required');
  return request.user;
}
