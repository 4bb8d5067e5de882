import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { ruleFor } from './guard.ts';

const VERSION = '1.0.0';

/** The reader of the API has its icons in its style sheet, and writes one style element, known by its hash. */
const READER_POLICY = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='",
  'img-src': "'self' data:",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

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
    await scope.register(swaggerUi, {
      routePrefix: '/api/docs',
      staticCSP: READER_POLICY,
      // Else it would ask a server on the Internet whether the description is valid.
      uiConfig: { validatorUrl: null },
    });
  });
}
