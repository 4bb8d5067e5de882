import { type Cursor, lastSaidWords, matchAt, type Reading, type TokenClass } from '../cursor.ts';
import type { Style } from '../style.ts';
import { cardinal } from '../verbalise/cardinal.ts';
import { romanValue } from './roman.ts';

/** Classes of tokens that say an amount. */
export const QUANTITIES: ReadonlySet<TokenClass | undefined> = new Set<TokenClass>([
  'number',
  'decimal',
  'range',
  'date',
  'time',
  'money',
  'percent',
  'measure',
  'ordinal',
  'roman',
]);
export const NEXT_DIGIT = /.\s?(?=\d)/y;
const MARKUP = /<\/?(?!https?:|[\w.+-]{1,64}@)[a-z][^<>\n]{0,200}>/iy;
/** Tags of HTML or SSML that came in with pasted text. */
export function readMarkup({ text, at }: Cursor): Reading | undefined {
  const tag = matchAt(MARKUP, text, at);
  return tag ? { end: at + tag[0].length, spoken: '', class: 'markup' } : undefined;
}

/** What is added behind a plus; where nothing is, 18+ are those of eighteen and more. */
const ADDS = /\s?[\p{L}\d(]/uy;
/** OCOP 4*, and no footnote or emphasis. */
const STARS = /(?<![\d.,*])[1-5]\*(?![*\d])/;
const ARROWS = new Set(['→', '⇒']);
const OR_EQUAL: Readonly<Record<string, string>> = { '<': '≤', '>': '≥' };

/** Test nhanh (+), Rh(-): what a test has shown. */
const OUTCOME = /\(\s?([+-])\s?\)/y;

export function readOutcome(cursor: Cursor): Reading | undefined {
  const match = matchAt(OUTCOME, cursor.text, cursor.at);
  if (!match) return undefined;
  const pole = match[1] === '+' ? 'dương' : 'âm';
  const spoken = lastSaidWords(cursor, 3) === 'e rờ hát' ? pole : `${pole} tính`;
  return { end: cursor.at + match[0].length, spoken, class: 'sign' };
}

/** nhóm máu O+, A-: the letter of a group right in front. */
const BLOOD = /máu[^.;\n]{0,30}(?<!\p{L})(?:O|A|B|AB)$/u;

export const isBloodGroup = ({ text, at }: Cursor) =>
  /[OAB]/.test(text.charAt(at - 1)) &&
  !/[\p{L}\d]/u.test(text.charAt(at + 1)) &&
  BLOOD.test(text.slice(Math.max(0, at - 40), at));

/** Grouped signs between digits, and the signs of the table. */
export function readSign(cursor: Cursor): Reading {
  const { text, at, said, last, tables, style } = cursor;
  const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const end = at + char.length;
  if (char === '+' && said.length === 0 && /\s/.test(text.charAt(end)))
    return { end, spoken: '', class: 'list' };
  if (char === '+' && text.startsWith('/-', end)) return { end: end + 2, spoken: 'cộng trừ', class: 'sign' };
  if (char === '+' && isBloodGroup(cursor)) return { end, spoken: 'dương', class: 'sign' };
  if (char === '+' && /\d/.test(text.charAt(at - 1)) && !matchAt(ADDS, text, end))
    return { end, spoken: 'trở lên', class: 'sign' };
  if (char === '*' && STARS.test(text.slice(Math.max(0, at - 3), end + 1)))
    return { end, spoken: 'sao', class: 'sign' };
  const isResult = last === 'money' && text.charAt(at - 1) === ' ';
  if (ARROWS.has(char) && !isResult && QUANTITIES.has(last) && matchAt(NEXT_DIGIT, text, at))
    return { end, spoken: 'đến', class: 'range' };
  const orEqual = text.charAt(end) === '=' ? OR_EQUAL[char] : undefined;
  if (orEqual) return { end: end + 1, spoken: tables.signs.get(orEqual) ?? '', class: 'sign' };
  const spoken = tables.signs.get(char);
  if (spoken === undefined) return otherNumber(char, end, style);
  if (spoken.length === 1) return { end, spoken, class: 'pause' };
  const relation = char === '<' || char === '>' || char === '=';
  if (relation && !QUANTITIES.has(last) && !matchAt(NEXT_DIGIT, text, at))
    return { end, spoken: '', class: 'symbol' };
  return { end, spoken, class: 'sign' };
}

/** ①, Ⅳ, 𝟗: numbers of other alphabets by their plain form; everything else is unspoken. */
function otherNumber(char: string, end: number, style: Style): Reading {
  const plain = /\p{N}/u.test(char) ? char.normalize('NFKC').toUpperCase() : '';
  const digits = /^[IVXLCDM]+$/.test(plain) ? String(romanValue(plain)) : plain.replace(/\D/g, '');
  return digits
    ? { end, spoken: cardinal(digits, style), class: 'number' }
    : { end, spoken: '', class: 'symbol' };
}
