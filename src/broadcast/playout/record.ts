import type { Decisions } from '../../speech/index.ts';
import type { Priority } from '../fields.ts';
import type { PlayoutReason, ReasonDetails } from './reasons.ts';
import type { PlayoutCounts, PlayoutKind, PlayoutState } from './schemas.ts';

/** What is said where no bulletin says it: an emergency's own words. */
export interface Script {
  readonly text: string;
  readonly voice: string | null;
  readonly speed: number;
  readonly pitch: number;
  readonly decisions: Decisions;
}

/** How words are read where nobody decided anything. */
export const PLAIN = { voice: null, speed: 1, pitch: 0, decisions: {} } as const;

/** A playout as it rests in the database. Instants are UTC ms. */
export interface PlayoutRecord extends PlayoutCounts {
  readonly id: string;
  scheduleId: string | null;
  bulletinId: string | null;
  /** The approved version that was prepared; null before that. */
  bulletinVersion: number | null;
  title: string;
  script: Script | null;
  kind: PlayoutKind;
  priority: Priority;
  plannedAt: number;
  /** Where plannedAt lies on the clock that never steps, and of which boot (age.ts); null before that is known. */
  plannedMono: number | null;
  bootId: string | null;
  /** Since when it could begin and waits in line for its speakers. */
  waitingSince: number | null;
  /** plannedAt of the first in a chain of replays: the window for replaying runs from here. */
  originAt: number;
  replayOf: string | null;
  state: PlayoutState;
  /** When the speakers were told to begin. */
  dueAt: number | null;
  startedAt: number | null;
  finishedAt: number | null;
  reason: PlayoutReason | null;
  details: ReasonDetails;
  zoneIds: string[];
  chime: string | null;
  repeats: number;
  voice: string | null;
  audioId: string | null;
  durationMs: number | null;
  byId: string | null;
  byName: string | null;
  createdAt: number;
}

/** A playout of which nothing has happened yet. */
export const EMPTY = {
  scheduleId: null,
  bulletinId: null,
  bulletinVersion: null,
  script: null,
  priority: 'normal',
  plannedMono: null,
  bootId: null,
  waitingSince: null,
  replayOf: null,
  state: 'planned',
  dueAt: null,
  startedAt: null,
  finishedAt: null,
  reason: null,
  details: {},
  zoneIds: [],
  chime: null,
  repeats: 1,
  voice: null,
  audioId: null,
  durationMs: null,
  byId: null,
  byName: null,
  total: 0,
  accepted: 0,
  started: 0,
  finished: 0,
  failed: 0,
  unknown: 0,
} as const satisfies Partial<PlayoutRecord>;

/** Drills take the way of the real thing: else they would test something else. */
export function isEmergency({ kind }: Pick<PlayoutRecord, 'kind'>): boolean {
  return kind === 'emergency' || kind === 'drill';
}
