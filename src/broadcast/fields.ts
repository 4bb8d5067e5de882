import { type Static, type TSchema, Type } from 'typebox';

export { Decisions } from '../readings.ts';

/** The fields that the shapes of this slice share. Instants are UTC ms, days and times local. */
export const closed = { additionalProperties: false } as const;
export const Nullable = <T extends TSchema>(schema: T) => Type.Union([Type.Null(), schema]);
export const Instant = Type.Integer();
export const Id = Type.String({ minLength: 1, maxLength: 64 });
/** `YYYY-MM-DD`; whether there is such a day is checked beyond the schema. */
export const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
export const Time = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });
export const ZoneIds = Type.Array(Id, { maxItems: 500, uniqueItems: true });
export const Repeats = Type.Integer({ minimum: 1, maximum: 5 });
export const Chime = Type.String({ maxLength: 64 });
export const Voice = Type.String({ minLength: 1, maxLength: 100 });
export const Speed = Type.Number({ minimum: 0.5, maximum: 2 });
export const Pitch = Type.Integer({ minimum: -4, maximum: 4, description: 'Semitones' });
export const Version = Type.Integer({ minimum: 1 });
export const Title = Type.String({ minLength: 1, maxLength: 200 });

export const PRIORITIES = ['normal', 'priority', 'emergency'] as const;
export const Priority = Type.Enum([...PRIORITIES]);
export type Priority = (typeof PRIORITIES)[number];

export const IdParams = Type.Object({ id: Id });
export type IdParams = Static<typeof IdParams>;
