import { type Static, Type } from 'typebox';
import { RECORDING_MODES, StreamRole } from '../schemas.ts';

const closed = { additionalProperties: false } as const;
const Instant = Type.Integer({ minimum: 0, description: 'UTC ms of the box’s clock' });
const Name = Type.String();
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()]);

/** Why somebody takes pictures out, or keeps them: the law asks for it (NĐ 13/2023). */
const Reason = Type.String({ minLength: 10, maxLength: 500, pattern: '\\S.*\\S' });

export const RecordingParams = Type.Object({ id: Type.String({ maxLength: 64 }) });
export const FileParams = Type.Object({ id: Type.String({ format: 'uuid' }) });

export const RangeQuery = Type.Object({ from: Instant, to: Instant });

const KeepDays = Nullable(Type.Integer({ minimum: 1, maximum: 3_650 }));
const RecordingMode = Type.Enum([...RECORDING_MODES]);

/** What there still is of a camera that was removed. */
export const RemovedView = Type.Object({
  cameraId: Type.String(),
  name: Type.String({ description: 'As it was when it was last recorded; empty where nobody knows' }),
  maker: Type.String(),
  model: Type.String(),
  serial: Type.String(),
  zone: Type.String(),
  place: Type.String(),
  removedAt: Nullable(Instant),
  erasing: Type.Boolean({ description: 'Its recordings are being deleted, as far as none is protected' }),
  segments: Type.Integer(),
  bytes: Type.Integer(),
  oldestAt: Nullable(Instant),
  newestAt: Nullable(Instant),
});
export type RemovedView = Static<typeof RemovedView>;

export const RecordingInput = Type.Object(
  {
    mode: RecordingMode,
    stream: Type.Optional(StreamRole),
    keepDays: Type.Optional(KeepDays),
  },
  closed,
);

export const RecordingView = Type.Object({
  mode: RecordingMode,
  stream: StreamRole,
  keepDays: Type.Union([Type.Integer(), Type.Null()], { description: 'null: as the settings say' }),
  running: Type.Boolean({ description: 'Something is being written now' }),
  state: Type.Enum(
    [
      'off',
      'waiting',
      'continuous',
      'motion',
      'deaf',
      'lost',
      'slow',
      'unwritable',
      'disk_full',
      'no_folder',
      'box_off',
    ],
    {
      description:
        'waiting: no picture has come yet · deaf: by motion, but the camera’s reports do not arrive: all is recorded · slow: the disk does not keep up · unwritable: its files cannot be written',
    },
  ),
  reason: Type.Union([Type.String(), Type.Null()], {
    description: 'Of lost: a code of the camera’s reasons',
  }),
  segments: Type.Integer(),
  bytes: Type.Integer(),
  oldestAt: Nullable(Instant),
  removed: Type.Union([RemovedView, Type.Null()], {
    description: 'Of a camera that is no longer there: who it was',
  }),
});
export type RecordingView = Static<typeof RecordingView>;

export const StorageView = Type.Object({
  folder: Type.String(),
  fault: Type.Union([Type.Enum(['missing', 'foreign', 'unwritable', 'unconfirmed']), Type.Null()], {
    description:
      'Why the folder cannot be used. unconfirmed: it was never used and lies on the system’s disk',
  }),
  mayTake: Type.Boolean({ description: 'It can be taken into use as it is now' }),
  onSystemDisk: Type.Boolean({ description: 'While it cannot be used: it lies on the system’s disk' }),
  paused: Nullable(Type.Enum(['disk_full', 'no_folder', 'waiting'])),
  freeBytes: Nullable(Type.Integer()),
  sizeBytes: Nullable(Type.Integer()),
  recordingsBytes: Type.Integer(),
  exportsBytes: Type.Integer(),
});
export type StorageView = Static<typeof StorageView>;

export const FolderInput = Type.Object(
  {
    folder: Type.String({ maxLength: 300, description: 'As it was shown: another one is not meant' }),
    systemDisk: Type.Optional(
      Type.Boolean({ default: false, description: 'Also where it lies on the system’s disk' }),
    ),
  },
  closed,
);
export type FolderInput = Static<typeof FolderInput>;

export const SegmentView = Type.Object({
  id: Type.String(),
  from: Instant,
  to: Instant,
  open: Type.Boolean({ description: 'It is still being written: `to` and `bytes` grow' }),
  mime: Type.String({ description: 'With the codecs, for MSE' }),
  bytes: Type.Integer(),
  reason: Type.Enum(['continuous', 'motion']),
  driftMs: Nullable(Type.Integer({ description: 'The camera’s clock minus the box’s' })),
});
export type SegmentView = Static<typeof SegmentView>;

export const ProtectedInput = Type.Object({ from: Instant, to: Instant, reason: Reason }, closed);
export type ProtectedInput = Static<typeof ProtectedInput>;
export const ProtectedView = Type.Object({
  id: Type.String(),
  from: Instant,
  to: Instant,
  reason: Type.String(),
  createdBy: Name,
  createdAt: Instant,
});
export type ProtectedView = Static<typeof ProtectedView>;

export const TimelineEvent = Type.Object({
  at: Instant,
  kind: Type.Enum(['motion', 'tamper', 'input']),
  active: Type.Boolean(),
});
export type TimelineEvent = Static<typeof TimelineEvent>;

const GapView = Type.Object({
  from: Instant,
  to: Instant,
  why: Type.Enum([
    'off',
    'lost',
    'slow',
    'unwritable',
    'disk_full',
    'no_folder',
    'box_off',
    'deleted',
    'still',
    'starting',
    'unknown',
    'future',
  ]),
  reason: Nullable(Type.String()),
  text: Type.String(),
  textEn: Type.String(),
});

export const TimelineView = Type.Object({
  spans: Type.Array(Type.Object({ from: Instant, to: Instant, reason: Type.Enum(['continuous', 'motion']) })),
  gaps: Type.Array(GapView),
  events: Type.Array(TimelineEvent),
  protected: Type.Array(ProtectedView),
});
export type TimelineView = Static<typeof TimelineView>;

export const ExportInput = Type.Object(
  { cameraId: Type.String({ maxLength: 64 }), from: Instant, to: Instant, reason: Reason },
  closed,
);
export type ExportInput = Static<typeof ExportInput>;

export const ExportView = Type.Object({
  id: Type.String(),
  cameraId: Type.String(),
  cameraName: Type.String({ description: 'As it was in that time; empty where nobody knows' }),
  from: Instant,
  to: Instant,
  reason: Type.String(),
  state: Type.Enum(['waiting', 'running', 'done', 'failed']),
  progress: Type.Number({ minimum: 0, maximum: 1 }),
  failure: Nullable(Type.Object({ code: Type.String(), text: Type.String(), textEn: Type.String() })),
  contained: Type.Union([Type.Object({ from: Instant, to: Instant }), Type.Null()], {
    description: 'What the file holds: it begins at the key frame before the range',
  }),
  bytes: Nullable(Type.Integer()),
  sha256: Type.Union([Type.String(), Type.Null()], { description: 'Of the file that is handed out' }),
  missing: Type.Union(
    [
      Type.Object({
        ms: Type.Integer({ description: 'All of it' }),
        gaps: Type.Array(GapView, { description: 'At most 100; the manifest tells all' }),
      }),
      Type.Null(),
    ],
    {
      description:
        'What the file lacks of the range, as the recording stopped meanwhile; null until it is done',
    },
  ),
  createdBy: Name,
  createdAt: Instant,
  endedAt: Nullable(Instant),
});
export type ExportView = Static<typeof ExportView>;
