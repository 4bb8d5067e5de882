import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../errors.ts';
import { PairingBody, PairingCode, PairingParams, PairingState } from './schemas.ts';
import type { Slice } from './slice.ts';

/** The officer's side of pairing: a code to read out, and what became of it. */
export function pairingRoutes(app: FastifyInstance, slice: Slice): void {
  const api = app.withTypeProvider<TypeBoxTypeProvider>();

  api.post(
    '/api/speakers/pairing',
    {
      config: { right: 'speaker.write' },
      schema: {
        tags: ['speakers'],
        summary: 'A code that turns a browser at /loa into a speaker',
        body: PairingBody,
        response: { 201: PairingCode },
      },
    },
    async (request, reply) => {
      const { zoneId = null } = request.body;
      if (zoneId !== null && !app.commune.zone(zoneId)) throw new AppError('item.not_found');
      app.db.transaction(() =>
        app.audit.append({ request, action: 'speaker.pairing', details: { zoneId } }),
      )();
      reply.code(201);
      return slice.pairing.issue(zoneId);
    },
  );

  api.get(
    '/api/speakers/pairing/:id',
    {
      config: { right: 'speaker.write' },
      schema: {
        tags: ['speakers'],
        summary: 'Which speaker a pairing code has made, if any',
        params: PairingParams,
        response: { 200: PairingState },
      },
    },
    ({ params }) => {
      const speaker = slice.registry.get(slice.pairing.speakerOf(params.id) ?? '');
      return { speaker: speaker ? { id: speaker.id, name: speaker.name } : null };
    },
  );
}
