import { type Static, Type } from 'typebox';
import type { Said } from './reasons.ts';

/** Mastered audio at rest, as the speech slice hands it over. */
export interface AudioRef {
  /** SHA-256 of the file, hex. */
  id: string;
  path: string;
  bytes: number;
  durationMs: number;
  mime: string;
}

export const PRIORITIES = ['normal', 'priority', 'emergency'] as const;
export type Priority = (typeof PRIORITIES)[number];

export interface PlayCommand {
  playoutId: string;
  audio: AudioRef;
  /** UTC ms; 0 = at once. */
  startAt: number;
  /** UTC ms. A command that reaches a speaker later than this is not played. */
  expiresAt: number;
  priority: Priority;
  /** 0–100; the speaker's own volume when left out. */
  volume?: number;
}

export const REPORT_KINDS = ['accepted', 'ready', 'started', 'finished', 'stopped', 'failed'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** What a speaker said about one playout (event `speaker.report`); each kind comes at most once a playout. */
export interface SpeakerReport {
  speakerId: string;
  playoutId: string;
  kind: ReportKind;
  /** UTC ms: when it happened by the speaker's clock if that is synchronised, else when it was told. */
  at: number;
  /** ms since then, where it had to wait for the speaker's network. */
  age?: number;
  reason?: string;
}

export const TransportName = Type.Enum(['mqtt', 'web']);
export const Acknowledges = Type.Enum(['none', 'accepted', 'started', 'finished']);
export type Acknowledges = Static<typeof Acknowledges>;

const Id = Type.String({ minLength: 1, maxLength: 64 });
const Volume = Type.Integer({ minimum: 0, maximum: 100 });
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()]);

export const SpeakerInfo = Type.Object({
  id: Type.String(),
  name: Type.String(),
  zoneId: Nullable(Type.String()),
  profile: Type.String(),
  transport: TransportName,
  online: Type.Boolean(),
  /** An officer has heard its test tone. */
  confirmed: Type.Boolean(),
  enabled: Type.Boolean(),
  volume: Volume,
  /** The playout that it says it is playing. */
  playing: Nullable(Type.String()),
  /** It is connected and gives no sound before somebody taps it. */
  locked: Type.Boolean(),
  /** It starts at a given second by itself. */
  playAt: Type.Boolean(),
  startLatencyMs: Type.Number(),
  acknowledges: Acknowledges,
  lastSeenAt: Nullable(Type.Number()),
});
export type SpeakerInfo = Static<typeof SpeakerInfo>;

/** The outcome of the newest test tone, for the officer who stands beside the speaker. */
export const TestOutcome = Type.Object({
  playoutId: Type.String(),
  at: Type.Number(),
  state: Type.Enum(['sent', 'accepted', 'ready', 'started', 'finished', 'stopped', 'failed']),
  /** A code; `said` is the same for a person. */
  reason: Nullable(Type.String()),
  said: Nullable(Type.Object({ vi: Type.String(), en: Type.String() })),
});
export type TestOutcome = Static<typeof TestOutcome>;

/** What the panel shows of one speaker. */
export const SpeakerView = Type.Interface([SpeakerInfo], {
  place: Type.String(),
  note: Type.String(),
  lat: Nullable(Type.Number()),
  lon: Nullable(Type.Number()),
  settings: Type.Record(Type.String(), Type.String()),
  plain: Type.Boolean({ description: 'May speak MQTT without TLS on the LAN' }),
  confirmedAt: Nullable(Type.Number()),
  /** It was made and tried by its profile's author on a real one. */
  tried: Type.Boolean(),
  synchronised: Type.Boolean({
    description: 'Sounds together with others; false is shown as “không đồng bộ”',
  }),
  pendingStops: Type.Integer(),
  test: Nullable(TestOutcome),
  createdAt: Type.Number(),
});
export type SpeakerView = Static<typeof SpeakerView>;

const Text = (maxLength: number) => Type.String({ maxLength });
const SpeakerSettings = Type.Record(Type.String(), Type.String({ maxLength: 200 }));

export const NewSpeaker = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100 }),
  profile: Type.String({ minLength: 1, maxLength: 64, default: 'generic-mqtt' }),
  /** The whole commune when left out. */
  zoneId: Type.Optional(Nullable(Id)),
  place: Type.Optional(Text(200)),
  note: Type.Optional(Text(1000)),
  lat: Type.Optional(Nullable(Type.Number({ minimum: -90, maximum: 90 }))),
  lon: Type.Optional(Nullable(Type.Number({ minimum: -180, maximum: 180 }))),
  volume: Type.Optional(Volume),
  plain: Type.Optional(Type.Boolean()),
  settings: Type.Optional(SpeakerSettings),
});
export type NewSpeaker = Static<typeof NewSpeaker>;

export const SpeakerPatch = Type.Partial(
  Type.Object({
    name: Type.String({ minLength: 1, maxLength: 100 }),
    zoneId: Nullable(Id),
    place: Text(200),
    note: Text(1000),
    lat: Nullable(Type.Number({ minimum: -90, maximum: 90 })),
    lon: Nullable(Type.Number({ minimum: -180, maximum: 180 })),
    enabled: Type.Boolean(),
    plain: Type.Boolean(),
    settings: SpeakerSettings,
  }),
);
export type SpeakerPatch = Static<typeof SpeakerPatch>;

/** Shown once: how a device reaches the broker. */
export const Connection = Type.Object({
  host: Type.String(),
  port: Type.Integer(),
  tls: Type.Boolean(),
  url: Type.String({ description: 'mqtts://host:port or mqtt://host:port, without the password' }),
  username: Type.String(),
  password: Type.String(),
  clientId: Type.String(),
  external: Type.Boolean({ description: 'The broker is none of the station’s: it needs the new files' }),
  topics: Type.Object({ publish: Type.Array(Type.String()), subscribe: Type.Array(Type.String()) }),
  will: Nullable(Type.Object({ topic: Type.String(), payload: Type.String() })),
});
export type Connection = Static<typeof Connection>;

export const CreatedSpeaker = Type.Object({ speaker: SpeakerView, connection: Nullable(Connection) });
export const Confirmation = Type.Object({ heard: Type.Boolean() });
export const VolumeBody = Type.Object({ volume: Volume });
export const SpeakerParams = Type.Object({ id: Id });
export const TestStarted = Type.Object({ playoutId: Type.String() });

export const PairingBody = Type.Object({ zoneId: Type.Optional(Nullable(Id)) });
export const PairingCode = Type.Object({ id: Id, code: Type.String(), expiresAt: Type.Number() });
export const PairingParams = Type.Object({ id: Id });
/** The speaker that a pairing code has made; null while nobody has used it. */
export const PairingState = Type.Object({
  speaker: Nullable(Type.Object({ id: Type.String(), name: Type.String() })),
});
export const PairBody = Type.Object({
  code: Type.String({ minLength: 1, maxLength: 12 }),
  name: Type.String({ minLength: 1, maxLength: 100 }),
});
export const Paired = Type.Object({ speakerId: Type.String(), name: Type.String(), token: Type.String() });

/** How the broker and the speakers are, for the health page and `doctor`. */
export interface SpeakersHealth {
  broker: 'embedded' | 'external';
  /** The box reaches its broker. */
  connected: boolean;
  /** Why not. */
  reason: string | null;
  total: number;
  online: number;
}

/** `app.speakers`: everything that other slices may ask of the loudspeakers. */
export interface Speakers {
  list(): SpeakerInfo[];
  get(id: string): SpeakerInfo | undefined;
  /**
   * Enabled and confirmed speakers in these zones or below that are for what is to be played: a siren is not for
   * the news. Without a priority those for anything at all.
   */
  inZones(zoneIds: readonly string[], priority?: Priority): SpeakerInfo[];
  /** Has the speakers that can prefetch fetch it now; they report `ready`. */
  prepare(playoutId: string, audio: AudioRef, ids: readonly string[]): void;
  /**
   * Returns at once; what became of it comes as `speaker.report`, per speaker. A speaker that starts by itself
   * (`playAt`) is told now; one that cannot is told `startLatencyMs` before `startAt`.
   */
  play(command: PlayCommand, ids: readonly string[]): void;
  /** Told again to a speaker that was away, until it confirms, a newer play, or 24 h. `null` stops everything. */
  stop(what: { playoutId: string | null }, ids: readonly string[] | 'all'): void;
  /** Whether a play that could not be handed over yet may still reach a speaker that comes back in time. */
  mayStillStart(playoutId: string): boolean;
  /** Why a speaker failed (the `reason` of a report), for a person. */
  sayReason(code: string): Said;
  health(): SpeakersHealth;
  /** The port on which the embedded broker serves this machine in clear; undefined with an external one. */
  brokerPort(): number | undefined;
}
