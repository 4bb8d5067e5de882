import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { AppError } from '../../errors.ts';
import type { CameraRegistry } from '../parts.ts';
import { CameraHealth } from '../schemas.ts';
import type { Health } from './health.ts';

const Params = Type.Object({ id: Type.String({ maxLength: 64 }) });

export interface HealthRouteParts {
  registry: Pick<CameraRegistry, 'get'>;
  health: Pick<Health, 'check'>;
}

/** POST /api/cameras/:id/check: looks at a camera now. How each is stands in the list (CameraView.health). */
export function healthRoutes(app: FastifyInstance, { registry, health }: HealthRouteParts): void {
  const api = app.withTypeProvider<TypeBoxTypeProvider>();
  api.post(
    '/api/cameras/:id/check',
    {
      config: { right: 'camera.write' },
      schema: {
        tags: ['cameras'],
        summary: 'Look at a camera now',
        params: Params,
        response: { 200: CameraHealth },
      },
    },
    ({ params }) => {
      if (!registry.get(params.id)) throw new AppError('item.not_found');
      return health.check(params.id);
    },
  );
}
