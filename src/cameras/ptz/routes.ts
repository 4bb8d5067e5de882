import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { CameraParams } from '../registry/schemas.ts';
import type { Slice } from '../slice.ts';

const Speed = Type.Number({ minimum: -1, maximum: 1, default: 0 });
const MoveBody = Type.Object({
  pan: Type.Optional(Speed),
  tilt: Type.Optional(Speed),
  zoom: Type.Optional(Speed),
  ms: Type.Optional(
    Type.Integer({ minimum: 50, maximum: 5_000, default: 500, description: 'It stops after that' }),
  ),
});
const Preset = Type.Object({ token: Type.String(), name: Type.String() });
/** It goes into XML, escaped; a control character has no place there. */
const Token = Type.String({ minLength: 1, maxLength: 64, pattern: '^[^\\u0000-\\u001f\\u007f]+$' });
const PresetBody = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 64, pattern: '^[^\\u0000-\\u001f\\u007f]+$' }),
  token: Type.Optional(Token),
});
const PresetParams = Type.Object({ ...CameraParams.properties, token: Token });

const tags = ['cameras'];
const config = { right: 'camera.move' } as const;
/** Who steers sends several commands a second: the log tells once a minute that he does. */
const NOTED_MS = 60_000;
const NOTED_MOST = 1_000;

/** Moving a camera, and its presets. */
export function ptzRoutes(app: FastifyInstance, { steering }: Slice): void {
  const api = app.withTypeProvider<TypeBoxTypeProvider>();
  const noted = new Map<string, number>();

  function audit(request: FastifyRequest, id: string, verb: string, details: object = {}): void {
    app.db.transaction(() =>
      app.audit.append({ request, action: `camera.${verb}`, target: `camera:${id}`, details }),
    )();
  }

  function auditMove(request: FastifyRequest, id: string): void {
    const key = `${request.user?.id} ${id}`;
    const now = app.clock.monotonic();
    if (now - (noted.get(key) ?? Number.NEGATIVE_INFINITY) < NOTED_MS) return;
    audit(request, id, 'move');
    if (noted.size >= NOTED_MOST) noted.clear();
    noted.set(key, now);
  }

  api.post(
    '/api/cameras/:id/ptz',
    {
      config,
      schema: {
        tags,
        summary: 'Move with speeds of −1…1 for some time, at most 5 s; the newest command counts',
        params: CameraParams,
        body: MoveBody,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { pan = 0, tilt = 0, zoom = 0, ms = 500 } = request.body;
      steering.check(id);
      auditMove(request, id);
      await steering.move(id, { pan, tilt, zoom }, ms);
      return reply.code(204).send(null);
    },
  );

  api.post(
    '/api/cameras/:id/ptz/stop',
    {
      config,
      schema: { tags, summary: 'Stop moving', params: CameraParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await steering.stop(request.params.id);
      return reply.code(204).send(null);
    },
  );

  api.get(
    '/api/cameras/:id/ptz/presets',
    {
      config: { right: 'camera.view' },
      schema: {
        tags,
        summary: 'Presets of the camera',
        params: CameraParams,
        response: { 200: Type.Object({ items: Type.Array(Preset) }) },
      },
    },
    async ({ params }) => ({ items: await steering.presets(params.id) }),
  );

  api.post(
    '/api/cameras/:id/ptz/presets',
    {
      config,
      schema: {
        tags,
        summary: 'Store where it looks now; over an old preset where a token is given',
        params: CameraParams,
        body: PresetBody,
        response: { 201: Preset },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { name, token } = request.body;
      steering.check(id);
      audit(request, id, 'preset', { name, ...(token !== undefined && { token }) });
      const stored = await steering.setPreset(id, name, token);
      reply.code(201);
      return { token: stored, name };
    },
  );

  api.post(
    '/api/cameras/:id/ptz/presets/:token/go',
    {
      config,
      schema: { tags, summary: 'Turn to a preset', params: PresetParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { id, token } = request.params;
      steering.check(id);
      auditMove(request, id);
      await steering.goToPreset(id, token);
      return reply.code(204).send(null);
    },
  );

  api.delete(
    '/api/cameras/:id/ptz/presets/:token',
    {
      config,
      schema: { tags, summary: 'Remove a preset', params: PresetParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { id, token } = request.params;
      steering.check(id);
      audit(request, id, 'preset_remove', { token });
      await steering.removePreset(id, token);
      return reply.code(204).send(null);
    },
  );
}
