import { type Cursor, matchAt } from '../cursor.ts';
import { isSyllable } from '../verbalise/spell.ts';

const NEXT_WORD = / +(\p{L}{2,8})(?![\p{L}\p{M}\d'\u00ad\u200c\u2060\ufeff])/uy;
const ROMAN = /^[IVXLCDM]+$/;

/**
 * Whether the word that ends at `end` stands among words in capitals: in “VI PHẠM” and “CA NHẠC” it is a word
 * itself, in “CA xã” an abbreviation.
 */
export function isAmongCapitals(cursor: Cursor, end: number): boolean {
  const next = matchAt(NEXT_WORD, cursor.text, end)?.[1] ?? '';
  return isCapitalWord(cursor, cursor.lastWord) || isCapitalWord(cursor, next);
}

function isCapitalWord({ tables }: Cursor, word: string): boolean {
  if (word.length < 2 || word !== word.toUpperCase() || word === word.toLowerCase()) return false;
  return isSyllable(word) && !tables.abbreviations.has(word) && !ROMAN.test(word);
}
