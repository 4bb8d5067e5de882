import { type Static, Type } from 'typebox';
import { AccountBody } from '../registry/schemas.ts';

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()]);
const Instant = Nullable(Type.Integer({ description: 'UTC ms' }));

/** Something in the network that says it is a camera. */
export const Candidate = Type.Object({
  key: Type.String({ description: 'For the adoption' }),
  name: Type.String(),
  maker: Type.String(),
  model: Type.String(),
  address: Type.String(),
  interface: Type.String({ description: 'Network interface of the box; empty when asked by address' }),
  onvifUrl: Type.String(),
  macs: Type.Array(Type.String()),
  profile: Type.String(),
  elsewhere: Type.Boolean({ description: 'It calls itself by another address than the one that answered' }),
  known: Nullable(Type.String({ description: 'Id of the camera that it is' })),
});
export type Candidate = Static<typeof Candidate>;

export const SearchBody = Type.Object({
  ranges: Type.Optional(
    Type.Array(Type.String({ maxLength: 40 }), {
      maxItems: 32,
      description: '192.168.1.0/24, 10.0.0.5-10.0.0.20',
    }),
  ),
  addresses: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 500 })),
});
export type SearchBody = Static<typeof SearchBody>;

const SEARCH_STATES = ['idle', 'running', 'done', 'cancelled', 'failed'] as const;

/** The newest search; the one before it is forgotten. */
export const Search = Type.Object({
  state: Type.Enum([...SEARCH_STATES]),
  startedAt: Instant,
  endedAt: Instant,
  progress: Type.Number({ minimum: 0, maximum: 1 }),
  interfaces: Type.Array(
    Type.Object({ name: Type.String(), address: Type.String(), error: Nullable(Type.String()) }),
  ),
  found: Type.Array(Candidate),
  refused: Type.Integer({ description: 'Answers that made no sense' }),
});
export type Search = Static<typeof Search>;

const Key = Type.String({ minLength: 1, maxLength: 200 });
export const AdoptionBody = Type.Object({
  keys: Type.Array(Key, { minItems: 1, maxItems: 256, uniqueItems: true }),
  ...AccountBody.properties,
  zoneId: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 64 }))),
  names: Type.Optional(
    Type.Record(Type.String({ maxLength: 200 }), Type.String({ maxLength: 100 }), { description: 'By key' }),
  ),
});
export type AdoptionBody = Static<typeof AdoptionBody>;

export const OUTCOMES = [
  'added',
  'known',
  'refused',
  'locked',
  'unreachable',
  'no_stream',
  'failed',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What became of the cameras that were to be added. */
export const Adoption = Type.Object({
  state: Type.Enum(['idle', 'running', 'done']),
  startedAt: Instant,
  endedAt: Instant,
  progress: Type.Number({ minimum: 0, maximum: 1 }),
  results: Type.Array(
    Type.Object({
      key: Type.String(),
      address: Type.String(),
      outcome: Type.Enum([...OUTCOMES]),
      text: Type.String(),
      textEn: Type.String(),
      cameraIds: Type.Array(Type.String()),
    }),
  ),
});
export type Adoption = Static<typeof Adoption>;
