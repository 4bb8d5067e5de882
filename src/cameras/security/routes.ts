import { createHash } from 'node:crypto';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { AppError } from '../../errors.ts';
import { Page, PageQuery, pageOf, readCursor } from '../../web/paging.ts';
import type { Camera, CameraRegistry } from '../parts.ts';
import { keyOf } from './advisories.ts';
import { checkAdvisories, parseAdvisories } from './advisory.ts';
import {
  AdvisoryKeyBody,
  AdvisoryView,
  CameraSecurity,
  CheckBody,
  ImportBody,
  SecurityJob,
} from './schemas.ts';
import type { Security } from './security.ts';

export interface SecurityRouteParts {
  registry: Pick<CameraRegistry, 'get' | 'all'>;
  security: Security;
}

const Params = Type.Object({ id: Type.String({ maxLength: 64 }) });
const tags = ['cameras'];
const READ = { right: 'camera.view' } as const;
const WRITE = { right: 'camera.write' } as const;

/** The HTTP side of the security checks. */
export function securityRoutes(app: FastifyInstance, { registry, security }: SecurityRouteParts): void {
  const api = app.withTypeProvider<TypeBoxTypeProvider>();

  function need(id: string): Camera {
    const camera = registry.get(id);
    if (!camera) throw new AppError('item.not_found');
    return camera;
  }

  function begin(request: FastifyRequest, ids: readonly string[], target?: string): SecurityJob {
    const start = security.prepare(ids);
    app.db.transaction(() =>
      app.audit.append({
        request,
        action: 'camera.check_security',
        ...(target !== undefined && { target }),
        details: { cameras: ids.length },
      }),
    )();
    start();
    return security.state();
  }

  api.get(
    '/api/cameras/:id/security',
    {
      config: READ,
      schema: {
        tags,
        summary: 'What the last security check of a camera found',
        params: Params,
        response: { 200: CameraSecurity },
      },
    },
    ({ params }) => security.of(need(params.id)),
  );

  api.post(
    '/api/cameras/:id/security/check',
    {
      config: WRITE,
      schema: {
        tags,
        summary: 'Check the security of one camera, in the background',
        params: Params,
        response: { 202: SecurityJob },
      },
    },
    async (request, reply) => {
      const { id } = need(request.params.id);
      reply.code(202);
      return begin(request, [id], `camera:${id}`);
    },
  );

  api.post(
    '/api/cameras/:id/security/factory-password',
    {
      config: WRITE,
      schema: {
        tags,
        summary: 'Try the factory account that the profile names, once',
        params: Params,
        response: { 200: CameraSecurity },
      },
    },
    async (request) => {
      const camera = need(request.params.id);
      const { id, profile } = camera;
      return security.tryFactory(camera, () =>
        app.audit.append({
          request,
          action: 'camera.try_factory_password',
          target: `camera:${id}`,
          details: { profile },
        }),
      );
    },
  );

  api.get(
    '/api/camera-security-check',
    { config: READ, schema: { tags, summary: 'How far the check is', response: { 200: SecurityJob } } },
    () => security.state(),
  );

  api.post(
    '/api/camera-security-check',
    {
      config: WRITE,
      schema: {
        tags,
        summary: 'Check all cameras, or those named, in the background',
        body: CheckBody,
        response: { 202: SecurityJob },
      },
    },
    async (request, reply) => {
      const ids = request.body.cameraIds ?? [...registry.all()].map(({ id }) => id);
      for (const id of ids) need(id);
      reply.code(202);
      return begin(request, [...new Set(ids)]);
    },
  );

  api.delete(
    '/api/camera-security-check',
    { config: WRITE, schema: { tags, summary: 'End the check', response: { 200: SecurityJob } } },
    async (request) => {
      if (security.state().state === 'running') {
        await security.cancel();
        const { done, total } = security.state();
        app.db.transaction(() =>
          app.audit.append({ request, action: 'camera.end_check', details: { done, total } }),
        )();
      }
      return security.state();
    },
  );

  api.get(
    '/api/camera-advisories',
    {
      config: READ,
      schema: {
        tags,
        summary: 'Firmware known to be vulnerable',
        querystring: PageQuery,
        response: { 200: Page(AdvisoryView) },
      },
    },
    ({ query: { limit = 50, after } }) => {
      const [last = ''] = readCursor(after, ['string']) ?? [];
      const all = security.advisories.list();
      const rest = all.filter((row) => keyOf(row) > String(last)).slice(0, limit + 1);
      return { ...pageOf(rest, limit, (row) => [keyOf(row)]), total: all.length };
    },
  );

  api.post(
    '/api/camera-advisories/remove',
    {
      config: WRITE,
      schema: {
        tags,
        summary: 'Take out an imported advisory',
        body: AdvisoryKeyBody,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { body } = request;
      security.advisories.remove(body, () =>
        app.audit.append({
          request,
          action: 'camera.remove_advisory',
          target: `advisory:${body.id}`,
          details: body,
        }),
      );
      return reply.code(204).send(null);
    },
  );

  api.post(
    '/api/camera-advisories/import',
    {
      config: WRITE,
      schema: {
        tags,
        summary: 'Import advisories: none where one of the rows is not good',
        body: ImportBody,
        response: { 200: Type.Object({ imported: Type.Integer() }) },
      },
    },
    async (request) => {
      const { body } = request;
      const rows = 'text' in body ? parseAdvisories(body.text) : checkAdvisories(body.rows);
      const sha256 = createHash('sha256').update(JSON.stringify(body)).digest('hex');
      await security.advisories.import(rows, () =>
        app.audit.append({
          request,
          action: 'camera.import_advisories',
          details: { rows: rows.length, sha256 },
        }),
      );
      return { imported: rows.length };
    },
  );
}
