import { type Static, Type } from 'typebox';
import { Id, Instant, Nullable, Priority } from '../fields.ts';
import { BulletinRecordings } from '../recordings/languages.ts';

export const PLAYOUT_STATES = [
  'planned',
  'preparing',
  'ready',
  'playing',
  'played',
  'partial',
  'failed',
  'missed',
  'interrupted',
  'unknown',
  'cancelled',
] as const;
export const PlayoutState = Type.Enum([...PLAYOUT_STATES]);
export type PlayoutState = (typeof PLAYOUT_STATES)[number];

const PLAYOUT_KINDS = ['scheduled', 'manual', 'emergency', 'drill'] as const;
export const PlayoutKind = Type.Enum([...PLAYOUT_KINDS]);
export type PlayoutKind = (typeof PLAYOUT_KINDS)[number];

export const PlayoutCounts = Type.Object({
  total: Type.Integer(),
  accepted: Type.Integer(),
  started: Type.Integer(),
  finished: Type.Integer(),
  failed: Type.Integer(),
  unknown: Type.Integer(),
});
export type PlayoutCounts = Static<typeof PlayoutCounts>;

export const Playout = Type.Object({
  id: Type.String(),
  scheduleId: Nullable(Type.String()),
  bulletinId: Nullable(Type.String()),
  bulletinVersion: Nullable(Type.Integer()),
  title: Type.String(),
  kind: PlayoutKind,
  priority: Priority,
  plannedAt: Instant,
  /** When the speakers were told to begin: later than planned where it waited in line. */
  dueAt: Nullable(Instant),
  state: PlayoutState,
  startedAt: Nullable(Instant),
  finishedAt: Nullable(Instant),
  /** Why it is not as planned, in Vietnamese and English; the code is for programs. */
  reason: Nullable(Type.String()),
  reasonEn: Nullable(Type.String()),
  reasonCode: Nullable(Type.String()),
  zoneIds: Type.Array(Type.String()),
  /** The voice that speaks, once rendered. */
  voice: Nullable(Type.String()),
  durationMs: Nullable(Type.Integer()),
  repeats: Type.Integer(),
  /** The playout that this one repeats after a crash. */
  replayOf: Nullable(Type.String()),
  byName: Nullable(Type.String()),
  counts: PlayoutCounts,
});
export type Playout = Static<typeof Playout>;

export const TARGET_STATES = [
  'commanded',
  'accepted',
  'started',
  'finished',
  'failed',
  'stopped',
  'unknown',
] as const;
export const TargetState = Type.Enum([...TARGET_STATES]);
export type TargetState = (typeof TARGET_STATES)[number];

/** What one speaker did with one playout. */
export const PlayoutTarget = Type.Object({
  speakerId: Type.String(),
  name: Type.String(),
  zoneId: Nullable(Type.String()),
  state: TargetState,
  commandedAt: Instant,
  acceptedAt: Nullable(Instant),
  startedAt: Nullable(Instant),
  finishedAt: Nullable(Instant),
  /** How long after its due instant it was first heard; null when not known. */
  lateMs: Nullable(Type.Integer()),
  error: Nullable(Type.String()),
  errorEn: Nullable(Type.String()),
  errorCode: Nullable(Type.String()),
  voice: Nullable(Type.String()),
});
export type PlayoutTarget = Static<typeof PlayoutTarget>;

export const PlayoutDetail = Type.Object({
  ...Playout.properties,
  text: Nullable(Type.String()),
  /** Recordings in other languages that followed the text. */
  recordings: BulletinRecordings,
  targets: Type.Array(PlayoutTarget),
});
export type PlayoutDetail = Static<typeof PlayoutDetail>;

/** A line of the log; with `speakerId` also what that speaker did. */
export const ListedPlayout = Type.Object({ ...Playout.properties, target: Type.Optional(PlayoutTarget) });
export type ListedPlayout = Static<typeof ListedPlayout>;

export const PlayoutQuery = Type.Object({
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
  state: Type.Optional(PlayoutState),
  kind: Type.Optional(PlayoutKind),
  scheduleId: Type.Optional(Id),
  bulletinId: Type.Optional(Id),
  speakerId: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'Those that this speaker was told to play; `from` and `to` at most 92 days apart',
    }),
  ),
});
