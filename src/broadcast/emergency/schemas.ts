import { type Static, Type } from 'typebox';
import {
  Chime,
  closed,
  Decisions,
  Id,
  Instant,
  Nullable,
  Pitch,
  Repeats,
  Title,
  Version,
  Voice,
  ZoneIds,
} from '../fields.ts';

/** How often an emergency’s own words are read where nobody says otherwise: who missed the beginning hears it again. */
export const EMERGENCY_REPEATS = 2;

const Pin = Type.String({ minLength: 4, maxLength: 64 });

/** Exactly one of `text`, `bulletinId` and `templateId`. A drill goes to the drill zone, whatever `zoneIds` says. */
export const EmergencyRequest = Type.Object(
  {
    text: Type.Optional(Type.String({ minLength: 1, maxLength: 4000 })),
    bulletinId: Type.Optional(Id),
    templateId: Type.Optional(Id),
    zoneIds: ZoneIds,
    pin: Pin,
    drill: Type.Optional(Type.Boolean()),
    /** Left out: as the template says; a text twice, a bulletin once. */
    repeats: Type.Optional(Repeats),
  },
  closed,
);
export type EmergencyRequest = Static<typeof EmergencyRequest>;

export const StopAllRequest = Type.Object(
  {
    confirm: Type.Literal(true),
    /** Also cancels what is planned within so many minutes; 0 leaves the schedule alone. */
    cancelMinutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 1440 })),
  },
  closed,
);
export const StopAllResult = Type.Object({
  at: Instant,
  /** Playouts that were silenced, and those that will not begin. */
  interrupted: Type.Integer(),
  cancelled: Type.Integer(),
  speakers: Type.Integer(),
});
export type StopAllResult = Static<typeof StopAllResult>;

const templateFields = {
  title: Title,
  text: Type.String({ minLength: 1, maxLength: 4000 }),
  voice: Type.Optional(Nullable(Voice)),
  pitch: Type.Optional(Pitch),
  decisions: Type.Optional(Decisions),
  chime: Type.Optional(Nullable(Chime)),
  /** Left out: twice. */
  repeats: Type.Optional(Repeats),
};
export const EmergencyTemplateInput = Type.Object(templateFields, closed);
export type EmergencyTemplateInput = Static<typeof EmergencyTemplateInput>;
export const EmergencyTemplateUpdate = Type.Object(
  { ...templateFields, version: Type.Optional(Version) },
  closed,
);
export type EmergencyTemplateUpdate = Static<typeof EmergencyTemplateUpdate>;

/** The version that was read: only that one is put in force. */
export const TemplateRelease = Type.Object({ version: Version }, closed);

const words = {
  version: Version,
  title: Type.String(),
  text: Type.String(),
  voice: Nullable(Type.String()),
  pitch: Type.Integer(),
  decisions: Decisions,
  chime: Nullable(Type.String()),
  repeats: Type.Integer(),
};
/** The version of a template that is played. */
export const ReleasedVersion = Type.Object({
  ...words,
  releasedByName: Type.String(),
  releasedAt: Instant,
});
export type ReleasedVersion = Static<typeof ReleasedVersion>;

/** A template as it stands now, and the version in force, which may be an older one. */
export const EmergencyTemplate = Type.Object({
  id: Type.String(),
  ...words,
  /** Of the current version. */
  state: Type.Enum(['draft', 'released']),
  authorName: Type.String(),
  updatedAt: Instant,
  released: Nullable(ReleasedVersion),
  /** The audio of the version in force is rendered and plays without any wait. */
  warm: Type.Boolean(),
  durationMs: Nullable(Type.Integer()),
});
export type EmergencyTemplate = Static<typeof EmergencyTemplate>;
