import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { AppError } from '../../errors.ts';
import { Page, pageOf, readCursor } from '../../web/paging.ts';
import type { CameraRegistry } from '../parts.ts';
import type { CameraEvents } from './camera-events.ts';
import { CameraEventView, EventsQuery } from './schemas.ts';

const Params = Type.Object({ id: Type.String({ maxLength: 64 }) });

export interface EventRouteParts {
  registry: Pick<CameraRegistry, 'get'>;
  events: Pick<CameraEvents, 'range'>;
}

/** GET /api/cameras/:id/events: what a camera reported. */
export function cameraEventRoutes(app: FastifyInstance, { registry, events }: EventRouteParts): void {
  const api = app.withTypeProvider<TypeBoxTypeProvider>();
  api.get(
    '/api/cameras/:id/events',
    {
      config: { right: 'camera.view' },
      schema: {
        tags: ['cameras'],
        summary: 'What a camera reported of itself, newest first',
        params: Params,
        querystring: EventsQuery,
        response: { 200: Page(CameraEventView) },
      },
    },
    ({ params, query: { limit = 50, after, from = 0, to = Number.MAX_SAFE_INTEGER } }) => {
      if (!registry.get(params.id)) throw new AppError('item.not_found');
      const [at, id] = readCursor(after, ['number', 'string']) ?? [];
      const before = after === undefined ? undefined : { at: Number(at), id: String(id) };
      const rows = events.range({ cameraId: params.id, from, to, before, limit: limit + 1 });
      return pageOf(rows, limit, (row) => [row.at, row.id]);
    },
  );
}
