import type { Tables } from '../tables.ts';

/** Tone marks only: the circumflex, breve and horn make a letter and stay. */
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** Onset, vowels, coda of one Vietnamese syllable in lower case without tone. */
const SYLLABLE =
  /^(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?(?:[aăâeêioôơuưy]{1,3})(?:ng|nh|ch|[cmnpt])?$/;

/** SII: no vowel but o stands twice. */
const DOUBLED = /([aeiuy])\1/;

/** Lower case without tone marks: HÒA → hoa. */
export function toneless(word: string): string {
  return word.toLowerCase().normalize('NFD').replace(TONES, '').normalize('NFC');
}

/** Whether a word can be read as one Vietnamese syllable. */
export function isSyllable(word: string): boolean {
  if (word.length > 8) return false;
  const plain = toneless(word);
  return SYLLABLE.test(plain) && !DOUBLED.test(plain);
}

/** The names of the letters of a word, or undefined where one has no Vietnamese name. */
export function spell(word: string, tables: Tables): string | undefined {
  const names: string[] = [];
  for (const letter of toneless(word)) {
    const name = tables.letters.get(letter);
    if (name === undefined) return undefined;
    names.push(name);
  }
  return names.join(' ');
}
