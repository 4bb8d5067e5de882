import { matchAt } from '../cursor.ts';
import type { Style } from '../style.ts';
import { cardinal, decimalPlaces } from './cardinal.ts';

/** A number as it is written: 1.500.000 · 3,5 · 12 */
export interface Numeral {
  readonly end: number;
  /** The digits before the decimal sign, without grouping. */
  readonly whole: string;
  /** The digits behind the decimal sign, '' where there is none. */
  readonly places: string;
  readonly value: number;
  /** A full stop instead of the Vietnamese decimal comma: a version or a section, unless a unit follows. */
  readonly dotted: boolean;
}

const GROUPED_BY_DOT = /([1-9]\d{0,2}(?:\.\d{3}){1,6})(?!\.?\d)(?:,(\d+))?/y;
const GROUPED_BY_COMMA = /([1-9]\d{0,2}(?:,\d{3}){2,6})(?!,?\d)(?:\.(\d+))?/y;
/** One group only reads as a decimal (2,345), except in front of đồng. */
const PRICE_BY_COMMA = /([1-9]\d{0,2},\d{3})(?=\s?(?:đồng|đ|₫|vnđ|vnd)(?![\p{L}]))/iuy;
/** So are people and things that are counted by the head: 1,500 người. */
const COUNT_BY_COMMA =
  /([1-9]\d{0,2},\d{3})(?=\s?(?:người|hộ|cháu|em|học sinh|trẻ|lượt|suất|con|cây|xe|liều|phiếu|cử tri|đại biểu|đoàn viên|hội viên|công nhân|lao động|phần quà|ca|trường hợp)(?![\p{L}]))/iuy;
/** 1 000 000, and 12 500 in front of what is counted. */
const GROUPED_BY_SPACE =
  /([1-9]\d{0,2}(?: \d{3}){2,4}|[1-9]\d{0,2} \d00(?=\s(?:đồng|người|hộ|lượt|cử tri|suất|tấn|cây|con)(?![\p{L}])))(?![\d.,/-]|\s\d)/uy;
const DECIMAL = /(\d+)(?:([.,])(\d+)(?![.,]?\d))?/y;
const WHOLE = /(\d+)/y;

/** Reads the number at `at`; undefined where there is no digit. */
export function numeralAt(text: string, at: number): Numeral | undefined {
  const grouped = groupedAt(text, at);
  if (grouped) {
    const whole = (grouped[1] ?? '').replace(/[., ]/g, '');
    return numeral(at + grouped[0].length, whole, grouped[2] ?? '', false);
  }
  // 5,6,7 and 1.2.3.4 hold no decimals: a number behind “digit, sign” never is one.
  const inList = /^\d[.,]$/.test(text.slice(Math.max(0, at - 2), at));
  const match = matchAt(inList ? WHOLE : DECIMAL, text, at);
  if (!match) return undefined;
  const whole = match[1] ?? '';
  return numeral(at + match[0].length, whole, match[3] ?? '', match[2] === '.');
}

/** The sign behind the first digits says which of the groupings it may be. */
function groupedAt(text: string, at: number): RegExpExecArray | null {
  let end = at;
  while (end - at <= 3 && isDigit(text.charCodeAt(end))) end++;
  if (end - at > 3) return null;
  const sign = text.charAt(end);
  if (sign === '.') return matchAt(GROUPED_BY_DOT, text, at);
  if (sign === ' ') return matchAt(GROUPED_BY_SPACE, text, at);
  if (sign !== ',') return null;
  return (
    matchAt(GROUPED_BY_COMMA, text, at) ??
    matchAt(PRICE_BY_COMMA, text, at) ??
    matchAt(COUNT_BY_COMMA, text, at)
  );
}

const isDigit = (code: number) => code >= 48 && code <= 57;

function numeral(end: number, whole: string, places: string, dotted: boolean): Numeral {
  return { end, whole, places, dotted, value: Number(places ? `${whole}.${places}` : whole) };
}

/** How the number is said; `point` is the word for the decimal sign. */
export function sayNumeral(number: Numeral, style: Style, point = 'phẩy'): string {
  const whole = cardinal(number.whole, style);
  return number.places ? `${whole} ${point} ${decimalPlaces(number.places, style)}` : whole;
}
