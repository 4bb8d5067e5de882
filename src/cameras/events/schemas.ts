import { type Static, Type } from 'typebox';
import { PageQuery } from '../../web/paging.ts';

const EVENT_KINDS = ['motion', 'tamper', 'input'] as const;

/** One change that a camera reported of itself. */
export const CameraEventView = Type.Object({
  id: Type.String(),
  at: Type.Integer({ description: 'By the clock of the station, UTC ms' }),
  cameraAt: Type.Union([Type.Integer({ description: "By the camera's clock, UTC ms" }), Type.Null()]),
  kind: Type.Enum([...EVENT_KINDS]),
  active: Type.Boolean({ description: 'It begins; false: it ends' }),
  source: Type.String({ description: 'Rule, input or lens, as the camera calls it' }),
});
export type CameraEventView = Static<typeof CameraEventView>;

export const EventsQuery = Type.Object({
  ...PageQuery.properties,
  from: Type.Optional(Type.Integer({ minimum: 0, description: 'UTC ms' })),
  to: Type.Optional(Type.Integer({ minimum: 0, description: 'UTC ms; not itself' })),
});
