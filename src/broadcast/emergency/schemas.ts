import { type Static, Type } from 'typebox';
import { Chime, closed, Id, Instant, Nullable, Repeats, Title, Version, Voice, ZoneIds } from '../fields.ts';

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
  chime: Type.Optional(Nullable(Chime)),
  repeats: Type.Optional(Repeats),
};
export const EmergencyTemplateInput = Type.Object(templateFields, closed);
export type EmergencyTemplateInput = Static<typeof EmergencyTemplateInput>;
export const EmergencyTemplateUpdate = Type.Object(
  { ...templateFields, version: Type.Optional(Version) },
  closed,
);
export type EmergencyTemplateUpdate = Static<typeof EmergencyTemplateUpdate>;

export const EmergencyTemplate = Type.Object({
  id: Type.String(),
  title: Type.String(),
  text: Type.String(),
  voice: Nullable(Type.String()),
  chime: Nullable(Type.String()),
  repeats: Type.Integer(),
  state: Type.Enum(['draft', 'released']),
  version: Version,
  authorName: Type.String(),
  releasedByName: Nullable(Type.String()),
  releasedAt: Nullable(Instant),
  updatedAt: Instant,
  /** Its audio is rendered and plays without any wait. */
  warm: Type.Boolean(),
  durationMs: Nullable(Type.Integer()),
});
export type EmergencyTemplate = Static<typeof EmergencyTemplate>;
