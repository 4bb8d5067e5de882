import { type Static, Type } from 'typebox';
import { CAMERA_OWNERS, CAMERA_STATES } from '../schemas.ts';

const Id = Type.String({ minLength: 1, maxLength: 64 });
const Share = Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()]);
const Text = (maxLength: number) => Type.String({ maxLength });
const Name = Type.String({ minLength: 1, maxLength: 100 });
/** A control character has no place in what is sent to a camera. */
const Username = Type.String({ minLength: 1, maxLength: 100, pattern: '^[^\\u0000-\\u001f\\u007f]+$' });
const Password = Type.String({ maxLength: 200, pattern: '^[^\\u0000-\\u001f\\u007f]*$' });

export const CameraParams = Type.Object({ id: Id });

export const AccountBody = Type.Object({ username: Username, password: Password });
export type AccountBody = Static<typeof AccountBody>;

export const AccountChange = Type.Object({
  ...AccountBody.properties,
  wholeUnit: Type.Optional(
    Type.Boolean({ description: 'Also for all other channels of its recorder; still one sign-in' }),
  ),
});
export type AccountChange = Static<typeof AccountChange>;

const details = {
  zoneId: Type.Union([Id, Type.Null()]),
  place: Text(200),
  note: Text(2000),
  owner: Type.Enum([...CAMERA_OWNERS]),
  ownerName: Text(200),
  conformity: Text(200),
};

/** By RTSP `url`, or by `host` (address, name or ONVIF URL), which is then asked for its streams. */
export const NewCamera = Type.Object({
  name: Name,
  url: Type.Optional(Text(2000)),
  subUrl: Type.Optional(Text(2000)),
  host: Type.Optional(Text(300)),
  profile: Type.Optional(Text(64)),
  username: Type.Optional(Username),
  password: Type.Optional(Password),
  ...Type.Partial(Type.Object(details)).properties,
});
export type NewCamera = Static<typeof NewCamera>;

export const CameraPatch = Type.Partial(
  Type.Object({
    name: Name,
    ...details,
    profile: Text(64),
    macs: Type.Array(Text(40), { maxItems: 16 }),
    mapX: Share,
    mapY: Share,
    enabled: Type.Boolean({ description: 'false: neither watched nor recorded' }),
    url: Type.String({ maxLength: 2000, description: 'Main stream of a camera without ONVIF' }),
    subUrl: Type.Union([Text(2000), Type.Null()], { description: 'Sub stream of a camera without ONVIF' }),
    version: Type.Integer({ minimum: 1, description: 'Refused where it is no longer this one' }),
  }),
);
export type CameraPatch = Static<typeof CameraPatch>;

export const CameraFilter = {
  zoneId: Type.Optional(Type.String({ maxLength: 64, description: 'This zone and those below' })),
  state: Type.Optional(Type.Enum([...CAMERA_STATES])),
  q: Type.Optional(Type.String({ maxLength: 100, description: 'Part of name, maker, model or address' })),
};

export const Removal = Type.Object({
  recordings: Type.Optional(
    Type.Enum(['keep', 'delete'], { default: 'keep', description: 'keep: until their time is over' }),
  ),
});
