import type { Decisions, TokenClass, Why } from '../../speech/normalise/index.ts';
import type { RecordingLanguage } from './recordings.ts';

export type { Decisions } from '../../speech/normalise/index.ts';

/** One way to say a token. */
export interface ReadingChoice {
  id: string;
  spoken: string;
}

/** A piece of a line that is said otherwise than it is written, or could be said in several ways. */
export interface ReadToken {
  text: string;
  spoken: string;
  class: TokenClass;
  why: Why;
  /** Offset in the written line. */
  start: number;
  choices?: ReadingChoice[];
  /** The editor has decided. */
  chosen?: boolean;
}

export const WARNING_CODES = [
  'long_sentence',
  'numbers_in_a_row',
  'unknown_capitals',
  'shouting',
  'spelling',
] as const;

/** What an announcer would stumble over; `text` is the piece of the written line that it is about. */
export interface ReadWarning {
  code: (typeof WARNING_CODES)[number];
  text: string;
  suggestions?: string[];
}

export interface ReadLine {
  spoken: string;
  durationMs: number;
  tokens: ReadToken[];
  warnings: ReadWarning[];
}

/** `POST /api/panel/spoken`: one entry a written line. */
export interface Readings {
  lines: ReadLine[];
  /** An estimate, before anything is synthesised. */
  durationMs: number;
  /** Tokens that wait for a decision. */
  ask: number;
}

/** Sound in another language, after the Vietnamese text. */
export interface BulletinRecording {
  language: RecordingLanguage;
  recordingId: string;
}

/** How a bulletin is to be read, beside its voice and speed. */
export interface ReadingFields {
  /** Semitones, −4 … 4. */
  pitch: number;
  decisions: Decisions;
  recordings: BulletinRecording[];
}

type Any<T> = { [Key in keyof T]?: T[Key] | undefined };

/** A bulletin, a template or a preview with how it is to be read. */
export type Read<T> = T & Any<ReadingFields>;

/** A request; what is as usual is left out, since the station's defaults are the same. */
export function bodyOf<T extends object>({ pitch = 0, decisions = {}, recordings = [], ...rest }: Read<T>) {
  return {
    ...rest,
    ...(pitch !== 0 && { pitch }),
    ...(Object.keys(decisions).length > 0 && { decisions }),
    ...(recordings.length > 0 && { recordings }),
  };
}

/** The decisions about what still stands in the text. */
export function decisionsIn(text: string, decisions: Decisions): Decisions {
  const composed = text.normalize('NFC');
  return Object.fromEntries(Object.entries(decisions).filter(([written]) => composed.includes(written)));
}

/** The decisions with one more, or with one taken back. */
export function decided(
  decisions: Decisions,
  written: string,
  decision: Decisions[string] | undefined,
): Decisions {
  const { [written]: _, ...others } = decisions;
  return decision ? { ...others, [written]: decision } : others;
}
