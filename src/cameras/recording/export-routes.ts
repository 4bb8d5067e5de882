import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { AppError, type ErrorCode } from '../../errors.ts';
import { requireUser } from '../../web/identity/require-user.ts';
import { Page, PageQuery, pageOf, readCursor } from '../../web/paging.ts';
import { type ExportRow, toldGaps } from './exports-repository.ts';
import { gapView } from './read-timeline.ts';
import type { Recording } from './recording.ts';
import { ExportInput, ExportView, FileParams } from './schemas.ts';
import { allowFiles, sendFile } from './send-file.ts';

const tags = ['cameras'];
const EXPORT = { right: 'camera.export' } as const;

/** Ranges of recordings as files, for who may take them out of the house. */
export const exportRoutes: FastifyPluginAsyncTypebox<{ recording: Recording }> = async (
  app,
  { recording },
) => {
  const { exports, viewings } = recording;
  await allowFiles(app);

  function viewOf(row: ExportRow): ExportView {
    const { failure, hasFrom, hasTo, missingMs, gaps, ...rest } = row;
    const error = failure === null ? null : new AppError(failure as ErrorCode);
    return {
      ...rest,
      cameraName: recording.nameAt(row.cameraId, row.from),
      progress: exports.progressOf(row),
      failure: error && { code: error.code, text: error.messageVi, textEn: error.message },
      contained: hasFrom === null || hasTo === null ? null : { from: hasFrom, to: hasTo },
      missing: missingMs === null ? null : { ms: missingMs, gaps: toldGaps(gaps).map(gapView) },
    };
  }

  app.post(
    '/api/camera-exports',
    {
      config: EXPORT,
      schema: {
        tags,
        summary: 'Export at most 12 hours of a recording as a file, with the reason',
        body: ExportInput,
        response: { 202: ExportView },
      },
    },
    (request, reply) => {
      const { cameraId, from, to, reason } = request.body;
      const { name: by } = requireUser(request);
      const row = app.db.transaction(() => {
        const asked = exports.ask({ cameraId, from, to, reason: reason.trim(), by });
        const details = { export: asked.id, from, to, reason: asked.reason };
        app.audit.append({ request, action: 'camera.export_ask', target: `camera:${cameraId}`, details });
        return asked;
      })();
      exports.wake();
      reply.code(202);
      return viewOf(row);
    },
  );

  app.get(
    '/api/camera-exports',
    {
      config: EXPORT,
      schema: {
        tags,
        summary: 'Exports, newest first',
        querystring: PageQuery,
        response: { 200: Page(ExportView) },
      },
    },
    ({ query: { limit = 50, after } }) => {
      const cursor = readCursor(after, ['number', 'string']) as [number, string] | undefined;
      const page = pageOf(exports.list(limit + 1, cursor), limit, ({ createdAt, id }) => [createdAt, id]);
      return { ...page, items: page.items.map(viewOf) };
    },
  );

  app.get(
    '/api/camera-exports/:id',
    {
      config: EXPORT,
      schema: { tags, summary: 'One export', params: FileParams, response: { 200: ExportView } },
    },
    ({ params }) => viewOf(exports.get(params.id)),
  );

  app.get(
    '/api/camera-exports/:id/file',
    {
      config: EXPORT,
      schema: {
        tags,
        summary: 'The file: a tar with the MP4, manifest.json and how to check them',
        params: FileParams,
      },
    },
    (request, reply) => {
      const row = exports.get(request.params.id);
      if (!recording.isReady()) throw new AppError('camera.recordings_away');
      const { path, name } = exports.fileOf(row);
      const { cameraId, from, to, reason } = row;
      const end = viewings.begin({ by: request, cameraId, kind: 'export', reason, from, to });
      reply.raw.once('close', end);
      reply.header('content-disposition', `attachment; filename="${name}"`);
      return sendFile(reply, path, 'application/x-tar');
    },
  );

  app.delete(
    '/api/camera-exports/:id',
    {
      config: EXPORT,
      schema: {
        tags,
        summary: 'Cancel an export, or delete its file',
        params: FileParams,
      },
    },
    async (request, reply) => {
      const row = exports.get(request.params.id);
      const { cameraId, from, to, state } = row;
      const sweep = app.db.transaction(() => {
        const details = { export: row.id, from, to, state };
        app.audit.append({ request, action: 'camera.export_delete', target: `camera:${cameraId}`, details });
        return exports.remove(row);
      })();
      await sweep();
      return reply.code(204).send();
    },
  );
};
