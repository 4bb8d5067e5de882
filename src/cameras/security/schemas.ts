import { type Static, Type } from 'typebox';
import { Advisory } from './advisory.ts';
import type { FindingCode } from './findings.ts';

/** A finding as it is kept. */
export interface Found {
  code: FindingCode;
  details: Readonly<Record<string, string | number>>;
}

export const Finding = Type.Object({
  code: Type.String(),
  weight: Type.Integer({ minimum: 0, description: 'Points that it takes off the score' }),
  title: Type.String(),
  titleEn: Type.String(),
  advice: Type.String({ description: 'What to do' }),
  adviceEn: Type.String(),
  source: Type.Union([Type.String(), Type.Null()], { description: 'Where it can be read about' }),
});
export type Finding = Static<typeof Finding>;

export const CameraSecurity = Type.Object({
  checkedAt: Type.Union([Type.Integer({ description: 'UTC ms' }), Type.Null()]),
  score: Type.Union([Type.Integer({ minimum: 0, maximum: 100 }), Type.Null()]),
  findings: Type.Array(Finding),
  factory: Type.Object({
    /** The profile names an account that the maker has published. */
    known: Type.Boolean(),
    triedAt: Type.Union([Type.Integer({ description: 'UTC ms' }), Type.Null()]),
    outcome: Type.Union([Type.Enum(['unknown', 'accepted', 'refused']), Type.Null()]),
  }),
});
export type CameraSecurity = Static<typeof CameraSecurity>;

const CHECK_STATES = ['idle', 'running', 'done', 'cancelled'] as const;
export const SecurityJob = Type.Object({
  state: Type.Enum([...CHECK_STATES]),
  startedAt: Type.Union([Type.Integer({ description: 'UTC ms' }), Type.Null()]),
  total: Type.Integer(),
  done: Type.Integer(),
  progress: Type.Number({ minimum: 0, maximum: 1 }),
  /** What became of each camera: `unreachable` keeps its last result. */
  results: Type.Array(
    Type.Object({ cameraId: Type.String(), outcome: Type.Enum(['checked', 'unreachable', 'failed']) }),
  ),
});
export type SecurityJob = Static<typeof SecurityJob>;

export const CheckBody = Type.Object(
  { cameraIds: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { minItems: 1, maxItems: 1_000 })) },
  { additionalProperties: false },
);

/** A table with tabs, or rows. */
export const ImportBody = Type.Union([
  Type.Object({ text: Type.String({ minLength: 1, maxLength: 900_000 }) }, { additionalProperties: false }),
  Type.Object({ rows: Type.Array(Type.Unknown(), { maxItems: 5_000 }) }, { additionalProperties: false }),
]);

/** What makes it one row; nothing is asked of how it is written, since old rows must go too. */
export const AdvisoryKeyBody = Type.Object({
  id: Type.String({ maxLength: 40 }),
  maker: Type.String({ maxLength: 60 }),
  models: Type.String({ maxLength: 80 }),
  affected: Type.String({ maxLength: 120 }),
});

export const AdvisoryView = Type.Object({
  ...Advisory.properties,
  origin: Type.Enum(['built_in', 'imported']),
});
