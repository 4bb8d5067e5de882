import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { Page, PageQuery, pageOf, readCursor, staleCursor } from '../web/paging.ts';
import type { Commune } from './commune.ts';
import { Zone, ZoneImport, ZoneImportResult, ZoneInput, ZonePatch } from './schemas.ts';

const ZoneId = Type.Object({ id: Type.String() });
const tags = ['commune'];
/** An import is audited with its first names; all of them would not fit. */
const AUDITED_NAMES = 20;

/** The HTTP side of the zone tree. */
export function zoneRoutes(app: FastifyInstance, commune: Commune, changed: () => void): void {
  const api = app.withTypeProvider<TypeBoxTypeProvider>();
  const write = { right: 'commune.write' } as const;

  api.get(
    '/api/zones',
    {
      config: { right: 'commune.read' },
      schema: {
        tags,
        summary: 'The zone tree, each parent before its children',
        querystring: PageQuery,
        response: { 200: Page(Zone) },
      },
    },
    ({ query }) => {
      const limit = query.limit ?? 50;
      const [last] = (readCursor(query.after, ['string']) as [string] | undefined) ?? [];
      const zones = commune.zones();
      const from = last === undefined ? 0 : zones.findIndex(({ id }) => id === last) + 1;
      // A zone that is gone says nothing about where to go on.
      if (last !== undefined && from === 0) throw staleCursor();
      return pageOf(zones.slice(from, from + limit + 1), limit, ({ id }) => [id]);
    },
  );

  api.post(
    '/api/zones',
    { config: write, schema: { tags, summary: 'Add a zone', body: ZoneInput, response: { 201: Zone } } },
    (request, reply) => {
      const zone = app.db.transaction(() => {
        const made = commune.tree.create(request.body);
        const details = { name: made.name, parentId: made.parentId };
        app.audit.append({ request, action: 'zone.create', target: `zone:${made.id}`, details });
        return made;
      })();
      changed();
      reply.code(201);
      return zone;
    },
  );

  api.post(
    '/api/zones/import',
    {
      config: write,
      schema: { tags, summary: 'Add many zones', body: ZoneImport, response: { 200: ZoneImportResult } },
    },
    (request) => {
      const result = app.db.transaction(() => {
        const { created, duplicates } = commune.tree.import(request.body);
        const parent = request.body.parentId ?? commune.tree.root().id;
        app.audit.append({
          request,
          action: 'zone.import',
          target: `zone:${parent}`,
          details: {
            created: created.length,
            duplicates: duplicates.length,
            names: created.slice(0, AUDITED_NAMES).map(({ name }) => name),
          },
        });
        return { created, duplicates };
      })();
      changed();
      return result;
    },
  );

  api.patch(
    '/api/zones/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'Rename, move or reorder a zone',
        params: ZoneId,
        body: ZonePatch,
        response: { 200: Zone },
      },
    },
    (request) => {
      const { id } = request.params;
      const zone = app.db.transaction(() => {
        const before = commune.zone(id);
        const after = commune.tree.update(id, request.body);
        const details = { before: before?.name, ...request.body };
        app.audit.append({ request, action: 'zone.update', target: `zone:${id}`, details });
        return after;
      })();
      changed();
      return zone;
    },
  );

  api.delete(
    '/api/zones/:id',
    { config: write, schema: { tags, summary: 'Delete a zone', params: ZoneId } },
    (request, reply) => {
      const { id } = request.params;
      app.db.transaction(() => {
        const { name } = commune.tree.remove(id);
        app.audit.append({ request, action: 'zone.delete', target: `zone:${id}`, details: { name } });
      })();
      changed();
      return reply.code(204).send();
    },
  );
}
