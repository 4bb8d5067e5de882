import { type Static, Type } from 'typebox';

const Instant = Type.Integer({ description: 'UTC milliseconds' });
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()]);

export const AuditItem = Type.Object({
  id: Type.Integer({ description: 'Place in the chain, from 1 without holes' }),
  at: Instant,
  actorId: nullable(Type.String()),
  actor: Type.String(),
  address: nullable(Type.String()),
  action: Type.String(),
  target: nullable(Type.String()),
  details: Type.Record(Type.String(), Type.Unknown()),
});
export type AuditItem = Static<typeof AuditItem>;

export const AuditCheck = Type.Object({
  ok: Type.Boolean(),
  checked: Type.Integer(),
  brokenAt: nullable(Type.Integer()),
  problem: nullable(Type.Enum(['changed', 'missing', 'truncated', 'anchor'])),
  head: nullable(Type.Object({ seq: Type.Integer(), hash: Type.String() })),
});
export type AuditCheck = Static<typeof AuditCheck>;
