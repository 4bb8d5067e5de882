import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { Page, PageQuery, pageOf, readCursor } from '../../web/paging.ts';
import { Viewing } from './schemas.ts';
import type { Viewings } from './viewings.ts';

const Query = Type.Object({
  ...PageQuery.properties,
  cameraId: Type.Optional(Type.String({ maxLength: 40 })),
  userId: Type.Optional(Type.String({ maxLength: 40 })),
});

/** Who looked at the cameras, newest first: for whoever answers for it. */
export function viewingRoutes(app: FastifyInstance, viewings: Pick<Viewings, 'list'>): void {
  app.withTypeProvider<TypeBoxTypeProvider>().get(
    '/api/camera-viewings',
    {
      config: { right: 'audit.read' },
      schema: {
        tags: ['cameras'],
        summary: 'Who looked',
        querystring: Query,
        response: { 200: Page(Viewing) },
      },
    },
    ({ query: { limit = 50, after, ...filter } }) => {
      const cursor = readCursor(after, ['number', 'string']);
      const before = cursor && ([Number(cursor[0]), String(cursor[1])] as const);
      return pageOf(viewings.list(filter, limit + 1, before), limit, ({ startedAt, id }) => [startedAt, id]);
    },
  );
}
