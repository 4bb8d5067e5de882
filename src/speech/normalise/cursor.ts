import type { Style } from './style.ts';
import type { Tables } from './tables.ts';

/** What a token of the text was taken for. */
export type TokenClass =
  | 'word'
  | 'space'
  | 'pause'
  | 'symbol'
  | 'markup'
  | 'number'
  | 'decimal'
  | 'range'
  | 'date'
  | 'time'
  | 'money'
  | 'percent'
  | 'ratio'
  | 'measure'
  | 'roman'
  | 'ordinal'
  | 'phone'
  | 'code'
  | 'plate'
  | 'document'
  | 'abbreviation'
  | 'foreign'
  | 'spelled'
  | 'sign'
  | 'list'
  | 'link'
  /** In brackets, and only what has just been said. */
  | 'echo';

/** What decided for a reading; the panel has words for each. */
export type Why =
  /** Nothing else is written like this. */
  | 'shape'
  /** Said as it is written, or a pause for it. */
  | 'written'
  /** A table says so. */
  | 'table'
  /** No word: its letters are named. */
  | 'letters'
  /** The words in front. */
  | 'before'
  /** The words behind. */
  | 'behind'
  /** What the clause speaks of. */
  | 'clause'
  /** Everybody knows it: 30/4, 113. */
  | 'known'
  /** Nothing: the likeliest of several. */
  | 'likeliest'
  /** The editor chose it among several, or wrote it. */
  | 'editor';

/** One of several readings that are plausible. */
export interface Choice {
  /** Names it among the readings of this token: what is remembered once the editor has chosen. */
  readonly id: string;
  readonly spoken: string;
}

/** A piece of the text, what it was taken for and why, and what is said for it ('' for what is not said). */
export interface Token {
  text: string;
  spoken: string;
  class: TokenClass;
  why: Why;
  /** Where nothing decides: the readings to choose from, the one that is said first. */
  choices?: readonly Choice[];
}

/** What one class makes of the text at the cursor. */
export interface Reading {
  /** Offset just behind what was read. */
  readonly end: number;
  readonly spoken: string;
  readonly class: TokenClass;
  /** Default by class (index.ts). */
  readonly why?: Why | undefined;
  /** Where nothing in the text decides: every plausible reading, this one first. */
  readonly choices?: readonly Choice[] | undefined;
}

/** Where the reader stands, and what it has said so far. */
export interface Cursor {
  readonly text: string;
  readonly at: number;
  /** The last spoken words, lower case, newest last; a pause stands as its mark. Empty at the start of a line. */
  readonly said: readonly string[];
  /** The last spoken word as it was written out, '' at a pause or the start of a line. */
  readonly lastWord: string;
  /** Class of the last token that was not a space. */
  readonly last: TokenClass | undefined;
  readonly style: Style;
  readonly tables: Tables;
}

/** A class: reads the text at the cursor, or leaves it to the next class. */
export type Reader = (cursor: Cursor) => Reading | undefined;

/** Matches a sticky expression at an offset. */
export function matchAt(sticky: RegExp, text: string, at: number): RegExpExecArray | null {
  sticky.lastIndex = at;
  return sticky.exec(text);
}

/** The last spoken word, pauses included; '' where nothing has been said on this line. */
export function lastSaid(cursor: Cursor): string {
  return cursor.said.at(-1) ?? '';
}

/** The last `count` spoken words, joined by spaces. */
export function lastSaidWords(cursor: Cursor, count: number): string {
  return cursor.said.slice(-count).join(' ');
}
