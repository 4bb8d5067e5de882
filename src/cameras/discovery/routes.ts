import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import type { Slice } from '../slice.ts';
import { Adoption, AdoptionBody, Search, SearchBody } from './schemas.ts';

const tags = ['cameras'];
const config = { right: 'camera.write' } as const;

/** Finding cameras and adding those found; both go on when the browser is closed. */
export function discoveryRoutes(app: FastifyInstance, { search, adoption }: Slice): void {
  const api = app.withTypeProvider<TypeBoxTypeProvider>();

  api.post(
    '/api/camera-search',
    {
      config,
      schema: {
        tags,
        summary: 'Look for cameras: on every network of the box, or at these addresses only',
        body: SearchBody,
        response: { 202: Search },
      },
    },
    async (request, reply) => {
      const begin = search.prepare(request.body);
      app.db.transaction(() =>
        app.audit.append({ request, action: 'camera.search', details: request.body }),
      )();
      begin();
      reply.code(202);
      return search.state();
    },
  );

  api.get(
    '/api/camera-search',
    { config, schema: { tags, summary: 'The newest search and what it found', response: { 200: Search } } },
    () => search.state(),
  );

  api.delete(
    '/api/camera-search',
    { config, schema: { tags, summary: 'Cancel the running search', response: { 200: Search } } },
    async (request) => {
      if (search.state().state === 'running') {
        search.cancel();
        await search.settled();
        app.db.transaction(() => app.audit.append({ request, action: 'camera.end_search' }))();
      }
      return search.state();
    },
  );

  api.post(
    '/api/camera-adoption',
    {
      config,
      schema: {
        tags,
        summary: 'Add found devices: this account is tried once on each, never a second time',
        body: AdoptionBody,
        response: { 202: Adoption },
      },
    },
    async (request, reply) => {
      const { keys, username, zoneId } = request.body;
      const begin = adoption.prepare(request.body);
      app.db.transaction(() =>
        app.audit.append({ request, action: 'camera.adopt', details: { username, count: keys.length } }),
      )();
      begin((id) =>
        app.audit.append({ request, action: 'camera.create', target: `camera:${id}`, details: { zoneId } }),
      );
      reply.code(202);
      return adoption.state();
    },
  );

  api.get(
    '/api/camera-adoption',
    { config, schema: { tags, summary: 'What became of them', response: { 200: Adoption } } },
    () => adoption.state(),
  );
}
