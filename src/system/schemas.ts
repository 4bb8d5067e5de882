import { type Static, Type } from 'typebox';
import { Finding } from './doctor/finding.ts';

const Instant = Type.Integer({ description: 'UTC ms' });
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()]);

/** As speakers/ tells it. */
const Speakers = Type.Object({
  broker: Type.Enum(['embedded', 'external'] as const),
  /** The station reaches its broker. */
  connected: Type.Boolean(),
  /** Why not. */
  reason: Nullable(Type.String()),
  total: Type.Integer(),
  online: Type.Integer(),
});

/** As web/ tells it: what the newest check of the audit log has shown. */
const AuditCheck = Type.Object({
  ok: Type.Boolean(),
  checked: Type.Integer(),
  brokenAt: Nullable(Type.Integer()),
  problem: Nullable(Type.Enum(['changed', 'missing', 'truncated', 'anchor'] as const)),
  head: Nullable(Type.Object({ seq: Type.Integer(), hash: Type.String() })),
});

export const Health = Type.Object({
  at: Instant,
  version: Type.String(),
  uptimeMs: Type.Integer(),
  /** The worst of the findings. */
  state: Type.Enum(['ok', 'warning', 'failed'] as const),
  checks: Type.Array(Finding),
  audit: Nullable(AuditCheck),
  speakers: Speakers,
  disk: Nullable(
    Type.Object({
      free: Type.Integer({ description: 'Bytes' }),
      used: Type.Number({ description: '0–1' }),
      level: Type.Enum(['ok', 'low', 'full'] as const),
    }),
  ),
});
export type Health = Static<typeof Health>;

const ErrorTexts = Type.Object({
  code: Type.String(),
  message: Type.String(),
  messageEn: Type.String(),
  field: Type.Optional(Type.String()),
});

export const BackupStatus = Type.Object({
  running: Nullable(
    Type.Object({
      step: Type.Enum(['copy', 'check', 'write'] as const),
      percent: Nullable(Type.Integer()),
    }),
  ),
  last: Nullable(
    Type.Object({
      at: Instant,
      tookMs: Type.Integer(),
      file: Nullable(Type.String()),
      bytes: Nullable(Type.Integer()),
      error: Nullable(ErrorTexts),
    }),
  ),
  lastGoodAt: Nullable(Instant),
  folder: Type.String(),
  hasRecoveryCode: Type.Boolean(),
});

export const BackupList = Type.Object({
  items: Type.Array(Type.Object({ name: Type.String(), bytes: Type.Integer(), at: Instant })),
  next: Nullable(Type.String()),
});

export const NewRecoveryCode = Type.Object({ pin: Type.String({ minLength: 1, maxLength: 64 }) });
export const RecoveryCode = Type.Object({ code: Type.String({ description: 'Shown this once' }) });
