import { type Cursor, lastSaid, lastSaidWords, matchAt, type Reading } from '../cursor.ts';
import { digitByDigit } from '../verbalise/cardinal.ts';
import { numeralAt, sayNumeral } from '../verbalise/numeral.ts';
import { measureAfter } from './measure.ts';
import { moneyAfter } from './money.ts';
import { percentAfter } from './percent.ts';
import { rangeEnd } from './range.ts';

const SCORE = /(\d{1,3})\s?[-–:]\s?(\d{1,3})(?![\d.,/-])/y;
const SCORE_WORDS = /(?:tỷ|tỉ) số$|(?:^| )(?:thắng|thua|hòa|hoà)$/;

/** Any number, with the unit, currency or percent sign behind it and the range it begins. */
export function readNumber(cursor: Cursor): Reading | undefined {
  const { text, at, style, tables } = cursor;
  const first = numeralAt(text, at);
  if (!first) return undefined;
  const second = rangeEnd(text, first);
  const end = second?.end ?? first.end;
  const suffix = percentAfter(text, end) ?? moneyAfter(cursor, end) ?? measureAfter(text, end, tables);
  // 1.5 km is a decimal, mục 1.5 is not.
  const point = suffix || first.value < 1 ? 'phẩy' : 'chấm';
  const say = (number: typeof first) => sayNumeral(number, style, number.dotted ? point : 'phẩy');
  const amount = second ? `${say(first)} đến ${say(second)}` : say(first);
  if (suffix) return { end: suffix.end, spoken: `${amount} ${suffix.spoken}`, class: suffix.class };
  return { end, spoken: amount, class: second ? 'range' : first.places ? 'decimal' : 'number' };
}

/** tỉ số 2-1 → hai một */
export function readScore(cursor: Cursor): Reading | undefined {
  if (!SCORE_WORDS.test(lastSaidWords(cursor, 2))) return undefined;
  const match = matchAt(SCORE, cursor.text, cursor.at);
  if (!match) return undefined;
  const sides = [match[1], match[2]].map((side) => {
    const number = numeralAt(side ?? '', 0);
    return number ? sayNumeral(number, cursor.style) : '';
  });
  return { end: cursor.at + match[0].length, spoken: sides.join(' '), class: 'ratio' };
}

const LEADING_ZEROS = /0\d+(?![\d.,]\d)/y;

/** 0123, số 05: nobody writes a quantity with zeros in front, so its digits are said; 05 hộ is five. */
export function readLeadingZeros(cursor: Cursor): Reading | undefined {
  const match = matchAt(LEADING_ZEROS, cursor.text, cursor.at);
  if (!match || (match[0].length === 2 && lastSaid(cursor) !== 'số')) return undefined;
  return { end: cursor.at + match[0].length, spoken: digitByDigit(match[0]), class: 'code' };
}
