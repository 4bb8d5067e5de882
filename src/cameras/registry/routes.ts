import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { AppError } from '../../errors.ts';
import { Page, PageQuery, pageOf, readCursor } from '../../web/paging.ts';
import type { Camera } from '../parts.ts';
import { CameraView } from '../schemas.ts';
import type { Slice } from '../slice.ts';
import { CameraKind, kindOf } from './profile.ts';
import { AccountChange, CameraFilter, CameraParams, CameraPatch, NewCamera, Removal } from './schemas.ts';

const CameraQuery = Type.Object({ ...PageQuery.properties, ...CameraFilter });
const tags = ['cameras'];
const READ = { right: 'camera.view' } as const;
const WRITE = { right: 'camera.write' } as const;

/** The HTTP side of the registry. */
export function registryRoutes(app: FastifyInstance, slice: Slice): void {
  const api = app.withTypeProvider<TypeBoxTypeProvider>();
  const { registry, managing } = slice;

  function need(id: string): Camera {
    const camera = registry.get(id);
    if (!camera) throw new AppError('item.not_found');
    return camera;
  }

  const view = (id: string) => slice.viewOf(need(id));

  /** The audit entry of a write, for its transaction. */
  function audit(request: FastifyRequest, verb: string, details?: object) {
    return (id: string) =>
      app.audit.append({
        request,
        action: `camera.${verb}`,
        target: `camera:${id}`,
        ...(details && { details }),
      });
  }

  api.get(
    '/api/camera-profiles',
    {
      config: READ,
      schema: {
        tags,
        summary: 'Kinds of cameras',
        response: { 200: Type.Object({ items: Type.Array(CameraKind) }) },
      },
    },
    () => ({ items: [...slice.profiles.values()].map(kindOf) }),
  );

  api.get(
    '/api/cameras',
    {
      config: READ,
      schema: { tags, summary: 'Cameras', querystring: CameraQuery, response: { 200: Page(CameraView) } },
    },
    ({ query: { limit = 50, after, zoneId, state, q } }) => {
      const [last = ''] = readCursor(after, ['string']) ?? [];
      const zones = zoneId === undefined ? undefined : new Set(app.commune.withDescendants([zoneId]));
      const lower = (text: string) => text.normalize('NFC').toLocaleLowerCase('vi');
      const part = q === undefined ? undefined : lower(q);
      const found = [...registry.all()].filter(
        (camera) =>
          (zones === undefined || (camera.zoneId !== null && zones.has(camera.zoneId))) &&
          (state === undefined || slice.facts.health(camera).state === state) &&
          (part === undefined ||
            [camera.name, camera.maker, camera.model, camera.host].some((text) =>
              lower(text).includes(part),
            )),
      );
      // Ids are UUIDv7: in the order in which the cameras were added.
      const rest = found.filter(({ id }) => id > String(last)).sort((a, b) => (a.id < b.id ? -1 : 1));
      return {
        ...pageOf(rest.slice(0, limit + 1).map(slice.viewOf), limit, ({ id }) => [id]),
        total: found.length,
      };
    },
  );

  api.get(
    '/api/cameras/:id',
    {
      config: READ,
      schema: { tags, summary: 'One camera', params: CameraParams, response: { 200: CameraView } },
    },
    ({ params }) => view(params.id),
  );

  api.post(
    '/api/cameras',
    {
      config: WRITE,
      schema: {
        tags,
        summary: 'Add a camera by its RTSP address, or by its host, which is asked once with this account',
        body: NewCamera,
        response: { 201: Type.Object({ cameras: Type.Array(CameraView) }) },
      },
    },
    async (request, reply) => {
      const { name, zoneId, profile } = request.body;
      const cameras = await slice.byHand(request.body, audit(request, 'create', { name, zoneId, profile }));
      reply.code(201);
      return { cameras: cameras.map(slice.viewOf) };
    },
  );

  api.patch(
    '/api/cameras/:id',
    {
      config: WRITE,
      schema: {
        tags,
        summary: 'Change a camera',
        params: CameraParams,
        body: CameraPatch,
        response: { 200: CameraView },
      },
    },
    (request) => {
      const { id, name: before } = need(request.params.id);
      // What was pasted may hold a password.
      const { url, subUrl, ...told } = request.body;
      const address = url === undefined && subUrl === undefined ? {} : { address: 'changed' };
      managing.update(id, request.body, audit(request, 'update', { before, ...told, ...address }));
      return view(id);
    },
  );

  api.delete(
    '/api/cameras/:id',
    {
      config: WRITE,
      schema: {
        tags,
        summary: 'Remove a camera; its recordings stay until their time is over unless asked otherwise',
        params: CameraParams,
        querystring: Removal,
      },
    },
    (request, reply) => {
      const { id, name } = need(request.params.id);
      const { recordings = 'keep' } = request.query;
      managing.remove(id, recordings, audit(request, 'delete', { name, recordings }));
      return reply.code(204).send();
    },
  );

  api.put(
    '/api/cameras/:id/account',
    {
      config: WRITE,
      schema: {
        tags,
        summary:
          'The account with which the station signs in to the camera; the password is never shown again',
        params: CameraParams,
        body: AccountChange,
        response: { 200: CameraView },
      },
    },
    (request) => {
      const { id, host, unitKey } = need(request.params.id);
      const { username, password, wholeUnit = false } = request.body;
      // Each new account is tried at once: whoever goes on guessing locks the camera.
      slice.checkTries(host);
      const others = [...registry.all()].filter(
        (one) => wholeUnit && one.id !== id && one.unitKey === unitKey,
      );
      const ids = [id, ...others.map((one) => one.id)];
      managing.setAccount(ids, { username, password }, audit(request, 'account', { username }));
      return view(id);
    },
  );

  api.post(
    '/api/cameras/:id/read',
    {
      config: WRITE,
      schema: {
        tags,
        summary: 'Read model, firmware and streams from the camera anew',
        params: CameraParams,
        response: { 200: CameraView },
      },
    },
    async (request) => {
      const { id } = need(request.params.id);
      await slice.readAgain(id, audit(request, 'read'));
      return view(id);
    },
  );
}
