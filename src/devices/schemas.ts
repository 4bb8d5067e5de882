import { type Static, Type } from 'typebox';
import { PointFields } from '../coordinates.ts';

const fields = {
  kind: Type.String({ pattern: '^[a-z][a-z-]{0,30}$', description: 'speaker, camera, computer …' }),
  name: Type.String({ minLength: 1, maxLength: 100, description: 'Unique among devices of its kind' }),
  zoneId: Type.Union([Type.String(), Type.Null()]),
  macs: Type.Array(Type.String({ maxLength: 40 }), {
    maxItems: 16,
    description: 'aa:bb:cc:dd:ee:ff; each belongs to one device',
  }),
  addresses: Type.Array(Type.String({ maxLength: 60 }), {
    maxItems: 32,
    description: 'IP addresses, last seen or fixed',
  }),
  place: Type.String({ maxLength: 200, description: 'Where it stands: “Cột điện đầu ngõ 3”' }),
  note: Type.String({ maxLength: 2000 }),
  ...PointFields,
};

/** The identity of anything on the network. */
export const Device = Type.Object({
  id: Type.String({ description: 'UUIDv7' }),
  ...fields,
  version: Type.Integer({ description: 'Counts the changes' }),
  createdAt: Type.Integer({ description: 'UTC ms' }),
  updatedAt: Type.Integer({ description: 'UTC ms' }),
});
export type Device = Static<typeof Device>;

const { kind, name, ...optional } = fields;

export const DeviceInput = Type.Intersect([Type.Object({ kind, name }), Type.Partial(Type.Object(optional))]);
export type DeviceInput = Static<typeof DeviceInput>;

/** The kind of a device never changes. */
export const DevicePatch = Type.Partial(Type.Object({ name, ...optional }));
export type DevicePatch = Static<typeof DevicePatch>;
