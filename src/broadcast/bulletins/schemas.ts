import { type Static, Type } from 'typebox';
import {
  Chime,
  closed,
  Decisions,
  Instant,
  Nullable,
  Pitch,
  Priority,
  Repeats,
  Speed,
  Title,
  Version,
  Voice,
  ZoneIds,
} from '../fields.ts';
import { BulletinRecordings } from '../recordings/languages.ts';

export const TEXT_MAX = 20_000;
const Text = Type.String({ minLength: 1, maxLength: TEXT_MAX });

const BULLETIN_STATES = ['draft', 'submitted', 'approved', 'returned', 'archived'] as const;
export const BulletinState = Type.Enum([...BULLETIN_STATES]);
export type BulletinState = (typeof BULLETIN_STATES)[number];

const bulletinFields = {
  title: Title,
  text: Text,
  /** null: the commune's voice. */
  voice: Type.Optional(Nullable(Voice)),
  speed: Type.Optional(Speed),
  pitch: Type.Optional(Pitch),
  decisions: Type.Optional(Decisions),
  /** Played after the text, in this order. */
  recordings: Type.Optional(BulletinRecordings),
  /** null: the default chime, '' none. */
  chime: Type.Optional(Nullable(Chime)),
  priority: Type.Optional(Type.Enum(['normal', 'priority'])),
};
export const BulletinInput = Type.Object(bulletinFields, closed);
export type BulletinInput = Static<typeof BulletinInput>;

/** `version` is the one that the editor saw; another current version is a conflict. */
export const BulletinUpdate = Type.Object({ ...bulletinFields, version: Version }, closed);
export type BulletinUpdate = Static<typeof BulletinUpdate>;

/** An approval is bound to the version that was read. */
export const BulletinApproval = Type.Object({ version: Version }, closed);
/** The other steps may name the version that was read; no body means whichever is current. */
export const BulletinStep = Nullable(Type.Object({ version: Type.Optional(Version) }, closed));
export const BulletinReturn = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 1000 }), version: Type.Optional(Version) },
  closed,
);

export const Bulletin = Type.Object({
  id: Type.String(),
  title: Type.String(),
  text: Type.String(),
  voice: Nullable(Type.String()),
  speed: Type.Number(),
  pitch: Type.Integer(),
  decisions: Decisions,
  recordings: BulletinRecordings,
  chime: Nullable(Type.String()),
  priority: Priority,
  state: BulletinState,
  version: Version,
  authorId: Type.String(),
  authorName: Type.String(),
  approvedById: Nullable(Type.String()),
  approvedByName: Nullable(Type.String()),
  approvedAt: Nullable(Instant),
  returnReason: Nullable(Type.String()),
  createdAt: Instant,
  updatedAt: Instant,
  /** What the announcer will say, after normalisation. */
  spoken: Type.String(),
  /** Known once this version has been rendered. */
  durationMs: Nullable(Type.Integer()),
});
export type Bulletin = Static<typeof Bulletin>;

export const BulletinVersion = Type.Object({
  version: Version,
  title: Type.String(),
  text: Type.String(),
  authorName: Type.String(),
  createdAt: Instant,
});
/** One bulletin with its newest 50 versions, the last one first. */
export const BulletinDetail = Type.Object({
  ...Bulletin.properties,
  versions: Type.Array(BulletinVersion),
  /** Whether the asking user may approve this version now. */
  mayApprove: Type.Boolean(),
});
export type BulletinDetail = Static<typeof BulletinDetail>;

export const BulletinQuery = Type.Object({
  state: Type.Optional(BulletinState),
  q: Type.Optional(Type.String({ maxLength: 200, description: 'Part of the title' })),
});

export const PlayRequest = Type.Object(
  {
    zoneIds: ZoneIds,
    /** Left out or null: now. */
    at: Type.Optional(Nullable(Instant)),
    repeats: Type.Optional(Repeats),
  },
  closed,
);
export type PlayRequest = Static<typeof PlayRequest>;

export const SpeechPreviewRequest = Type.Object(
  {
    text: Text,
    voice: Type.Optional(Nullable(Voice)),
    speed: Type.Optional(Speed),
    pitch: Type.Optional(Pitch),
    decisions: Type.Optional(Decisions),
    recordings: Type.Optional(BulletinRecordings),
    chime: Type.Optional(Nullable(Chime)),
    /** False: without the commune's greeting and closing. */
    framed: Type.Optional(Type.Boolean({ default: true })),
  },
  closed,
);
export const Preview = Type.Object({
  audioUrl: Type.String(),
  durationMs: Type.Integer(),
  spoken: Type.String(),
  voice: Type.String(),
});
export type Preview = Static<typeof Preview>;
