import { type Static, Type } from 'typebox';

export const VIEWING_KINDS = ['live', 'playback', 'snapshot', 'export', 'relay'] as const;
export type ViewingKind = (typeof VIEWING_KINDS)[number];

const Instant = Type.Integer({ description: 'UTC ms' });

/** Who looked at which camera, when, why and how long. */
export const Viewing = Type.Object({
  id: Type.String({ description: 'UUIDv7' }),
  cameraId: Type.String(),
  kind: Type.Enum([...VIEWING_KINDS]),
  userId: Type.Union([Type.String(), Type.Null()], { description: 'null: the station or the province' }),
  userName: Type.String(),
  address: Type.Union([Type.String(), Type.Null()]),
  reason: Type.String({ description: 'Empty where none was asked for' }),
  startedAt: Instant,
  endedAt: Type.Union([Instant, Type.Null()], { description: 'null: it still goes on' }),
  fromAt: Type.Union([Instant, Type.Null()], { description: 'Of the recording that was looked at' }),
  toAt: Type.Union([Instant, Type.Null()]),
});
export type Viewing = Static<typeof Viewing>;
