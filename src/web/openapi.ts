import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { Type } from 'typebox';
import packageJson from '../../package.json' with { type: 'json' };
import { type RouteRule, ruleFor } from './guard.ts';

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

/** What any route may answer instead of what its schema promises. */
const ErrorAnswer = Type.Object({
  error: Type.Object({
    code: Type.String(),
    message: Type.String({ description: 'Vietnamese' }),
    messageEn: Type.String(),
    field: Type.Optional(Type.String({ description: 'The field at fault, as a dotted path' })),
  }),
});

/** Adds who may use the route and how it fails; leaves out what is no API. */
function describe(
  schema: FastifySchema,
  url: string,
  { right, public: everybody }: RouteRule,
): FastifySchema {
  if (!url.startsWith('/api/')) return { ...schema, hide: true };
  const who = everybody ? { security: [] } : { 'x-right': right ?? 'signed in' };
  const promised = schema.response ?? { '2xx': { description: 'Success' } };
  return { ...schema, ...who, response: { ...promised, default: ErrorAnswer } };
}

/** Describes every route under /api from its schemas; to be registered before the routes are. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Trạm Số',
        version: packageJson.version,
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
    transform: ({ schema = {}, url, route }) => ({ schema: describe(schema, url, route.config ?? {}), url }),
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
