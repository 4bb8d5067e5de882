import { readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { AppError } from '../errors.ts';
import { GUESSING } from '../web/rate-limits.ts';
import { PairBody, Paired } from './schemas.ts';
import type { Slice } from './slice.ts';

const LOA_DIR = fileURLToPath(new URL('./loa', import.meta.url));
const PAGE = 'index.html';
const listeners = ['panel', 'plain'] as const;
const open = { public: true, listeners } as const;

/** What speakers themselves ask for: the page /loa with its socket, pairing, and signed audio. */
export async function loaRoutes(app: FastifyInstance, slice: Slice): Promise<void> {
  await app.register(fastifyStatic, { root: LOA_DIR, serve: false });
  const api = app.withTypeProvider<TypeBoxTypeProvider>();
  const files = new Set(readdirSync(LOA_DIR).filter((file) => file !== PAGE));

  api.get('/loa', { config: open, schema: { hide: true } }, (_request, reply) =>
    reply.header('cache-control', 'no-cache').sendFile(PAGE, LOA_DIR, { cacheControl: false }),
  );

  api.get(
    '/loa/:file',
    { config: open, schema: { hide: true, params: Type.Object({ file: Type.String({ maxLength: 100 }) }) } },
    ({ params: { file } }, reply) => {
      if (!files.has(file)) throw new AppError('route.not_found');
      return reply.header('cache-control', 'no-cache').sendFile(file, LOA_DIR, { cacheControl: false });
    },
  );

  api.post(
    '/loa/pair',
    {
      config: { ...open, rateLimit: GUESSING },
      schema: {
        tags: ['speakers'],
        summary: 'Turn this browser into a speaker; the answer holds its token, this once',
        body: PairBody,
        response: { 201: Paired },
      },
    },
    async (request, reply) => {
      const { code, name } = request.body;
      const { zoneId } = slice.pairing.check(code);
      const audit = (id: string) =>
        app.audit.append({
          request,
          actor: 'loa',
          action: 'speaker.pair',
          target: `speaker:${id}`,
          details: { name, zoneId },
        });
      const { speaker, token } = slice.managing.pair(name, zoneId, audit);
      slice.pairing.use(code, speaker.id);
      reply.code(201);
      return { speakerId: speaker.id, name: speaker.name, token };
    },
  );

  api.get(
    '/audio/:id',
    {
      config: open,
      schema: { hide: true, params: Type.Object({ id: Type.String({ pattern: '^[0-9a-f]{64}$' }) }) },
    },
    (request, reply) => {
      if (!app.web.isSigned(request)) throw new AppError('audio.link_expired');
      const audio = slice.offered.get(request.params.id);
      if (!audio) throw new AppError('item.not_found');
      return reply
        .type(audio.mime)
        .header('cache-control', 'private, max-age=3600, immutable')
        .sendFile(basename(audio.path), dirname(audio.path), { cacheControl: false });
    },
  );

  app.sockets.route('/loa/socket', {
    listeners,
    // The token comes as the first message: in the address it would end up in logs.
    authenticate: async () => ({}),
    open: (socket, _context, request) => slice.web.open(socket, request.socket.remoteAddress ?? ''),
  });
}
