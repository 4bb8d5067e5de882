import { type Static, Type } from 'typebox';

export const STREAM_ROLES = ['main', 'sub'] as const;
export const StreamRole = Type.Enum([...STREAM_ROLES], {
  description: 'main: for one picture; sub: for the wall',
});
export type StreamRole = Static<typeof StreamRole>;

/** One stream that a camera offers. */
export const CameraStream = Type.Object({
  role: StreamRole,
  url: Type.String({ maxLength: 1000, description: 'RTSP, without userinfo' }),
  token: Type.String({ maxLength: 200, description: 'ONVIF media profile; empty for RTSP only' }),
  video: Type.String({ maxLength: 20, description: 'h264, hevc, mjpeg …; empty while unknown' }),
  width: Type.Integer({ minimum: 0 }),
  height: Type.Integer({ minimum: 0 }),
  fps: Type.Number({ minimum: 0 }),
  kbps: Type.Integer({ minimum: 0 }),
  audio: Type.String({ maxLength: 20, description: 'aac, pcm_alaw, pcm_mulaw …; empty for none' }),
});
export type CameraStream = Static<typeof CameraStream>;

export const CAMERA_OWNERS = ['commune', 'police', 'household'] as const;

export const CAMERA_STATES = ['ok', 'warning', 'down', 'unknown', 'off'] as const;
/** off: the officer has switched the watch off · unknown: not looked at yet. */
export const CameraState = Type.Enum([...CAMERA_STATES]);
export type CameraState = Static<typeof CameraState>;

/** How a camera is, with the gravest reason; of one that is ok, what is advised, where anything is. */
export const CameraHealth = Type.Object({
  state: CameraState,
  reason: Type.Union([Type.String(), Type.Null()], {
    description: 'Stable code, such as camera.unreachable',
  }),
  text: Type.String({ description: 'The reason and what to do, in Vietnamese' }),
  textEn: Type.String(),
  since: Type.Union([Type.Integer({ description: 'UTC ms' }), Type.Null()]),
  lastFrameAt: Type.Union([Type.Integer({ description: 'UTC ms' }), Type.Null()]),
  driftMs: Type.Union([Type.Integer({ description: "The camera's clock minus the box's" }), Type.Null()]),
});
export type CameraHealth = Static<typeof CameraHealth>;

export const RECORDING_MODES = ['off', 'continuous', 'motion'] as const;

/** A camera as the panel sees it. */
export const CameraView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  zoneId: Type.Union([Type.String(), Type.Null()]),
  place: Type.String(),
  note: Type.String(),
  macs: Type.Array(Type.String()),
  profile: Type.String(),
  profileName: Type.Object({ vi: Type.String(), en: Type.String() }),
  host: Type.String(),
  onvif: Type.Boolean({ description: 'false: only RTSP is known' }),
  unitKey: Type.String({ description: 'The channels of one recorder have the same' }),
  channel: Type.String(),
  maker: Type.String(),
  model: Type.String(),
  firmware: Type.String(),
  serial: Type.String(),
  streams: Type.Array(CameraStream),
  ptz: Type.Boolean(),
  username: Type.Union([Type.String(), Type.Null()], { description: 'null: no account is stored' }),
  owner: Type.Enum([...CAMERA_OWNERS]),
  ownerName: Type.String(),
  conformity: Type.String(),
  mapX: Type.Union([Type.Number(), Type.Null()]),
  mapY: Type.Union([Type.Number(), Type.Null()]),
  enabled: Type.Boolean(),
  health: CameraHealth,
  recording: Type.Object({
    mode: Type.Enum([...RECORDING_MODES]),
    running: Type.Boolean(),
    /** It is to be recorded and cannot be kept, though a picture may come. */
    failed: Type.Boolean(),
  }),
  /** Of the last security check; null before the first. */
  securityScore: Type.Union([Type.Integer({ minimum: 0, maximum: 100 }), Type.Null()]),
  version: Type.Integer(),
});
export type CameraView = Static<typeof CameraView>;
