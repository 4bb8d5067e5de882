import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../errors.ts';
import { Page, PageQuery, pageOf, readCursor } from '../../web/paging.ts';
import type { CameraRegistry } from '../parts.ts';
import type { Recording } from './recording.ts';
import { RecordingParams, RemovedView } from './schemas.ts';

const tags = ['cameras'];

/** What there still is of cameras that were removed; it is looked at and taken out as that of any other. */
export function removedRoutes(
  app: FastifyInstance,
  recording: Recording,
  registry: Pick<CameraRegistry, 'get'>,
): void {
  const api = app.withTypeProvider<TypeBoxTypeProvider>();

  api.get(
    '/api/removed-cameras',
    {
      config: { right: 'camera.view' },
      schema: {
        tags,
        summary: 'Removed cameras of which there still are recordings',
        querystring: PageQuery,
        response: { 200: Page(RemovedView) },
      },
    },
    ({ query: { limit = 50, after } }) => {
      const [last = ''] = readCursor(after, ['string']) ?? [];
      const rest = recording.removed().filter((id) => id > String(last));
      return pageOf(rest.slice(0, limit + 1).map(recording.removedView), limit, ({ cameraId }) => [cameraId]);
    },
  );

  api.delete(
    '/api/removed-cameras/:id/recordings',
    {
      config: { right: 'camera.write' },
      schema: {
        tags,
        summary:
          'Delete all recordings of a removed camera; what is protected goes once it is let go, what is on a disk that is away once that is back',
        params: RecordingParams,
      },
    },
    (request, reply) => {
      const { id } = request.params;
      // Of a camera that is there nothing is deleted by this.
      if (registry.get(id) || recording.rows.firstOf(id) === undefined) throw new AppError('item.not_found');
      const { name, segments, bytes } = recording.removedView(id);
      app.db.transaction(() => {
        recording.toErase(id);
        const details = { name, segments, bytes };
        app.audit.append({ request, action: 'camera.erase', target: `camera:${id}`, details });
      })();
      void recording.erase();
      app.live.changed('cameras', id);
      return reply.code(202).send();
    },
  );
}
