import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { Page, PageQuery, pageOf, readCursor } from '../../web/paging.ts';
import { IdParams } from '../fields.ts';
import { Playout } from '../playout/schemas.ts';
import type { Stopper } from '../playout/stop.ts';
import { playoutView } from '../playout/view.ts';
import type { createEmergency } from './emergency.ts';
import {
  EmergencyRequest,
  EmergencyTemplate,
  EmergencyTemplateInput,
  EmergencyTemplateUpdate,
  StopAllRequest,
  StopAllResult,
  TemplateRelease,
} from './schemas.ts';
import type { Templates } from './templates.ts';
import type { TemplatesRepository } from './templates-repository.ts';

export interface EmergencyRoutesParts {
  emergency: ReturnType<typeof createEmergency>;
  stopper: Stopper;
  templates: Templates;
  rows: TemplatesRepository;
}

const tags = ['emergency'];
/** Free text needs `emergency.play` on top, which emergency.ts asks. */
const any = { right: 'emergency.template' } as const;

/** Phát khẩn cấp and Dừng tất cả. */
const emergencyRoutes: FastifyPluginAsyncTypebox<EmergencyRoutesParts> = async (
  app,
  { emergency, stopper, templates, rows },
) => {
  const one = { params: IdParams, response: { 200: EmergencyTemplate } };

  app.post(
    '/api/emergency',
    {
      config: { ...any, urgent: true },
      schema: {
        tags,
        summary: 'Broadcast an emergency at once',
        body: EmergencyRequest,
        response: { 201: Playout },
      },
    },
    async (request, reply) => {
      const record = await emergency(request, request.body);
      reply.code(201);
      return playoutView(record);
    },
  );

  app.post(
    '/api/stop-all',
    {
      config: { right: 'playout.stop', urgent: true },
      schema: {
        tags,
        summary: 'Silence every speaker',
        body: StopAllRequest,
        response: { 200: StopAllResult },
      },
    },
    (request) => stopper.stopAll(request, request.body.cancelMinutes ?? 0),
  );

  app.get(
    '/api/emergency-templates',
    {
      config: any,
      schema: {
        tags,
        summary: 'Templates by title',
        querystring: PageQuery,
        response: { 200: Page(EmergencyTemplate) },
      },
    },
    ({ query: { limit = 50, after } }) => {
      const cursor = readCursor(after, ['string', 'string']) as [string, string] | undefined;
      const { items, next } = pageOf(rows.list(limit + 1, cursor), limit, (row) => [row.title, row.id]);
      return { items: items.map(templates.view), next };
    },
  );

  app.post(
    '/api/emergency-templates',
    {
      config: any,
      schema: {
        tags,
        summary: 'Write a template',
        body: EmergencyTemplateInput,
        response: { 201: EmergencyTemplate },
      },
    },
    async (request, reply) => {
      const template = await templates.create(request, request.body);
      reply.code(201);
      return template;
    },
  );

  app.put(
    '/api/emergency-templates/:id',
    {
      config: any,
      schema: { tags, summary: 'Edit: a new version, to be released', body: EmergencyTemplateUpdate, ...one },
    },
    (request) => templates.update(request, request.params.id, request.body),
  );

  app.post(
    '/api/emergency-templates/:id/release',
    {
      config: { right: 'emergency.play' },
      schema: { tags, summary: 'Put the version that was read in force', body: TemplateRelease, ...one },
    },
    (request) => templates.release(request, request.params.id, request.body.version),
  );

  app.delete(
    '/api/emergency-templates/:id',
    {
      config: { right: 'emergency.play' },
      schema: { tags, summary: 'Remove', params: IdParams, response: { 204: Type.Null() } },
    },
    (request, reply) => {
      templates.remove(request, request.params.id);
      reply.code(204);
      return null;
    },
  );
};

export default emergencyRoutes;
