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
/** K25+300÷K25+450, T2 → CN */
const NEXT_OF_RANGE = /.\s?(?=[Kk]?[Mm]?\d|T[2-7]|CN(?!\p{L}))/uy;
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
const QUOTIENT = /÷\s?[\d.,]{1,20}\s?=/y;
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

/** nhóm máu O+, A-, Rh-: the letter of a group right in front. */
const BLOOD = /(?:máu[^.;\n]{0,30}(?<!\p{L})(?:O|A|B|AB)|(?<!\p{L})Rh)$/u;

export const isBloodGroup = ({ text, at }: Cursor) =>
  /[OABh]/.test(text.charAt(at - 1)) &&
  !/[\p{L}\d]/u.test(text.charAt(at + 1)) &&
  BLOOD.test(text.slice(Math.max(0, at - 40), at));

/** T7+CN */
const DAY_BEFORE = /(?:T[2-7]|CN)\s?$/;
const DAY_NEXT = /\s?(?:T[2-7]|CN)(?![\p{L}\d])/uy;
/** 23 ca (↑5 ca), cao 1m50↑ */
const RISES: Readonly<Record<string, readonly [added: string, limit: string]>> = {
  '↑': ['tăng', 'trở lên'],
  '↓': ['giảm', 'trở xuống'],
};
/** >BĐ2: over the level of alarm. */
const LEVEL_NEXT = /[<>]\s?(?=(?:BĐ|báo động)(?!\p{Ll}))/uy;
const DOUBLE_ARROW = /={1,3}>/y;
/** đăng nhập = tài khoản */
const EQUATION = /[\p{L}\p{N})] = [\p{L}\p{N}]/u;

/** These are nothing but pauses. */
const MARKS = new Set([',', ';', ':', '.', '!', '?']);

/** Grouped signs between digits, and the signs of the table. */
export function readSign(cursor: Cursor): Reading {
  const { text, at, said, last, tables, style } = cursor;
  const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const end = at + char.length;
  if (MARKS.has(char)) return { end, spoken: tables.signs.get(char) ?? '', class: 'pause' };
  if (char === '+' && said.length === 0 && /\s/.test(text.charAt(end)))
    return { end, spoken: '', class: 'list' };
  if (char === '+' && text.startsWith('/-', end)) return { end: end + 2, spoken: 'cộng trừ', class: 'sign' };
  // T7+CN
  if (
    char === '+' &&
    last !== 'number' &&
    matchAt(DAY_NEXT, text, end) &&
    DAY_BEFORE.test(text.slice(Math.max(0, at - 3), at))
  )
    return { end, spoken: 'và', class: 'sign' };
  const rise = RISES[char];
  if (rise) {
    const [added, limit] = rise;
    if (/\d/.test(text.charAt(at - 1))) return { end, spoken: limit, class: 'sign' };
    if (matchAt(NEXT_DIGIT, text, at)) return { end, spoken: added, class: 'sign' };
  }
  const isRelation = char === '<' || char === '>' || char === '=';
  const level = isRelation && matchAt(LEVEL_NEXT, text, at);
  if (level) return { end, spoken: char === '>' ? 'trên' : 'dưới', class: 'sign' };
  const arrow = isRelation && matchAt(DOUBLE_ARROW, text, at);
  if (arrow) return { end: at + arrow[0].length, spoken: ',', class: 'pause' };
  if (char === '+' && isBloodGroup(cursor)) return { end, spoken: 'dương', class: 'sign' };
  if (char === '+' && /\d/.test(text.charAt(at - 1)) && !matchAt(ADDS, text, end))
    return { end, spoken: 'trở lên', class: 'sign' };
  if (char === '*' && STARS.test(text.slice(Math.max(0, at - 3), end + 1)))
    return { end, spoken: 'sao', class: 'sign' };
  const isResult = last === 'money' && text.charAt(at - 1) === ' ';
  if (ARROWS.has(char) && !isResult && QUANTITIES.has(last) && matchAt(NEXT_OF_RANGE, text, at))
    return { end, spoken: 'đến', class: 'range' };
  // 75÷85%, and no division
  if (
    char === '÷' &&
    QUANTITIES.has(last) &&
    matchAt(NEXT_OF_RANGE, text, at) &&
    !matchAt(QUOTIENT, text, at)
  )
    return { end, spoken: 'đến', class: 'range' };
  // ~~~ is a line that somebody has drawn.
  if (char === '~' && !matchAt(NEXT_DIGIT, text, at)) return { end, spoken: '', class: 'symbol' };
  const orEqual = text.charAt(end) === '=' ? OR_EQUAL[char] : undefined;
  if (orEqual) return { end: end + 1, spoken: tables.signs.get(orEqual) ?? '', class: 'sign' };
  const spoken = tables.signs.get(char);
  if (spoken === undefined) return otherNumber(char, end, style);
  if (spoken.length === 1) return { end, spoken, class: 'pause' };
  if (char === '=' && EQUATION.test(text.slice(Math.max(0, at - 2), end + 2)))
    return { end, spoken, class: 'sign' };
  if (isRelation && !QUANTITIES.has(last) && !matchAt(NEXT_DIGIT, text, at))
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
