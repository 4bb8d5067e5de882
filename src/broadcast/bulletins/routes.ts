import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { requireUser } from '../../web/identity/require-user.ts';
import { Page, PageQuery, pageOf, readCursor } from '../../web/paging.ts';
import { IdParams } from '../fields.ts';
import type { Bulletins } from './bulletins.ts';
import type { BulletinsRepository } from './bulletins-repository.ts';
import type { Previews } from './preview.ts';
import {
  Bulletin,
  BulletinApproval,
  BulletinDetail,
  BulletinInput,
  BulletinQuery,
  BulletinReturn,
  BulletinStep,
  BulletinUpdate,
  BulletinVersion,
  Preview,
  SpeechPreviewRequest,
} from './schemas.ts';
import { searchKey } from './search-key.ts';

export interface BulletinRoutesParts {
  bulletins: Bulletins;
  rows: BulletinsRepository;
  previews: Previews;
}

/** As many as come with the bulletin itself; the others are a list of their own. */
const NEWEST_VERSIONS = 50;

const tags = ['bulletins'];
const read = { right: 'bulletin.read' } as const;
const write = { right: 'bulletin.write' } as const;

/** Bản tin: written, submitted, approved or returned, listened to. */
const bulletinRoutes: FastifyPluginAsyncTypebox<BulletinRoutesParts> = async (
  app,
  { bulletins, rows, previews },
) => {
  const one = { params: IdParams, response: { 200: Bulletin } };

  app.get(
    '/api/bulletins',
    {
      config: read,
      schema: {
        tags,
        summary: 'Bulletins, last changed first',
        querystring: Type.Object({ ...PageQuery.properties, ...BulletinQuery.properties }),
        response: { 200: Page(Bulletin) },
      },
    },
    ({ query }) => {
      const limit = query.limit ?? 50;
      const cursor = readCursor(query.after, ['number', 'string']) as [number, string] | undefined;
      const filter = { state: query.state, key: query.q ? searchKey(query.q) : undefined };
      return pageOf(rows.list(filter, limit + 1, cursor), limit, (row) => [row.updatedAt, row.id]);
    },
  );

  app.post(
    '/api/bulletins',
    {
      config: write,
      schema: { tags, summary: 'Write a bulletin', body: BulletinInput, response: { 201: Bulletin } },
    },
    async (request, reply) => {
      const bulletin = await bulletins.create(request, request.body);
      reply.code(201);
      return bulletin;
    },
  );

  app.get(
    '/api/bulletins/:id',
    {
      config: read,
      schema: {
        tags,
        summary: 'One bulletin with its versions',
        params: IdParams,
        response: { 200: BulletinDetail },
      },
    },
    (request) => {
      const bulletin = bulletins.get(request.params.id);
      const mayApprove = bulletins.mayApprove(requireUser(request), bulletin);
      return { ...bulletin, versions: rows.versions(bulletin.id, NEWEST_VERSIONS), mayApprove };
    },
  );

  app.get(
    '/api/bulletins/:id/versions',
    {
      config: read,
      schema: {
        tags,
        summary: 'Every version, newest first',
        params: IdParams,
        querystring: PageQuery,
        response: { 200: Page(BulletinVersion) },
      },
    },
    ({ params, query: { limit = 50, after } }) => {
      const { id } = bulletins.get(params.id);
      const cursor = readCursor(after, ['number']) as [number] | undefined;
      return pageOf(rows.versions(id, limit + 1, cursor), limit, ({ version }) => [version]);
    },
  );

  app.put(
    '/api/bulletins/:id',
    { config: write, schema: { tags, summary: 'Edit: a new version', body: BulletinUpdate, ...one } },
    (request) => bulletins.update(request, request.params.id, request.body),
  );

  app.post(
    '/api/bulletins/:id/submit',
    { config: write, schema: { tags, summary: 'Ask for approval', body: BulletinStep, ...one } },
    (request) => bulletins.submit(request, request.params.id, request.body?.version),
  );

  app.post(
    '/api/bulletins/:id/approve',
    // An editor gets here too: where the commune allows it, they approve their own.
    { config: write, schema: { tags, summary: 'Approve this version', body: BulletinApproval, ...one } },
    (request) => bulletins.approve(request, request.params.id, request.body.version),
  );

  app.post(
    '/api/bulletins/:id/return',
    {
      config: { right: 'bulletin.approve' },
      schema: { tags, summary: 'Give it back with a reason', body: BulletinReturn, ...one },
    },
    (request) => bulletins.giveBack(request, request.params.id, request.body.reason, request.body.version),
  );

  app.post(
    '/api/bulletins/:id/withdraw',
    { config: write, schema: { tags, summary: 'Take it back to draft', body: BulletinStep, ...one } },
    (request) => bulletins.withdraw(request, request.params.id, request.body?.version),
  );

  app.post(
    '/api/bulletins/:id/archive',
    { config: write, schema: { tags, summary: 'Put it away for good', body: BulletinStep, ...one } },
    (request) => bulletins.archive(request, request.params.id, request.body?.version),
  );

  app.post(
    '/api/bulletins/:id/preview',
    {
      config: read,
      schema: { tags, summary: 'Its audio, to listen to', params: IdParams, response: { 200: Preview } },
    },
    (request) => previews.ofBulletin(bulletins.get(request.params.id)),
  );

  app.post(
    '/api/speech/preview',
    {
      config: write,
      schema: {
        tags,
        summary: 'Listen to a text that is not stored',
        body: SpeechPreviewRequest,
        response: { 200: Preview },
      },
    },
    (request) => previews.ofText(request.body),
  );
};

export default bulletinRoutes;
