import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { AppError } from '../../errors.ts';
import { requireUser } from '../../web/identity/require-user.ts';
import type { CameraRegistry } from '../parts.ts';
import type { Viewings } from '../viewing/viewings.ts';
import { type GrabbedFrame, NoPicture } from './frames.ts';
import { LiveSockets } from './live-sockets.ts';
import type { Media } from './media.ts';
import { CameraParams, SnapshotQuery } from './schemas.ts';
import { type Watching, watchingOf } from './watching.ts';

export interface MediaRoutesParts {
  media: Media;
  registry: Pick<CameraRegistry, 'get'>;
  viewings: Pick<Viewings, 'begin' | 'note'>;
  say(reason: string): { vi: string; en: string };
}

/** Live pictures: WebSockets /api/cameras/live and /api/cameras/mpeg1, `?camera=ID&stream=main|sub`. */
export function mediaSockets(app: FastifyInstance, parts: MediaRoutesParts): void {
  const { media, registry, viewings, say } = parts;
  const sockets = new LiveSockets({ hub: media.hub, mpeg1: media.mpeg1, viewings, say });
  const log = app.log.child({ slice: 'cameras' });
  const watched = {
    listeners: ['panel'] as const,
    authenticate: async (request: Parameters<typeof watchingOf>[0]) => {
      const watching = watchingOf(request, app.identity.sessionOf);
      return watching && registry.get(watching.camera) ? watching : undefined;
    },
    sessionOf: ({ session }: Watching) => session.id,
  };

  app.sockets.route<Watching>('/api/cameras/live', {
    ...watched,
    open: (socket, watching) => sockets.openLive(socket, watching),
  });

  app.sockets.route<Watching>('/api/cameras/mpeg1', {
    ...watched,
    open(socket, watching) {
      sockets.openMpeg1(socket, watching).catch((err) => {
        log.error({ err, camera: watching.camera }, 'MPEG-1 could not be offered');
        socket.terminate();
      });
    },
  });
}

/** GET /api/cameras/:id/snapshot. */
export function mediaRoutes(
  app: FastifyInstance,
  { media, registry, viewings, say }: MediaRoutesParts,
): void {
  const api = app.withTypeProvider<TypeBoxTypeProvider>();

  api.get(
    '/api/cameras/:id/snapshot',
    {
      config: { right: 'camera.view' },
      schema: {
        tags: ['cameras'],
        summary: 'The latest picture: of the stream that runs, else of a short connection',
        params: CameraParams,
        querystring: SnapshotQuery,
        response: { 200: { content: { 'image/jpeg': { schema: Type.Any() } } } },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!registry.get(id)) throw new AppError('item.not_found');
      const by = { user: requireUser(request), ip: request.ip };
      const { jpeg } = await taken(media.snapshots.take(id, request.query.stream ?? 'main'));
      viewings.note({ by, cameraId: id, kind: 'snapshot' });
      return reply.type('image/jpeg').header('cache-control', 'no-store').send(jpeg);
    },
  );

  async function taken(picture: Promise<GrabbedFrame>): Promise<GrabbedFrame> {
    try {
      return await picture;
    } catch (error) {
      if (!(error instanceof NoPicture)) throw error;
      const { vi, en } = say(error.reason);
      throw new AppError('camera.no_picture', { reason: vi, reasonEn: en }, error);
    }
  }
}
