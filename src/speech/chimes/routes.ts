import { basename, dirname, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsyncTypebox, TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { AppError } from '../../errors.ts';
import { atMost, sentName, whileThere } from '../../sent-file.ts';

const CHIME_MAX_BYTES = 10 * 1024 ** 2;

const Both = Type.Object({ vi: Type.String(), en: Type.String() });
const OwnChimeRow = Type.Object({ id: Type.String(), name: Both, durationMs: Type.Integer() });
const ChimeName = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });
const IdParams = Type.Object({ id: Type.String({ pattern: '^rieng-[0-9a-f]{12}$' }) });

const tags = ['speech'];
const write = { right: 'settings.write' } as const;

/** The commune's own chimes. */
const chimeRoutes: FastifyPluginAsyncTypebox = async (app) => {
  await app.register(fastifyStatic, { root: resolve(app.config.data), serve: false });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));

  app.get(
    '/api/chimes',
    {
      config: { right: 'bulletin.read' },
      schema: {
        tags,
        summary: 'The chimes that the commune brought, 20 at most',
        response: { 200: Type.Object({ items: Type.Array(OwnChimeRow) }) },
      },
    },
    () => ({ items: app.speech.ownChimes.all() }),
  );

  app.post(
    '/api/chimes',
    {
      config: write,
      schema: {
        tags,
        summary: 'Bring a chime: the bytes of an audio file, at most 10 MB and 20 seconds',
        consumes: ['application/octet-stream'],
        response: { 201: OwnChimeRow },
      },
    },
    async (request, reply) => {
      const body = request.body as Readable | undefined;
      if (!body) throw new AppError('recording.no_sound');
      const name = sentName(request.headers['x-file-name']).replace(/\.[a-z0-9]{1,5}$/i, '');
      const made = await whileThere(request, (signal) =>
        app.speech.ownChimes.add(atMost(body, CHIME_MAX_BYTES), name || 'Nhạc hiệu', signal),
      );
      const details = { name: made.name.vi, durationMs: made.durationMs };
      app.db.transaction(() =>
        app.audit.append({ request, action: 'chime.add', target: `chime:${made.id}`, details }),
      )();
      app.live.changed('settings', 'chimes');
      reply.code(201);
      return made;
    },
  );

  app.get(
    '/api/chimes/:id',
    {
      config: { right: 'bulletin.read' },
      schema: { tags, summary: 'The sound of a chime that the commune brought', params: IdParams },
    },
    (request, reply) => {
      const file = app.speech.ownChimes.file(request.params.id);
      if (!file) throw new AppError('item.not_found');
      return reply
        .type('audio/mpeg')
        .header('cache-control', 'private, max-age=3600, immutable')
        .sendFile(basename(file.path), resolve(dirname(file.path)), { cacheControl: false });
    },
  );

  app.delete(
    '/api/chimes/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'Offer it no more, once nothing plays it; what was played with it can be played again',
        params: IdParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await app.speech.ownChimes.remove(id);
      app.db.transaction(() =>
        app.audit.append({ request, action: 'chime.remove', target: `chime:${id}`, details: {} }),
      )();
      app.live.changed('settings', 'chimes');
      reply.code(204);
      return null;
    },
  );

  await app.register(async (scope) => {
    scope.addContentTypeParser(
      'application/json',
      { parseAs: 'string' },
      app.getDefaultJsonParser('error', 'error'),
    );
    scope.withTypeProvider<TypeBoxTypeProvider>().patch(
      '/api/chimes/:id',
      {
        config: write,
        schema: {
          tags,
          summary: 'Give a chime of the commune another name',
          params: IdParams,
          body: Type.Object({ name: ChimeName }, { additionalProperties: false }),
          response: { 200: OwnChimeRow },
        },
      },
      async (request) => {
        const { id } = request.params;
        const name = request.body.name.trim().normalize('NFC').replace(/\p{C}/gu, '');
        const renamed = await app.speech.ownChimes.rename(id, name);
        app.db.transaction(() =>
          app.audit.append({ request, action: 'chime.rename', target: `chime:${id}`, details: { name } }),
        )();
        app.live.changed('settings', 'chimes');
        return renamed;
      },
    );
  });
};

export default chimeRoutes;
