import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { AppError } from '../errors.ts';
import { Page, PageQuery, pageOf, readCursor } from '../web/paging.ts';
import type { Devices } from './devices.ts';
import { Device } from './schemas.ts';

const DeviceQuery = Type.Object({
  ...PageQuery.properties,
  kind: Type.Optional(Type.String({ maxLength: 31 })),
  zoneId: Type.Optional(Type.String({ maxLength: 40 })),
});

/** Devices can be read here; each is written by the slice whose kind it is. */
export function deviceRoutes(app: FastifyInstance, devices: Devices): void {
  const api = app.withTypeProvider<TypeBoxTypeProvider>();
  const config = { right: 'device.read' } as const;
  const tags = ['devices'];

  api.get(
    '/api/devices',
    {
      config,
      schema: { tags, summary: 'Devices', querystring: DeviceQuery, response: { 200: Page(Device) } },
    },
    ({ query: { limit = 50, after, ...filter } }) => {
      const [last] = readCursor(after, ['string']) ?? [];
      const found = devices.page(filter, last === undefined ? undefined : String(last), limit + 1);
      return { ...pageOf(found, limit, ({ id }) => [id]), total: devices.count(filter) };
    },
  );

  api.get(
    '/api/devices/:id',
    {
      config,
      schema: {
        tags,
        summary: 'One device',
        params: Type.Object({ id: Type.String() }),
        response: { 200: Device },
      },
    },
    ({ params }) => {
      const device = devices.get(params.id);
      if (!device) throw new AppError('item.not_found');
      return device;
    },
  );
}
