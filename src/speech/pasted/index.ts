import { convertLegacy, type LegacyEncoding, legacyEncodingOf } from './encoding.ts';
import { type Origin, type Tidied, tidyPasted } from './tidy.ts';

export type { LegacyEncoding } from './encoding.ts';
export type { Tidied } from './tidy.ts';

/** What a pasted text would be in the letters of today and without what only printing needs. */
export interface Pasted {
  text: string;
  /** The encoding it was typed in, where it was an old one. */
  encoding: LegacyEncoding | undefined;
  tidied: Tidied[];
}

/** Reads a text as it came from an old document, Word or a PDF. Pure; linear in the text. */
export function readPasted(text: string, origin?: Origin): Pasted {
  const encoding = legacyEncodingOf(text);
  // First the letters: in TCVN3 the soft hyphen is an ư.
  const letters = encoding ? convertLegacy(text, encoding) : text;
  return { encoding, ...tidyPasted(letters, origin) };
}
