import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { Page, PageQuery, pageOf, readCursor } from '../../web/paging.ts';
import { IdParams } from '../fields.ts';
import type { Schedules } from './schedules.ts';
import type { SchedulesRepository } from './schedules-repository.ts';
import {
  Schedule,
  ScheduleCheck,
  ScheduleCheckRequest,
  ScheduleInput,
  ScheduleQuery,
  ScheduleUpdate,
} from './schemas.ts';

export interface ScheduleRoutesParts {
  schedules: Schedules;
  rows: SchedulesRepository;
}

const tags = ['schedules'];
const read = { right: 'schedule.read' } as const;
const write = { right: 'schedule.write' } as const;

/** Lịch phát. */
const scheduleRoutes: FastifyPluginAsyncTypebox<ScheduleRoutesParts> = async (app, { schedules, rows }) => {
  app.get(
    '/api/schedules',
    {
      config: read,
      schema: {
        tags,
        summary: 'Schedules, newest first',
        querystring: Type.Object({ ...PageQuery.properties, ...ScheduleQuery.properties }),
        response: { 200: Page(Schedule) },
      },
    },
    ({ query }) => {
      const limit = query.limit ?? 50;
      const cursor = readCursor(query.after, ['number', 'string']) as [number, string] | undefined;
      const { items, next } = pageOf(rows.list(query, limit + 1, cursor), limit, (row) => [
        row.createdAt,
        row.id,
      ]);
      return { items: items.map(schedules.view), next };
    },
  );

  app.post(
    '/api/schedules/check',
    {
      config: write,
      schema: {
        tags,
        summary: 'Next occurrences, overlaps and warnings; stores nothing',
        body: ScheduleCheckRequest,
        response: { 200: ScheduleCheck },
      },
    },
    ({ body: { id, ...input } }) => schedules.check(input, id),
  );

  app.post(
    '/api/schedules',
    {
      config: write,
      schema: { tags, summary: 'Schedule a bulletin', body: ScheduleInput, response: { 201: Schedule } },
    },
    async (request, reply) => {
      const schedule = await schedules.create(request, request.body);
      reply.code(201);
      return schedule;
    },
  );

  app.get(
    '/api/schedules/:id',
    {
      config: read,
      schema: { tags, summary: 'One schedule', params: IdParams, response: { 200: Schedule } },
    },
    ({ params }) => schedules.get(params.id),
  );

  app.put(
    '/api/schedules/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'Change a schedule',
        params: IdParams,
        body: ScheduleUpdate,
        response: { 200: Schedule },
      },
    },
    (request) => {
      const { version, ...input } = request.body;
      return schedules.update(request, request.params.id, input, version);
    },
  );

  app.delete(
    '/api/schedules/:id',
    {
      config: write,
      schema: { tags, summary: 'Remove a schedule', params: IdParams, response: { 204: Type.Null() } },
    },
    (request, reply) => {
      schedules.remove(request, request.params.id);
      reply.code(204);
      return null;
    },
  );
};

export default scheduleRoutes;
