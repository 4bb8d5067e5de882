import { basename, dirname, resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Before a route of this scope may hand out files of the recordings; none has an address of its own. */
export async function allowFiles(app: FastifyInstance): Promise<void> {
  await app.register(fastifyStatic, { root: resolve(app.config.data), serve: false });
}

/** Hands out one, with range requests; nothing of it stays in a shared computer's cache. */
export function sendFile(reply: FastifyReply, path: string, type: string): FastifyReply {
  return reply
    .type(type)
    .header('cache-control', 'no-store')
    .sendFile(basename(path), dirname(path), { cacheControl: false });
}
