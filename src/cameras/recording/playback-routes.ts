import { join } from 'node:path';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { AppError } from '../../errors.ts';
import { Page, PageQuery, pageOf, readCursor } from '../../web/paging.ts';
import { TIMELINE_MAX_MS } from './read-timeline.ts';
import type { Recording } from './recording.ts';
import { checkRange } from './routes.ts';
import { FileParams, RangeQuery, RecordingParams, SegmentView } from './schemas.ts';
import { segmentPath } from './segment-paths.ts';
import type { SegmentRow } from './segments-repository.ts';
import { allowFiles, sendFile } from './send-file.ts';

const tags = ['cameras'];
const VIEW = { right: 'camera.view' } as const;

/** The recordings themselves, for the player in the browser. */
export const playbackRoutes: FastifyPluginAsyncTypebox<{ recording: Recording }> = async (
  app,
  { recording },
) => {
  const { rows, store, playback } = recording;
  await allowFiles(app);

  function viewOf(row: SegmentRow): SegmentView {
    const { id, startedAt, endedAt, mime, bytes, reason, driftMs } = row;
    const writing = endedAt === null ? store.openOf(row.cameraId) : undefined;
    const open = writing?.row.id === id ? writing : undefined;
    return {
      id,
      from: startedAt,
      to: endedAt ?? open?.writtenUntil ?? startedAt,
      open: endedAt === null,
      mime,
      bytes: open?.bytes ?? bytes,
      reason,
      driftMs,
    };
  }

  app.get(
    '/api/cameras/:id/segments',
    {
      config: VIEW,
      schema: {
        tags,
        summary: 'Segments of a range of at most 25 hours, oldest first',
        params: RecordingParams,
        querystring: Type.Object({ ...PageQuery.properties, ...RangeQuery.properties }),
        response: { 200: Page(SegmentView) },
      },
    },
    (request) => {
      const { id } = request.params;
      const { from, to, after, limit = 200 } = request.query;
      checkRange(from, to, TIMELINE_MAX_MS);
      const cursor = readCursor(after, ['number', 'string']) as [number, string] | undefined;
      const found = rows.within(id, from, to, limit + 1, cursor);
      playback.listed(request, id, from, to);
      const page = pageOf(found, limit, ({ startedAt, id: last }) => [startedAt, last]);
      return { ...page, items: page.items.map(viewOf) };
    },
  );

  app.get(
    '/api/camera-segments/:id/file',
    {
      config: VIEW,
      schema: {
        tags,
        summary: 'A segment: fragmented MP4, with range requests. It counts as a look at the recording',
        params: FileParams,
      },
    },
    async (request, reply) => {
      const row = rows.get(request.params.id);
      if (!row) throw new AppError('item.not_found');
      const isThere = recording.isReady() && (await recording.isOurs(row.folder));
      if (!isThere) throw new AppError('camera.recordings_away');
      const { from, to } = viewOf(row);
      playback.looks(request, row.cameraId, from, Math.max(to, from + 1));
      return sendFile(reply, join(row.folder, segmentPath(row)), 'video/mp4');
    },
  );
};
