import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { ruleFor } from './guard.ts';

const VERSION = '1.0.0';

/** Describes every route under /api from its schemas; to be registered before the routes are. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Trạm Số',
        version: VERSION,
        description: 'API của trạm số cấp xã. The API of the commune station.',
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: '__Host-tramso' },
          csrf: { type: 'apiKey', in: 'header', name: 'x-csrf-token' },
        },
      },
      security: [{ session: [], csrf: [] }],
    },
    hideUntagged: false,
    stripBasePath: false,
    transform: ({ schema, url }) => ({
      schema: url.startsWith('/api/') ? (schema ?? {}) : { ...schema, hide: true },
      url,
    }),
  });
  app.get('/api/openapi.json', { config: { signedIn: true }, schema: { hide: true } }, () => app.swagger());
  await app.register(async (scope) => {
    ruleFor(scope, { signedIn: true });
    await scope.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true, indexPrefix: '' });
  });
}
