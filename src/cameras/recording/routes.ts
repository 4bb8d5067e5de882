import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { AppError, invalid } from '../../errors.ts';
import { requireUser } from '../../web/identity/require-user.ts';
import { Page, PageQuery, pageOf, readCursor } from '../../web/paging.ts';
import type { CameraRegistry } from '../parts.ts';
import { TIMELINE_MAX_MS } from './read-timeline.ts';
import type { Recording } from './recording.ts';
import {
  ProtectedInput,
  ProtectedView,
  RangeQuery,
  RecordingInput,
  RecordingParams,
  RecordingView,
  TimelineView,
} from './schemas.ts';

const tags = ['cameras'];
const VIEW = { right: 'camera.view' } as const;
const EXPORT = { right: 'camera.export' } as const;
const WRITE = { right: 'camera.write' } as const;

const protectedParams = Type.Object({
  ...RecordingParams.properties,
  protectedId: Type.String({ maxLength: 64 }),
});

/** Refuses a range that is upside down or too long to be read at once. */
export function checkRange(from: number, to: number, longest: number): void {
  if (to <= from) throw invalid('to', 'phải sau lúc bắt đầu', 'it must be after the beginning');
  if (to - from > longest) {
    const hours = Math.round(longest / 3_600_000);
    throw invalid('to', `mỗi lần xem nhiều nhất ${hours} giờ`, `at most ${hours} hours at a time`);
  }
}

/** What is recorded of a camera, what was, and what is kept of it. */
export function recordingRoutes(
  app: FastifyInstance,
  recording: Recording,
  registry: Pick<CameraRegistry, 'get'>,
): void {
  const api = app.withTypeProvider<TypeBoxTypeProvider>();
  const { modes, rows, kept, recorders } = recording;

  /** One that is there, or of which something is still kept. */
  function need(id: string): void {
    if (!registry.get(id) && rows.firstOf(id) === undefined) throw new AppError('item.not_found');
  }

  api.get(
    '/api/cameras/:id/recording',
    {
      config: VIEW,
      schema: {
        tags,
        summary: 'What is to be recorded, and how that goes',
        params: RecordingParams,
        response: { 200: RecordingView },
      },
    },
    ({ params: { id } }) => {
      need(id);
      return recording.viewOf(id);
    },
  );

  api.put(
    '/api/cameras/:id/recording',
    {
      config: WRITE,
      schema: {
        tags,
        summary: 'Record: off, continuous, or by motion',
        params: RecordingParams,
        body: RecordingInput,
        response: { 200: RecordingView },
      },
    },
    async (request) => {
      const { id } = request.params;
      const camera = registry.get(id);
      if (!camera) throw new AppError('item.not_found');
      const before = modes.get(id);
      const { mode, stream = before?.stream ?? 'main', keepDays = before?.keepDays ?? null } = request.body;
      // Only ONVIF tells of motion.
      if (mode === 'motion' && camera.onvifUrl === null) throw new AppError('camera.rtsp_only');
      app.db.transaction(() => {
        modes.put({ cameraId: id, mode, stream, keepDays });
        if (mode !== 'off') recording.recorded(id);
        const details = { mode, stream, keepDays, before: before?.mode ?? 'off' };
        app.audit.append({ request, action: 'camera.recording', target: `camera:${id}`, details });
      })();
      await recorders.settle(id);
      app.live.changed('cameras', id);
      return recording.viewOf(id);
    },
  );

  api.get(
    '/api/cameras/:id/timeline',
    {
      config: VIEW,
      schema: {
        tags,
        summary: 'What was recorded in a range of at most 25 hours, what was not and why',
        params: RecordingParams,
        querystring: RangeQuery,
        response: { 200: TimelineView },
      },
    },
    ({ params: { id }, query: { from, to } }) => {
      need(id);
      checkRange(from, to, TIMELINE_MAX_MS);
      return recording.timeline(id, from, to);
    },
  );

  api.get(
    '/api/cameras/:id/protected',
    {
      config: VIEW,
      schema: {
        tags,
        summary: 'Ranges that are kept, latest first',
        params: RecordingParams,
        querystring: PageQuery,
        response: { 200: Page(ProtectedView) },
      },
    },
    ({ params: { id }, query: { limit = 50, after } }) => {
      need(id);
      const cursor = readCursor(after, ['number', 'string']) as [number, string] | undefined;
      return pageOf(kept.list(id, limit + 1, cursor), limit, (row) => [row.from, row.id]);
    },
  );

  api.post(
    '/api/cameras/:id/protected',
    {
      config: EXPORT,
      schema: {
        tags,
        summary: 'Keep a range until it is let go',
        params: RecordingParams,
        body: ProtectedInput,
        response: { 201: ProtectedView },
      },
    },
    (request, reply) => {
      const { id: cameraId } = request.params;
      const { from, to, reason } = request.body;
      need(cameraId);
      checkRange(from, to, PROTECTED_MAX_MS);
      if (kept.count() >= PROTECTED_MAX)
        throw invalid('from', 'đã có quá nhiều đoạn được bảo vệ', 'too many ranges are protected already');
      const { name: createdBy } = requireUser(request);
      const row = {
        id: recording.newId(),
        cameraId,
        from,
        to,
        reason: reason.trim(),
        createdBy,
        createdAt: app.clock.now(),
      };
      app.db.transaction(() => {
        kept.insert(row);
        const details = { from, to, reason: row.reason };
        app.audit.append({ request, action: 'camera.protect', target: `camera:${cameraId}`, details });
      })();
      app.live.changed('cameras', cameraId);
      reply.code(201);
      return row;
    },
  );

  api.delete(
    '/api/cameras/:id/protected/:protectedId',
    {
      config: EXPORT,
      schema: {
        tags,
        summary: 'Let a range go: from now on it is kept as long as the others',
        params: protectedParams,
      },
    },
    (request, reply) => {
      const { id: cameraId, protectedId } = request.params;
      const row = kept.get(protectedId);
      if (!row || row.cameraId !== cameraId) throw new AppError('item.not_found');
      app.db.transaction(() => {
        kept.remove(protectedId);
        const { from, to, reason } = row;
        const details = { from, to, reason };
        app.audit.append({ request, action: 'camera.unprotect', target: `camera:${cameraId}`, details });
      })();
      app.live.changed('cameras', cameraId);
      return reply.code(204).send();
    },
  );
}

const PROTECTED_MAX_MS = 31 * 86_400_000;
/** All of them are in mind when something is deleted. */
const PROTECTED_MAX = 5_000;
