import { type Cursor, matchAt, type Reading } from '../cursor.ts';
import { isSyllable, spell } from '../verbalise/spell.ts';
import { inContext } from './abbreviation.ts';
import { isAmongCapitals } from './capitals.ts';
import { LONGEST_UNIT, unitAt } from './measure.ts';

/** Letters with their marks; an apostrophe or an invisible character inside does not end the word. */
const WORD = /\p{L}[\p{L}\p{M}]*(?:['\u00ad\u200c\u2060\ufeff]+\p{L}[\p{L}\p{M}]*)*/uy;
const INSIDE = /['\u00ad\u200c\u2060\ufeff]/g;
/** #XaPhuSon: the words of a tag begin with capitals. */
const TAG = /^(?:\p{Lu}\p{Ll}+){2,}$/u;
const TAG_WORD = /\p{Lu}\p{Ll}+/gu;
/** The word at the cursor as it stands, without invisible characters. */
export function wordAt(text: string, at: number): { written: string; end: number } | undefined {
  const match = matchAt(WORD, text, at);
  return match ? { written: match[0].replace(INSIDE, ''), end: at + match[0].length } : undefined;
}

/** One word: from a table, spelled where nobody could read it, else as it is. */
export function readWord(cursor: Cursor, written: string, end: number): Reading {
  const { text, at, tables } = cursor;
  const abbreviation = tables.abbreviations.get(written);
  if (abbreviation !== undefined && SIGN.test(written) && isSign(cursor, written, end)) {
    const letters = spell(written, tables);
    if (letters !== undefined) return { end, spoken: letters, class: 'spelled', why: 'clause' };
  }
  // CA, TH, QL: in a heading in capitals they may be words.
  if (abbreviation !== undefined && !(isSyllable(written) && isAmongCapitals(cursor, end)))
    return inContext(cursor, written, abbreviation, end);
  const currency =
    written.length === 3 && /^[A-Z]{3}$/.test(written) ? tables.currencies.get(written) : undefined;
  if (currency !== undefined) return { end, spoken: currency, class: 'money', why: 'table' };
  if (text.charAt(at - 1) === '#' && TAG.test(written)) {
    const words = (written.match(TAG_WORD) ?? []).map(
      (word) =>
        tables.respellings.get(word.toLowerCase()) ??
        tables.units.get(word) ??
        tables.abbreviations.get(word) ??
        word,
    );
    return { end, spoken: words.join(' '), class: 'foreign', why: 'shape' };
  }
  const respelled = tables.respellings.get(written.toLowerCase());
  if (respelled !== undefined) return { end, spoken: respelled, class: 'foreign' };
  const unit = standaloneUnit(cursor, written, end);
  if (unit) return unit;
  // I'I is no numeral.
  const isBroken = end - cursor.at !== written.length && /^[IVXLCDM]+$/.test(written);
  const spelled = isBroken || mustSpell(written, cursor) ? spell(written, tables) : undefined;
  if (spelled !== undefined) return { end, spoken: spelled, class: 'spelled' };
  return { end, spoken: written, class: 'word' };
}

/** ký hiệu CN3, mẫu TK1-TS: two letters and a number, where the clause says that they are a sign. */
const SIGN = /^[A-Z]{2}$/;
const FEW_DIGITS = /\d{1,2}(?![\p{L}\d])/uy;
const SIGN_WORDS = /(?:ký hiệu|mã|mẫu|tờ khai)[^.;\n]{0,60}$/iu;
/** Giống lúa TH3-3, ngô CP888 */
const SEED = /\d{1,4}(?!\p{L}|[\d/])/uy;
/** A road, and no seed. */
const NUMBERED = new Set(['QL', 'TL', 'HL', 'ĐT', 'ĐH', 'KM']);
const SEED_WORDS = /(?:giống|lúa|nếp|ngô)(?!\p{L})[^.;\n]{0,40}$/iu;
/** mã đối tượng DN, HT và CN: letters one by one. */
const CODES =
  /(?:mã|ký hiệu)(?: (?:đối tượng|thẻ|nhóm|số|bảo hiểm y tế|BHYT)){0,2}:? (?:[A-ZĐ]{2}\d?(?:, | và |; | hoặc |\/)){0,12}$/u;

function isSign({ text, at, tables }: Cursor, written: string, end: number): boolean {
  const before = text.slice(Math.max(0, at - 64), at);
  if (matchAt(FEW_DIGITS, text, end) && SIGN_WORDS.test(before)) return true;
  if (tables.otherReadings.has(written) && !/\d/.test(text.charAt(end)) && CODES.test(before)) return true;
  return (
    matchAt(SEED, text, end) !== null &&
    !NUMBERED.has(written) &&
    !tables['document-types'].has(written) &&
    SEED_WORDS.test(before)
  );
}

/** giá mỗi m2, số km, Km12: a unit without a number in front, where it can be nothing else. */
function standaloneUnit({ text, at, tables }: Cursor, written: string, end: number): Reading | undefined {
  if (written.length > LONGEST_UNIT) return undefined;
  const unit = unitAt(text, at, tables);
  if (unit && unit.end > end) return { end: unit.end, spoken: unit.spoken, class: 'measure' };
  const spoken = written.length < 2 ? undefined : tables.units.get(written);
  return spoken === undefined || isSyllable(written) ? undefined : { end, spoken, class: 'measure' };
}

const CONSONANTS = /^[BCDĐGHKLMNPQRSTVX][bcdđghklmnpqrstvx]+$/u;
/** Two or three capitals without a tone. */
const FORMULA = /^[A-ZĐ]{2,3}$/;
/** FeSO4, SpO2, HbA1c: capitals inside a word with a digit, and CaO: nothing but elements. */
const MIXED = /^[A-Z][a-z]?[A-Z][A-Za-z]{0,3}$/;
const ELEMENTS = /^(?=.*[a-z])(?:H|C|N|O|K|P|S|Cl|Ca|Na|Fe|Cu|Zn|Mg|Al|Mn|Si|B){2,4}$/;

/** Unknown capitals and single consonants have no other reading; letters beside a digit are letters: 5A, CO2. */
function mustSpell(written: string, { text, at }: Cursor): boolean {
  if (written === written.toLowerCase() && written.length > 1) return false;
  const isByDigit = /\d/.test(text.charAt(at - 1) + text.charAt(at + written.length));
  if (isByDigit ? FORMULA.test(written) || MIXED.test(written) : ELEMENTS.test(written)) return true;
  if ([...written.slice(0, 3)].length === 1) return !isSyllable(written) || /\d/.test(text.charAt(at - 1));
  // bOPV, Td, Rh: no vowel of a syllable, or capitals behind a small letter.
  if (/^\p{Ll}\p{Lu}{2,}$/u.test(written) || (written.length < 4 && CONSONANTS.test(written))) return true;
  // AA of a series is no word.
  return written === written.toUpperCase() && (!isSyllable(written) || /^(.)\1+$/u.test(written));
}
