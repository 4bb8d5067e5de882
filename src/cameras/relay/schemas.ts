import { type Static, Type } from 'typebox';
import { StreamRole } from '../schemas.ts';

const Instant = Type.Integer({ description: 'UTC ms' });
const Name = Type.String({ minLength: 1, maxLength: 100 });
/** Why pictures leave the house; a word or two is none. */
const RelayReason = Type.String({ minLength: 10, maxLength: 500 });

/** A relay lasts at most this long; whoever needs more asks again. */
const RELAY_MINUTES_MAX = 240;

/** Where pictures may be sent: nowhere else. */
export const RelayTarget = Type.Object({
  id: Type.String({ description: 'UUIDv7' }),
  name: Name,
  url: Type.String({ description: 'rtsp(s), rtmp(s) or srt, without account and stream key' }),
  username: Type.Union([Type.String(), Type.Null()], { description: 'null: no account is stored' }),
  createdBy: Type.String(),
  createdAt: Instant,
});
export type RelayTarget = Static<typeof RelayTarget>;

export const RelayTargetInput = Type.Object(
  {
    name: Name,
    url: Type.String({ minLength: 1, maxLength: 500 }),
    username: Type.Optional(Type.String({ maxLength: 100 })),
    password: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
);
export type RelayTargetInput = Static<typeof RelayTargetInput>;

export const RelayRequest = Type.Object(
  {
    cameraId: Type.String({ maxLength: 40 }),
    targetId: Type.String({ maxLength: 40 }),
    stream: Type.Optional(StreamRole),
    minutes: Type.Integer({ minimum: 1, maximum: RELAY_MINUTES_MAX }),
    reason: RelayReason,
  },
  { additionalProperties: false },
);
export type RelayRequest = Static<typeof RelayRequest>;

const RELAY_ENDS = ['time', 'stopped', 'camera_gone', 'failed'] as const;

/** One camera sent to one receiver for a limited time. */
export const Relay = Type.Object({
  id: Type.String({ description: 'UUIDv7' }),
  cameraId: Type.String(),
  cameraName: Type.String(),
  targetId: Type.String(),
  targetName: Type.String(),
  stream: StreamRole,
  askedBy: Type.String(),
  reason: Type.String(),
  startedAt: Instant,
  until: Instant,
  endedAt: Type.Union([Instant, Type.Null()]),
  endedWhy: Type.Union([Type.Enum([...RELAY_ENDS]), Type.Null()]),
  /** Pictures are arriving at the receiver, as far as its machine says. */
  flowing: Type.Boolean(),
  /** Why not; null where they flow, and after the end. */
  problem: Type.Union([
    Type.Object({ code: Type.String(), text: Type.String(), textEn: Type.String() }),
    Type.Null(),
  ]),
});
export type Relay = Static<typeof Relay>;
