import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Relays } from './relays.ts';
import { Relay, RelayRequest, RelayTarget, RelayTargetInput } from './schemas.ts';
import type { Targets } from './targets.ts';

const LISTED = 100;
const Id = Type.Object({ id: Type.String({ maxLength: 40 }) });

/** Relays, and the list of where they may go. Whoever sees cameras sees which are sent on. */
export function relayRoutes(app: FastifyInstance, relays: Relays, targets: Targets): void {
  const api = app.withTypeProvider<TypeBoxTypeProvider>();
  const write = { right: 'camera.write' } as const;
  const view = { right: 'camera.view' } as const;
  const tags = ['cameras'];

  api.get(
    '/api/camera-relay-targets',
    {
      config: write,
      schema: {
        tags,
        summary: 'Receivers',
        response: { 200: Type.Object({ items: Type.Array(RelayTarget) }) },
      },
    },
    () => ({ items: targets.list() }),
  );

  api.post(
    '/api/camera-relay-targets',
    {
      config: write,
      schema: { tags, summary: 'Allow a receiver', body: RelayTargetInput, response: { 201: RelayTarget } },
    },
    async (request, reply) => {
      reply.code(201);
      return targets.add(request, request.body);
    },
  );

  api.delete(
    '/api/camera-relay-targets/:id',
    {
      config: write,
      schema: { tags, summary: 'Remove a receiver', params: Id, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      targets.remove(request, request.params.id);
      reply.code(204);
      return null;
    },
  );

  api.get(
    '/api/camera-relays',
    {
      config: view,
      schema: {
        tags,
        summary: `Relays: those under way, then the newest; ${LISTED} at most`,
        response: { 200: Type.Object({ items: Type.Array(Relay) }) },
      },
    },
    () => ({ items: relays.list(LISTED) }),
  );

  api.post(
    '/api/camera-relays',
    {
      config: write,
      schema: { tags, summary: 'Relay a camera', body: RelayRequest, response: { 201: Relay } },
    },
    async (request, reply) => {
      reply.code(201);
      return relays.send({ user: request.user, ip: request.ip }, request.body);
    },
  );

  api.delete(
    '/api/camera-relays/:id',
    { config: write, schema: { tags, summary: 'Stop a relay', params: Id, response: { 200: Relay } } },
    ({ user, ip, params }) => relays.stop({ user, ip }, params.id),
  );
}
