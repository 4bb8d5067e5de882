import { isIP } from 'node:net';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { hostName } from '../../config/host-name.ts';
import { invalid } from '../../errors.ts';
import { CameraParams } from '../registry/schemas.ts';
import type { Slice } from '../slice.ts';

const ClockBody = Type.Object({
  ntp: Type.Optional(
    Type.Union([Type.String({ minLength: 1, maxLength: 253 }), Type.Null()], {
      description: 'Server that it is to follow; null: none; left out: as it is',
    }),
  ),
});
const ClockAnswer = Type.Object({
  driftMs: Type.Integer({ description: "The camera's clock minus the box's" }),
  ntp: Type.Boolean(),
  timeZone: Type.String(),
  localCalledUtc: Type.Boolean(),
});

/** The clock of a camera. */
export function clockRoutes(app: FastifyInstance, slice: Slice): void {
  const api = app.withTypeProvider<TypeBoxTypeProvider>();

  api.post(
    '/api/cameras/:id/clock',
    {
      config: { right: 'camera.write' },
      schema: {
        tags: ['cameras'],
        summary: 'Set the camera’s clock to the station’s, and its NTP server',
        params: CameraParams,
        body: ClockBody,
        response: { 200: ClockAnswer },
      },
    },
    async (request) => {
      const { id } = request.params;
      const ntp = serverName(request.body.ntp);
      slice.checkClock(id);
      app.db.transaction(() =>
        app.audit.append({
          request,
          action: 'camera.clock',
          target: `camera:${id}`,
          details: ntp === undefined ? {} : { ntp },
        }),
      )();
      return slice.setClock(id, ntp);
    },
  );
}

function serverName(text: string | null | undefined): string | null | undefined {
  if (text === null || text === undefined) return text;
  const name = text.trim();
  const host = isIP(name) ? name : hostName(name);
  if (host === undefined)
    throw invalid(
      'ntp',
      'phải là tên hoặc địa chỉ IP của máy chủ',
      'it must be the name or address of a server',
    );
  return host;
}
