import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { AppError } from '../errors.ts';
import { Page, PageQuery, pageOf, readCursor } from '../web/paging.ts';
import { brokerFiles } from './external-broker.ts';
import { ProfileSchema } from './profile.ts';
import { infoOf, type Speaker } from './registry.ts';
import {
  Confirmation,
  Connection,
  CreatedSpeaker,
  NewSpeaker,
  SpeakerInfo,
  SpeakerParams,
  SpeakerPatch,
  SpeakerView,
  TestStarted,
  VolumeBody,
} from './schemas.ts';
import type { Slice } from './slice.ts';

const SpeakerQuery = Type.Object({
  ...PageQuery.properties,
  zoneId: Type.Optional(Type.String({ maxLength: 64 })),
  online: Type.Optional(Type.Boolean()),
  confirmed: Type.Optional(Type.Boolean()),
  q: Type.Optional(Type.String({ maxLength: 100, description: 'Part of the name' })),
});
const tags = ['speakers'];
const READ = { right: 'speaker.read' } as const;
const WRITE = { right: 'speaker.write' } as const;

/** The HTTP side of the registry. */
export function speakerRoutes(app: FastifyInstance, slice: Slice): void {
  const api = app.withTypeProvider<TypeBoxTypeProvider>();
  const { registry, managing } = slice;

  function need(id: string): Speaker {
    const speaker = registry.get(id);
    if (!speaker) throw new AppError('item.not_found');
    return speaker;
  }

  /** The audit entry of a write, for its transaction. */
  function audit(request: FastifyRequest, verb: string, details?: object) {
    return (id: string) =>
      app.audit.append({
        request,
        action: `speaker.${verb}`,
        target: `speaker:${id}`,
        ...(details && { details }),
      });
  }

  api.get(
    '/api/speaker-profiles',
    {
      config: READ,
      schema: {
        tags,
        summary: 'Kinds of speakers',
        response: { 200: Type.Object({ items: Type.Array(ProfileSchema) }) },
      },
    },
    () => ({ items: [...slice.profiles.values()] }),
  );

  api.get(
    '/api/speakers',
    {
      config: READ,
      schema: { tags, summary: 'Speakers', querystring: SpeakerQuery, response: { 200: Page(SpeakerInfo) } },
    },
    ({ query: { limit = 50, after, zoneId, online, confirmed, q } }) => {
      const [last = ''] = readCursor(after, ['string']) ?? [];
      const zones = zoneId === undefined ? undefined : new Set(app.commune.withDescendants([zoneId]));
      const part = q?.normalize('NFC').toLocaleLowerCase('vi');
      const found = [...registry.all()].filter(
        (speaker) =>
          (zones === undefined || (speaker.zoneId !== null && zones.has(speaker.zoneId))) &&
          (online === undefined || speaker.online === online) &&
          (confirmed === undefined || (speaker.row.confirmedAt !== null) === confirmed) &&
          (part === undefined || speaker.name.toLocaleLowerCase('vi').includes(part)),
      );
      // Ids are UUIDv7: in the order in which the speakers were added.
      const rest = found.filter(({ id }) => id > String(last)).sort((a, b) => (a.id < b.id ? -1 : 1));
      return {
        ...pageOf(rest.slice(0, limit + 1).map(infoOf), limit, ({ id }) => [id]),
        total: found.length,
      };
    },
  );

  api.get(
    '/api/speakers/:id',
    {
      config: READ,
      schema: { tags, summary: 'One speaker', params: SpeakerParams, response: { 200: SpeakerView } },
    },
    ({ params }) => slice.viewOf(need(params.id)),
  );

  api.post(
    '/api/speakers',
    {
      config: WRITE,
      schema: {
        tags,
        summary: 'Add a speaker; the answer holds its MQTT password, this once',
        body: NewSpeaker,
        response: { 201: CreatedSpeaker },
      },
    },
    async (request, reply) => {
      const { name, profile, zoneId } = request.body;
      const made = managing.create(request.body, audit(request, 'create', { name, profile, zoneId }));
      reply.code(201);
      return {
        speaker: slice.viewOf(made.speaker),
        connection: slice.connectionOf(made.speaker, made.password),
      };
    },
  );

  api.patch(
    '/api/speakers/:id',
    {
      config: WRITE,
      schema: {
        tags,
        summary: 'Change a speaker',
        params: SpeakerParams,
        body: SpeakerPatch,
        response: { 200: SpeakerView },
      },
    },
    (request) => {
      const speaker = need(request.params.id);
      managing.update(
        speaker,
        request.body,
        audit(request, 'update', { before: speaker.name, ...request.body }),
      );
      return slice.viewOf(speaker);
    },
  );

  api.delete(
    '/api/speakers/:id',
    { config: WRITE, schema: { tags, summary: 'Silence and remove a speaker', params: SpeakerParams } },
    async (request, reply) => {
      await slice.silence(need(request.params.id));
      // Somebody else may have been quicker.
      const speaker = need(request.params.id);
      managing.remove(speaker, audit(request, 'delete', { name: speaker.name }));
      return reply.code(204).send();
    },
  );

  api.put(
    '/api/speakers/:id/volume',
    {
      config: WRITE,
      schema: {
        tags,
        summary: 'Set its volume, 0–100',
        params: SpeakerParams,
        body: VolumeBody,
        response: { 200: SpeakerView },
      },
    },
    (request) => {
      const speaker = need(request.params.id);
      const { volume } = request.body;
      managing.setVolume(speaker, volume, audit(request, 'volume', { before: speaker.row.volume, volume }));
      slice.player.setVolume(speaker);
      return slice.viewOf(speaker);
    },
  );

  api.post(
    '/api/speakers/:id/test',
    {
      config: WRITE,
      schema: {
        tags,
        summary: 'Play the test tone; what becomes of it shows as `test`',
        params: SpeakerParams,
        response: { 202: TestStarted },
      },
    },
    async (request, reply) => {
      const speaker = need(request.params.id);
      const { test, play } = speaker.profile.commands;
      if (!test && !play) throw new AppError('speaker.cannot_play');
      if (!speaker.online) throw new AppError('speaker.offline');
      if (slice.player.isBusy(speaker)) throw new AppError('speaker.busy');
      const tone = await slice.tone.get();
      if (slice.player.isBusy(speaker)) throw new AppError('speaker.busy');
      app.db.transaction(() => audit(request, 'test')(speaker.id))();
      reply.code(202);
      return { playoutId: slice.player.test(speaker, tone) };
    },
  );

  api.post(
    '/api/speakers/:id/confirm',
    {
      config: WRITE,
      schema: {
        tags,
        summary: 'Whether the officer heard the test tone; only a speaker that was heard plays bulletins',
        params: SpeakerParams,
        body: Confirmation,
        response: { 200: SpeakerView },
      },
    },
    (request) => {
      const speaker = need(request.params.id);
      const { heard } = request.body;
      managing.confirm(
        speaker,
        heard ? (request.user?.id ?? null) : null,
        audit(request, 'confirm', { heard }),
      );
      return slice.viewOf(speaker);
    },
  );

  api.post(
    '/api/speakers/:id/credentials',
    {
      config: WRITE,
      schema: {
        tags,
        summary: 'A new MQTT password, told this once; the old one is void',
        params: SpeakerParams,
        response: { 200: Connection },
      },
    },
    (request) => {
      const speaker = need(request.params.id);
      return slice.connectionOf(speaker, managing.renewPassword(speaker, audit(request, 'credentials')));
    },
  );

  api.post(
    '/api/speakers/broker-files',
    {
      config: WRITE,
      schema: {
        tags,
        summary: 'Lines for the password and ACL files of an external mosquitto',
        response: { 200: Type.Object({ passwords: Type.String(), acl: Type.String() }) },
      },
    },
    (request) => {
      app.db.transaction(() => app.audit.append({ request, action: 'speaker.broker_files' }))();
      return brokerFiles(registry.all(), slice.settings().username);
    },
  );
}
