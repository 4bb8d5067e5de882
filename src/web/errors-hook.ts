import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type ErrorCode } from '../errors.ts';

/** What Fastify's own refusals are called in our table. */
const FASTIFY_CODES: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'input.too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'input.unsupported',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'input.malformed',
  FST_ERR_CTP_INVALID_JSON_BODY: 'input.malformed',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'input.malformed',
  FST_ERR_BAD_URL: 'input.malformed',
  FST_ERR_MAX_PARAM_LENGTH: 'route.not_found',
  FST_ERR_NOT_FOUND: 'route.not_found',
};
const FULL_DISK = ['SQLITE_FULL', 'ENOSPC', 'EDQUOT'];

/** Every answer that is not a success has the shape of ErrorBody, and its cause only in the log. */
export function answerErrors(app: FastifyInstance): void {
  const log = app.log.child({ slice: 'web' });
  app.setErrorHandler((error, request, reply) => {
    const known = toAppError(error);
    const { method, url } = request.routeOptions;
    if (known.statusCode >= 500) log.error({ err: error, method, url, id: request.id }, 'a request failed');
    else log.debug({ code: known.code, details: known.details, method, url }, 'a request was refused');
    sendError(reply, known);
  });
  app.setNotFoundHandler((_request: FastifyRequest, reply) => {
    sendError(reply, new AppError('route.not_found'));
  });
}

/** For what Fastify refuses before it has found a route (`/api/%ff`): hooks and handlers never see it. */
export function refuseEarly(error: unknown, reply: FastifyReply): void {
  reply.header('x-content-type-options', 'nosniff');
  sendError(reply, toAppError(error));
}

function sendError(reply: FastifyReply, error: AppError): void {
  const { seconds } = error.details;
  if (error.code === 'rate.limited' && seconds !== undefined) reply.header('retry-after', seconds);
  reply
    .code(error.statusCode)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(error.toBody());
}

/** Finds the entry of the table for whatever was thrown; what nobody foresaw is `internal`. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { code = '', statusCode = 500 } = (error ?? {}) as { code?: string; statusCode?: number };
  if (FULL_DISK.includes(code)) return new AppError('disk.full', {}, error);
  const known = FASTIFY_CODES[code];
  if (known) return new AppError(known, {}, error);
  // What is left of the 4xx comes from parsers (broken JSON, __proto__ in it).
  if (statusCode >= 400 && statusCode < 500) return new AppError('input.malformed', {}, error);
  return new AppError('internal', {}, error);
}
