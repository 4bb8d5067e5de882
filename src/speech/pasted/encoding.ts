import { isSyllable, toneless } from '../normalise/verbalise/spell.ts';
import { fromTcvn3 } from './tcvn3.ts';
import { fromVni } from './vni.ts';

export type LegacyEncoding = 'tcvn3' | 'vni';

const CONVERT: Readonly<Record<LegacyEncoding, (text: string) => string>> = {
  tcvn3: fromTcvn3,
  vni: fromVni,
};

/** Characters that the legacy fonts use and Vietnamese text of today hardly does. */
const SUSPECT = /[\u00a1-\u00bf\u00c0-\u00ff\u00ad]/;
/** The text is looked at no further: one part of a document is written like the rest. */
const LOOKED_AT = 4_000;
const FEWEST_WORDS = 3;
/** Of the words that hold more than plain letters so many must be Vietnamese after the conversion… */
const RIGHT_AFTER = 0.85;
/** …and so few before: Vietnamese of today is left alone. */
const RIGHT_BEFORE = 0.6;

/** The encoding that a text was typed in when its letters only make sense that way; undefined for text of today. */
export function legacyEncodingOf(text: string): LegacyEncoding | undefined {
  const sample = text.slice(0, LOOKED_AT).normalize('NFC');
  if (!SUSPECT.test(sample)) return undefined;
  const before = shareOfSyllables(sample);
  if (before === undefined || before > RIGHT_BEFORE) return undefined;
  const after = (['tcvn3', 'vni'] as const)
    .map((encoding) => ({ encoding, share: shareOfSyllables(CONVERT[encoding](sample)) ?? 0 }))
    .sort((a, b) => b.share - a.share)[0];
  return after && after.share >= RIGHT_AFTER ? after.encoding : undefined;
}

/** The text in the letters of today. */
export function convertLegacy(text: string, encoding: LegacyEncoding): string {
  return CONVERT[encoding](text.normalize('NFC'));
}

/** Signs that are no letter in any of the old encodings. */
const BETWEEN = /[\s.,;:!?"'()[\]/=<>*&+%‰°²³≥≤“”‘’–—…-]+/;

/** How many of the words with marks are Vietnamese syllables (0–1); undefined where there are too few to say. */
function shareOfSyllables(text: string): number | undefined {
  const words = text
    .split(BETWEEN)
    .filter((word) => /[^\x20-\x7e]/.test(word) && /[a-z]/i.test(word) && !/\d/.test(word));
  const right = words.filter(isWritten);
  // HĐND says nothing about the letters: it is no syllable in any of them.
  const told = words.filter((word) => word !== word.toUpperCase() || isWritten(word));
  return told.length < FEWEST_WORDS ? undefined : right.length / told.length;
}

const ONSET = /^(?:ngh|ng|nh|ch|gh|gi(?=[aăâeêoôơuư])|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?/;
const VOWELS = /^[aăâeêioôơuưy]+/;
const NUCLEI = new Set(
  (
    'a ă â e ê i o ô ơ u ư y ia iê yê ya ua uô ưa ươ oa oă oe uâ uê uơ uy uya uyê ai ao au ay âu ây eo êu iu oi ôi ơi ui ' +
    'ưi ưu uôi ươi ươu iêu yêu oai oay oao oeo uây uyu oo'
  ).split(' '),
);
/** No consonant follows these: `nhaọn` is none. */
const OPEN = new Set(
  'ia ua ưa ai ao au ay âu ây eo êu iu oi ôi ơi ui ưi ưu uôi ươi ươu iêu yêu oai oay oao oeo uây uyu'.split(
    ' ',
  ),
);
const TONE = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** cÊp, nhÊt: nobody writes a capital inside a word. */
const CASED = /^(?:\p{L}[\p{Ll}\p{M}]*|[\p{Lu}\p{M}]+)$/u;

/** Stricter than what can be read aloud: `nhaân` can, but nobody writes it. */
function isWritten(word: string): boolean {
  if (!isSyllable(word) || !CASED.test(word) || (word.normalize('NFD').match(TONE)?.length ?? 0) > 1)
    return false;
  const rhyme = toneless(word).replace(ONSET, '');
  const vowels = VOWELS.exec(rhyme)?.[0];
  if (vowels === undefined || !NUCLEI.has(vowels)) return false;
  return vowels === rhyme || !OPEN.has(vowels);
}
