import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { DAY_MS } from '../../clock.ts';
import { AppError, invalid } from '../../errors.ts';
import { Page, PageQuery, pageOf, readCursor } from '../../web/paging.ts';
import type { Bulletins } from '../bulletins/bulletins.ts';
import { PlayRequest } from '../bulletins/schemas.ts';
import { IdParams } from '../fields.ts';
import type { createPlay } from './play.ts';
import type { PlayoutsRepository } from './playouts-repository.ts';
import type { PlayoutRecord } from './record.ts';
import { ListedPlayout, Playout, PlayoutDetail, PlayoutQuery } from './schemas.ts';
import type { Stopper } from './stop.ts';
import type { TargetsRepository } from './targets-repository.ts';
import { playoutView, targetView } from './view.ts';

export interface PlayoutRoutesParts {
  playouts: PlayoutsRepository;
  targets: TargetsRepository;
  bulletins: Bulletins;
  stopper: Stopper;
  play: ReturnType<typeof createPlay>;
}

/** The log has no order by speaker: a longer search for one that rarely played would hold up everything else. */
const MOST_OF_ONE_SPEAKER_MS = 92 * DAY_MS;

const tags = ['playouts'];
const read = { right: 'playout.read' } as const;
const stop = { right: 'playout.stop' } as const;

/** Nhật ký phát, and what is coming. */
const playoutRoutes: FastifyPluginAsyncTypebox<PlayoutRoutesParts> = async (
  app,
  { playouts, targets, bulletins, stopper, play },
) => {
  app.get(
    '/api/playouts',
    {
      config: read,
      schema: {
        tags,
        summary: 'Playouts planned from (inclusive) to (exclusive), latest first',
        querystring: Type.Object({ ...PageQuery.properties, ...PlayoutQuery.properties }),
        response: { 200: Page(ListedPlayout) },
      },
    },
    ({ query: { limit = 50, after, ...filter } }) => {
      const { speakerId, from = 0, to = Number.POSITIVE_INFINITY } = filter;
      if (speakerId !== undefined && to - from > MOST_OF_ONE_SPEAKER_MS)
        throw invalid(
          'from',
          'nhật ký của một loa xem được nhiều nhất 92 ngày mỗi lần',
          'the log of one speaker is shown for at most 92 days at a time',
        );
      const cursor = readCursor(after, ['number', 'string']) as [number, string] | undefined;
      const rows = playouts.list(filter, limit + 1, cursor);
      const { items, next } = pageOf(rows, limit, (row) => [row.plannedAt, row.id]);
      if (speakerId === undefined) return { items: items.map(playoutView), next };
      return { items: items.map((row) => withTarget(row, speakerId)), next };
    },
  );

  function withTarget(row: PlayoutRecord, speakerId: string): ListedPlayout {
    const target = targets.get(row.id, speakerId);
    return { ...playoutView(row), ...(target && { target: targetView(target, app.speakers.sayReason) }) };
  }

  app.get(
    '/api/playouts/:id',
    {
      config: read,
      schema: {
        tags,
        summary: 'One playout, with what each speaker did',
        params: IdParams,
        response: { 200: PlayoutDetail },
      },
    },
    ({ params }) => {
      const record = playouts.get(params.id);
      if (!record) throw new AppError('item.not_found');
      const text = record.script?.text ?? textOf(record.bulletinId, record.bulletinVersion);
      const shown = targets.of(record.id).map((target) => targetView(target, app.speakers.sayReason));
      const { bulletinId, bulletinVersion } = record;
      const recordings = bulletinId === null ? [] : bulletins.recordingsOf(bulletinId, bulletinVersion);
      return { ...playoutView(record), text, recordings, targets: shown };
    },
  );

  function textOf(bulletinId: string | null, version: number | null): string | null {
    return bulletinId === null ? null : bulletins.textOf(bulletinId, version);
  }

  app.post(
    '/api/playouts/:id/cancel',
    {
      config: stop,
      schema: { tags, summary: 'Do not play it', params: IdParams, response: { 200: Playout } },
    },
    (request) => playoutView(stopper.cancel(request, request.params.id)),
  );

  app.post(
    '/api/playouts/:id/stop',
    {
      config: stop,
      schema: { tags, summary: 'Silence it', params: IdParams, response: { 200: Playout } },
    },
    (request) => playoutView(stopper.stop(request, request.params.id)),
  );

  app.post(
    '/api/bulletins/:id/play',
    {
      config: { right: 'schedule.write' },
      schema: {
        tags,
        summary: 'Play an approved bulletin now, or once at an instant',
        params: IdParams,
        body: PlayRequest,
        response: { 201: Playout },
      },
    },
    (request, reply) => {
      reply.code(201);
      return playoutView(play(request, bulletins.get(request.params.id), request.body));
    },
  );
};

export default playoutRoutes;
