import type { Readable } from 'node:stream';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { AppError } from '../../errors.ts';
import { atMost } from '../../sent-file.ts';
import type { Slice } from '../slice.ts';
import { MAP_MAX_BYTES } from './commune-map.ts';

export const MapFacts = Type.Object({
  id: Type.String(),
  mime: Type.String(),
  width: Type.Integer(),
  height: Type.Integer(),
});
export type MapFacts = Static<typeof MapFacts>;
const tags = ['cameras'];
const TARGET = 'commune-map';

/** The picture on which cameras have their points. To be registered in a scope of its own: bodies are bytes here. */
export async function mapRoutes(scope: FastifyInstance, { map }: Slice): Promise<void> {
  const api = scope.withTypeProvider<TypeBoxTypeProvider>();
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
  /** One at a time: two would write the same file. */
  let writing: Promise<unknown> = Promise.resolve();

  api.get(
    '/api/commune-map',
    { config: { right: 'camera.view' }, schema: { tags, summary: 'The picture: PNG, JPEG or WebP' } },
    async (request, reply) => {
      const facts = await map.facts();
      const isKnown = facts !== undefined && request.headers['if-none-match'] === `"${facts.id}"`;
      const picture = isKnown ? undefined : await map.read();
      const shown = picture ?? facts;
      if (!shown) throw new AppError('item.not_found');
      reply.header('etag', `"${shown.id}"`).header('cache-control', 'private, no-cache');
      if (!picture) return reply.code(304).send();
      return reply.type(picture.mime).send(picture.data);
    },
  );

  api.get(
    '/api/commune-map/facts',
    {
      config: { right: 'camera.view' },
      schema: {
        tags,
        summary: 'Whether there is a picture, and its size; `id` is another for each picture',
        response: { 200: Type.Object({ picture: Type.Union([MapFacts, Type.Null()]) }) },
      },
    },
    async () => {
      const picture = await map.facts();
      if (!picture) return { picture: null };
      const { id, mime, width, height } = picture;
      return { picture: { id, mime, width, height } };
    },
  );

  api.put(
    '/api/commune-map',
    {
      config: { right: 'camera.write' },
      schema: {
        tags,
        summary: 'Bring the picture: the bytes of a PNG, JPEG or WebP file, at most 8 MB',
        consumes: ['application/octet-stream'],
        response: { 200: MapFacts },
      },
    },
    async (request) => {
      const body = request.body as Readable | undefined;
      if (!body) throw new AppError('map.no_picture');
      const chunks: Uint8Array[] = [];
      for await (const chunk of atMost(body, MAP_MAX_BYTES)) chunks.push(chunk);
      const picture = map.check(Buffer.concat(chunks));
      const { id, mime, width, height } = picture;
      const written = writing.then(() =>
        map.write(picture, () =>
          scope.db.transaction(() =>
            scope.audit.append({
              request,
              action: 'camera.map',
              target: TARGET,
              details: { id, width, height },
            }),
          )(),
        ),
      );
      writing = written.catch(() => {});
      await written;
      scope.live.changed('cameras', TARGET);
      return { id, mime, width, height };
    },
  );

  api.delete(
    '/api/commune-map',
    {
      config: { right: 'camera.write' },
      schema: { tags, summary: 'Remove the picture', response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      scope.db.transaction(() =>
        scope.audit.append({ request, action: 'camera.map_remove', target: TARGET }),
      )();
      await map.remove();
      scope.live.changed('cameras', TARGET);
      return reply.code(204).send(null);
    },
  );
}
