import { type Static, Type } from 'typebox';
import { BulletinState } from '../bulletins/schemas.ts';
import { Chime, closed, Day, Id, Instant, Nullable, Repeats, Time, Version, ZoneIds } from '../fields.ts';

const scheduleFields = {
  bulletinId: Id,
  name: Type.Optional(Type.String({ maxLength: 200 })),
  zoneIds: ZoneIds,
  kind: Type.Enum(['once', 'weekly']),
  /** once: the day. */
  date: Type.Optional(Nullable(Day)),
  /** weekly: ISO weekdays, 1 Monday … 7 Sunday. */
  days: Type.Optional(
    Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { maxItems: 7, uniqueItems: true }),
  ),
  times: Type.Array(Time, { minItems: 1, maxItems: 48, uniqueItems: true }),
  /** weekly: first and last day; null is today, and without end. */
  from: Type.Optional(Nullable(Day)),
  to: Type.Optional(Nullable(Day)),
  except: Type.Optional(Type.Array(Day, { maxItems: 366, uniqueItems: true })),
  /** null: the bulletin's own chime, '' none. */
  chime: Type.Optional(Nullable(Chime)),
  repeats: Type.Optional(Repeats),
  enabled: Type.Optional(Type.Boolean()),
};
export const ScheduleInput = Type.Object(scheduleFields, closed);
export type ScheduleInput = Static<typeof ScheduleInput>;
export const ScheduleUpdate = Type.Object({ ...scheduleFields, version: Type.Optional(Version) }, closed);
export type ScheduleUpdate = Static<typeof ScheduleUpdate>;
/** `id`: the schedule being edited, which does not overlap itself. */
export const ScheduleCheckRequest = Type.Object({ ...scheduleFields, id: Type.Optional(Id) }, closed);

export const Schedule = Type.Object({
  id: Type.String(),
  bulletinId: Type.String(),
  bulletinTitle: Type.String(),
  bulletinState: BulletinState,
  name: Type.String(),
  zoneIds: Type.Array(Type.String()),
  kind: Type.Enum(['once', 'weekly']),
  date: Nullable(Type.String()),
  days: Type.Array(Type.Integer()),
  times: Type.Array(Type.String()),
  from: Nullable(Type.String()),
  to: Nullable(Type.String()),
  except: Type.Array(Type.String()),
  chime: Nullable(Type.String()),
  repeats: Type.Integer(),
  enabled: Type.Boolean(),
  version: Version,
  createdAt: Instant,
  updatedAt: Instant,
  /** Next planned playout, null when none is left. */
  nextAt: Nullable(Instant),
});
export type Schedule = Static<typeof Schedule>;

export const ScheduleWarning = Type.Object({
  code: Type.Enum([
    'overlap',
    'too_close',
    'no_speaker',
    'not_approved',
    'too_long',
    'too_many',
    'past_hours',
  ]),
  message: Type.String(),
  messageEn: Type.String(),
});
export type ScheduleWarning = Static<typeof ScheduleWarning>;

export const ScheduleCheck = Type.Object({
  /** The next occurrences, at most 10. */
  next: Type.Array(Instant),
  overlaps: Type.Array(
    Type.Object({
      at: Instant,
      playoutId: Type.String(),
      title: Type.String(),
      plannedAt: Instant,
      zoneIds: Type.Array(Type.String()),
    }),
  ),
  warnings: Type.Array(ScheduleWarning),
  /** Speakers that the zones reach today. */
  speakers: Type.Integer(),
});
export type ScheduleCheck = Static<typeof ScheduleCheck>;

export const ScheduleQuery = Type.Object({
  bulletinId: Type.Optional(Id),
  enabled: Type.Optional(Type.Boolean()),
});
