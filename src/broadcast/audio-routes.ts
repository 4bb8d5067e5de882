import { basename, dirname, resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { AppError } from '../errors.ts';

/** Rendered audio for people who are signed in; speakers have signed addresses of their own (speakers/). */
const audioRoutes: FastifyPluginAsyncTypebox = async (app) => {
  await app.register(fastifyStatic, { root: resolve(app.config.data), serve: false });
  app.get(
    '/api/audio/:id',
    {
      config: { right: 'bulletin.read' },
      schema: {
        tags: ['bulletins'],
        summary: 'A rendered audio file, with range requests',
        params: Type.Object({ id: Type.String({ pattern: '^[0-9a-f]{64}$' }) }),
      },
    },
    (request, reply) => {
      const path = app.speech.file(request.params.id);
      if (path === undefined) throw new AppError('item.not_found');
      return reply
        .type('audio/mpeg')
        .header('cache-control', 'private, max-age=3600, immutable')
        .sendFile(basename(path), resolve(dirname(path)), { cacheControl: false });
    },
  );
};

export default audioRoutes;
