import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import type { Slice } from '../slice.ts';
import { CameraSummary } from './schemas.ts';
import { summarize } from './summary.ts';

/** How the cameras are as a whole. Whoever may see them is told what is wrong, also without the right to all alerts. */
export function summaryRoutes(app: FastifyInstance, { registry, facts }: Slice): void {
  app.withTypeProvider<TypeBoxTypeProvider>().get(
    '/api/camera-summary',
    {
      config: { right: 'camera.view' },
      schema: {
        tags: ['cameras'],
        summary: 'All cameras in a few figures',
        response: { 200: CameraSummary },
      },
    },
    () =>
      summarize(
        [...registry.all()].map((camera) => ({
          state: facts.health(camera).state,
          recording: facts.recording(camera),
          securityScore: facts.securityScore(camera),
        })),
        app.alerts.open(),
      ),
  );
}
