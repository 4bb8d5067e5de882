import { type Cursor, lastSaid, lastSaidWords, matchAt, type Reading } from '../cursor.ts';
import { cardinal, ordinal } from '../verbalise/cardinal.ts';
import { isAmongCapitals } from './capitals.ts';

const NUMERAL = /([IVXLCDM]{1,12})(?:\s?[-–]\s?([IVXLCDM]{1,12}))?(?!\p{L})/uy;
const YEAR = /\s?\/\s?([12]\d{3})(?!\d)/y;
const WELL_FORMED = /^M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$/;
const VALUES: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 };

/** Words that a Roman numeral follows. */
const BEFORE = new Set(
  'kỷ kỉ khóa khoá chương quý quí phần mục lục kỳ kì thứ khu vực cấp loại hạng giải tập đợt đoạn vùng nhóm hội bậc lần động'.split(
    ' ',
  ),
);
/** A heading: the numeral alone at the start of a line, whatever unspoken signs and tags stand around. */
const HEADING_END = /(?:<\/?[a-z][^<>\n]{0,200}>|[^\p{L}\p{N}\n.…)!?]){0,20}(?:[.…)\n]|\/\s|$)/iuy;
/** gồm 3 phần: I. Thời sự */
const PART_BEHIND = /\. ?\p{Lu}\p{Ll}/uy;
/** Without any word before, these letters only: MIX and DC are no numbers there. */
const UNMISTAKABLE = /^(?:[IVX]{3,}|II|IV|IX|XX|XV)$/;
const ALSO_SYLLABLES = new Set(['VI', 'XI']);

/** thế kỷ XXI → hai mươi mốt · quý III/2026 · lần thứ IV → tư */
export function readRoman(cursor: Cursor): Reading | undefined {
  const { text, at, style } = cursor;
  const match = matchAt(NUMERAL, text, at);
  if (!match) return undefined;
  const [whole, first = '', last] = match;
  // Hạng C, khu D are letters.
  if (!WELL_FORMED.test(first) || (!last && /^[LCDM]$/.test(first))) return undefined;
  const isRange = last !== undefined && WELL_FORMED.test(last);
  const numbers = isRange ? [first, last] : [first];
  const end = at + (isRange ? whole : first).length;
  if (!BEFORE.has(lastSaid(cursor)) && !standsAlone(cursor, first, end)) return undefined;
  const isOrdinal = lastSaid(cursor) === 'thứ';
  const said = numbers.map((numeral) => {
    const digits = String(romanValue(numeral));
    return isOrdinal ? ordinal(digits, style) : cardinal(digits, style);
  });
  const year = matchAt(YEAR, text, end);
  return {
    end: end + (year?.[0].length ?? 0),
    spoken: said.join(' đến ') + (year ? ` năm ${cardinal(year[1] ?? '', style)}` : ''),
    class: isOrdinal ? 'ordinal' : 'roman',
  };
}

/** (i), (ii), (iv): an item of a list. */
const ITEM = /([iv]{1,4}|ix)(?=\))/y;

/** (ii) → hai; a tick in brackets, “đánh dấu (v)”, is none. */
export function readRomanItem(cursor: Cursor): Reading | undefined {
  const { text, at, style } = cursor;
  if (text.charAt(at - 1) !== '(' || /(?:dấu|chữ) ,$/.test(lastSaidWords(cursor, 2))) return undefined;
  const numeral = matchAt(ITEM, text, at)?.[0];
  if (numeral === undefined || !WELL_FORMED.test(numeral.toUpperCase())) return undefined;
  const digits = String(romanValue(numeral.toUpperCase()));
  return { end: at + numeral.length, spoken: cardinal(digits, style), class: 'list' };
}

function standsAlone(cursor: Cursor, numeral: string, end: number): boolean {
  const isHeading = /^[IVX]+$/.test(numeral) && lastSaidWords(cursor, 1) === '';
  if (isHeading && matchAt(HEADING_END, cursor.text, end)) return true;
  if (UNMISTAKABLE.test(numeral)) return true;
  if (numeral === 'I' && /[:;]/.test(lastSaidWords(cursor, 1)) && matchAt(PART_BEHIND, cursor.text, end))
    return true;
  return ALSO_SYLLABLES.has(numeral) && !isAmongCapitals(cursor, end);
}

/** The value of a well-formed numeral. */
export function romanValue(numeral: string): number {
  let sum = 0;
  let previous = 0;
  for (const letter of Array.from(numeral).reverse()) {
    const value = VALUES[letter] ?? 0;
    sum += value < previous ? -value : value;
    previous = value;
  }
  return sum;
}
