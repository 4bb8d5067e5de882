import { type Cursor, lastSaid, matchAt, type Reading, type TokenClass } from '../cursor.ts';
import { perWordAt, ratesAfter, unitAt } from './measure.ts';
import { NEXT_DIGIT, QUANTITIES } from './sign.ts';

const MONEY_SAID = new Set(['đồng', 'triệu', 'nghìn', 'ngàn', 'tỷ', 'tỉ']);
const NUMBER_NEAR = /\d[^\n/]{0,24}$/;

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
