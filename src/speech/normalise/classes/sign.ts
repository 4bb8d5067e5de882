import { type Cursor, lastSaid, matchAt, type Reading, type TokenClass } from '../cursor.ts';
import type { Style } from '../style.ts';
import { cardinal } from '../verbalise/cardinal.ts';
import { perWordAt, ratesAfter, unitAt } from './measure.ts';
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
const NEXT_DIGIT = /.\s?(?=\d)/y;
const NEXT_THU = /.\s?(?=thứ\s|T[2-7](?!\d))/iy;
/** A number that is more than a number: 7h30, 15/10. */
const NEXT_LARGER = /.\s?\d{1,4}(?:\s?[hg]|:\d{2}(?!\d)|\s?giờ|[/.]\d|\s?[%đ])/y;
/** 400kVA-35/0,4kV: two ratings, and no range. */
const NEXT_PAIR = /.\s?\d+(?:[.,]\d+)?\s?\/\s?\d/y;
/** 17,5°N - 110,3°E: a place. */
const LATITUDES = new Set(['bắc', 'nam']);
const MONEY_SAID = new Set(['đồng', 'triệu', 'nghìn', 'ngàn', 'tỷ', 'tỉ']);
const NUMBER_NEAR = /\d[^\n/]{0,24}$/;
const MARKUP = /<\/?(?!https?:|[\w.+-]{1,64}@)[a-z][^<>\n]{0,200}>/iy;
/** cụ Lê Thị T., 92 tuổi · Trần Văn B. (thôn 6) · xã T.L: the dot of an initial ends no sentence. */
const INITIAL = /\.[,;:]|(?<!\p{L})\p{Lu}\.(?: \(|\p{Lu}(?!\p{L}))/u;
const MINUS_AFTER = /^[\s(:;,=]?$/;

/** Tags of HTML or SSML that came in with pasted text. */
export function readMarkup({ text, at }: Cursor): Reading | undefined {
  const tag = matchAt(MARKUP, text, at);
  return tag ? { end: at + tag[0].length, spoken: '', class: 'markup' } : undefined;
}

/** - – —: a range, a minus, a bullet, a pause, or the hyphen of a word. */
export function readDash({ text, at, said, last }: Cursor): Reading | undefined {
  const char = text.charAt(at);
  if (char !== '-' && char !== '–' && char !== '—') return undefined;
  const reading = (spoken: string, kind: TokenClass): Reading => ({ end: at + 1, spoken, class: kind });
  const digitNext = matchAt(NEXT_DIGIT, text, at) !== null;
  const before = text.charAt(at - 1);
  if (last === 'measure' && (matchAt(NEXT_PAIR, text, at) || LATITUDES.has(said.at(-1) ?? '')))
    return reading(',', 'pause');
  if (last === 'measure' && isOtherKind(text, at)) return reading(',', 'pause');
  if (last === 'ordinal' && DAYS_IN_A_ROW.test(text.slice(Math.max(0, at - 8), at + 10)))
    return reading(',', 'pause');
  if (QUANTITIES.has(last) && (digitNext || matchAt(NEXT_THU, text, at))) {
    // A falling pair of plain numbers is a score or a code and no range.
    const pair = last === 'number' && !matchAt(NEXT_LARGER, text, at);
    return pair ? reading('', 'symbol') : reading('đến', 'range');
  }
  if (char === '-' && /\d/.test(text.charAt(at + 1)) && MINUS_AFTER.test(before))
    return reading('âm', 'sign');
  if (isSeries(text, at) || isFromTo(text, at)) return reading('đến', 'range');
  if (said.length === 0) return reading('', 'list');
  const tight = /[\p{L}\p{N}]/u.test(before) && /[\p{L}\p{N}]/u.test(text.charAt(at + 1));
  return tight ? reading('', 'symbol') : reading(',', 'pause');
}

/** 12V-7Ah: two measures of different kinds, and no range; 500m-1km is one. */
function isOtherKind(text: string, at: number): boolean {
  const before = /\d([A-Za-zµ]+)$/u.exec(text.slice(Math.max(0, at - 8), at))?.[1];
  const behind = /^\d[\d.,]*([A-Za-zµ]+)/u.exec(text.slice(at + 1, at + 16))?.[1];
  return before !== undefined && behind !== undefined && before.at(-1) !== behind.at(-1);
}

/** K40+500-K41+200 */
function isSeries(text: string, at: number): boolean {
  const before = /(?<![\p{L}\p{N}])(\p{Lu}\p{L}?)\d[\d+]*\s?$/u.exec(
    text.slice(Math.max(0, at - 16), at),
  )?.[1];
  return before !== undefined && new RegExp(`^.\\s?${before}\\d`, 'u').test(text.slice(at, at + 6));
}

/** T3-T5-T7: days of a week, and no range. */
const DAYS_IN_A_ROW = /T[2-7]\s?[-–]\s?T[2-7]\s?[-–]\s?T[2-7]/;
const DAY_PART_END =
  /(?:thứ (?:hai|ba|tư|năm|sáu|bảy|\d)|\d\s?(?:h|giờ)? (?:sáng|trưa|chiều|tối|đêm)|T[2-7])\s?$/iu;
const DAY_PART_START =
  /^\s?(?:(?:sáng |trưa |chiều |tối |đêm )?(?:thứ |chủ nhật|CN(?!\p{L}))|\d{1,2}\s?(?:h|giờ))/iu;

/** 6 giờ - 8 giờ, lớp 1 - lớp 5: the same word with a number on both sides. */
function isFromTo(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 24), at);
  const behind = text.slice(at + 1, at + 25);
  const unit = /\d\s(\p{L}+)(?: (?:sáng|trưa|chiều|tối|đêm))?\s?$/u.exec(before)?.[1];
  if (unit !== undefined && unit === /^\s?\d[\d.,]*\s(\p{L}+)/u.exec(behind)?.[1]) return true;
  if (DAY_PART_END.test(before) && DAY_PART_START.test(behind)) return true;
  const named = /(?<!\p{L})(\p{L}+)\s\d+\s?$/u.exec(before)?.[1];
  if (named === undefined) return false;
  const next = /^\s?(?:\d+\s)?(\p{L}+)\s\d/u.exec(behind)?.[1];
  return next === named || (named === 'tháng' && next === 'ngày');
}

/** “/”: per, over, or a pause between two words. */
export function readStroke(cursor: Cursor): Reading | undefined {
  const { text, at, last, style, tables } = cursor;
  if (text.charAt(at) !== '/') return undefined;
  const reading = (spoken: string, kind: TokenClass): Reading => ({ end: at + 1, spoken, class: kind });
  if (QUANTITIES.has(last) && matchAt(NEXT_DIGIT, text, at))
    return last === 'money' ? reading('', 'symbol') : reading('trên', 'sign');
  if (isOutOfTheSame(text, at)) return reading('trên', 'sign');
  if (NUMBER_NEAR.test(text.slice(Math.max(0, at - 32), at))) {
    const next = text.charAt(at + 1) === ' ' ? at + 2 : at + 1;
    const isMoney = MONEY_SAID.has(lastSaid(cursor));
    if (unitAt(text, at + 1, tables)) {
      const rates = ratesAfter(text, at, style.per, tables, isMoney);
      return { end: rates.end, spoken: rates.spoken.trimStart(), class: 'measure' };
    }
    if (isMoney || perWordAt(text, next)) return reading(style.per, 'sign');
  }
  return reading(',', 'pause');
}

/** 7 ngày/7 ngày */
function isOutOfTheSame(text: string, at: number): boolean {
  const before = /\d\s?(\p{L}+)\s?$/u.exec(text.slice(Math.max(0, at - 16), at))?.[1];
  return before !== undefined && before === /^\/\s?\d+\s?(\p{L}+)/u.exec(text.slice(at, at + 16))?.[1];
}

const ARROWS = new Set(['→', '⇒']);
const OR_EQUAL: Readonly<Record<string, string>> = { '<': '≤', '>': '≥' };

/** Decimal-like dots and grouped signs between digits, and the signs of the table. */
export function readSign(cursor: Cursor): Reading {
  const { text, at, said, last, tables, style } = cursor;
  const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const end = at + char.length;
  const between = /\d/.test(text.charAt(at - 1)) && /\d/.test(text.charAt(end));
  if (char === '.' && between) return { end, spoken: 'chấm', class: 'sign' };
  if (char === '.' && INITIAL.test(text.slice(Math.max(0, at - 2), end + 2)))
    return { end, spoken: '', class: 'symbol' };
  if (char === '+' && said.length === 0 && /\s/.test(text.charAt(end)))
    return { end, spoken: '', class: 'list' };
  if (ARROWS.has(char) && QUANTITIES.has(last) && matchAt(NEXT_DIGIT, text, at))
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
