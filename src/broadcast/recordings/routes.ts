import { basename, dirname, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { AppError } from '../../errors.ts';
import { sentName } from '../../sent-file.ts';
import { RECORDING_MAX_BYTES, type Recordings } from './recordings.ts';

const RecordingAnswer = Type.Object({
  id: Type.String(),
  name: Type.String(),
  durationMs: Type.Integer(),
});

const tags = ['bulletins'];

/** Recordings in the languages of the commune's minorities. */
const recordingRoutes: FastifyPluginAsyncTypebox<{ recordings: Recordings }> = async (
  app,
  { recordings },
) => {
  await app.register(fastifyStatic, { root: resolve(app.config.data), serve: false });
  // As it comes: it goes to the disk piece by piece.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));

  app.post(
    '/api/recordings',
    {
      config: { right: 'bulletin.write' },
      schema: {
        tags,
        summary: 'Bring a recording: the bytes of an audio file, at most 50 MB and 30 minutes',
        consumes: ['application/octet-stream'],
        headers: Type.Object(
          { 'x-file-name': Type.Optional(Type.String({ maxLength: 1_000, description: 'URI-encoded' })) },
          { additionalProperties: true },
        ),
        response: { 201: RecordingAnswer },
      },
    },
    async (request, reply) => {
      if (Number(request.headers['content-length']) > RECORDING_MAX_BYTES)
        throw new AppError('input.too_large');
      const name = sentName(request.headers['x-file-name']);
      const body = request.body as Readable | undefined;
      if (!body) throw new AppError('recording.no_sound');
      const record = await recordings.add(request, body, name);
      reply.code(201);
      return record;
    },
  );

  app.get(
    '/api/recordings/:id',
    {
      config: { right: 'bulletin.read' },
      schema: {
        tags,
        summary: 'The sound of a recording, with range requests',
        params: Type.Object({ id: Type.String({ pattern: '^[0-9a-f]{64}$' }) }),
      },
    },
    (request, reply) => {
      const path = app.speech.recordingFile(recordings.get(request.params.id).id);
      if (path === undefined) throw new AppError('item.not_found');
      return reply
        .type('audio/mpeg')
        .header('cache-control', 'private, max-age=3600, immutable')
        .sendFile(basename(path), resolve(dirname(path)), { cacheControl: false });
    },
  );

  app.get(
    '/api/recordings/:id/about',
    {
      config: { right: 'bulletin.read' },
      schema: {
        tags,
        summary: 'Name and length of a recording',
        params: Type.Object({ id: Type.String({ pattern: '^[0-9a-f]{64}$' }) }),
        response: { 200: RecordingAnswer },
      },
    },
    ({ params }) => recordings.get(params.id),
  );
};

export default recordingRoutes;
