import { type Choice, type Cursor, matchAt, type Reading, type Why } from '../cursor.ts';
import { numeralAt, sayNumeral } from '../verbalise/numeral.ts';
import { rangeEnd } from './range.ts';

const LOOKS_SO = /\d[\d.,]{0,16}(?:\s?[-–]\s?\d[\d.,]{0,16})?t/y;
const T = /t(?![\p{L}\p{N}/])/uy;
const DONG = /t(\s?(?:đồng|đ|vnđ|VNĐ)(?!\p{L}))/uy;
const MONEY =
  /(?:giá|vốn|đầu tư|kinh phí|tiền|dự án|doanh thu|ngân sách|vay|thu|chi|nợ|tổng mức)[^.;\n]{0,40}$/iu;
const AGE = /(?:tuổi|cụ|ông|bà|trẻ|bé|cháu|nam|nữ|người|công dân)[^.;\n]{0,24}$/iu;
const OLDEST = 120;

/** 5t: tons, thousand millions, or years of age (60t); asked where nothing around it decides. */
export function readTons(cursor: Cursor): Reading | undefined {
  const { text, at, style } = cursor;
  const first = matchAt(LOOKS_SO, text, at) && numeralAt(text, at);
  if (!first) return undefined;
  const second = rangeEnd(text, first);
  const last = second ?? first;
  const match = matchAt(T, text, last.end) ?? matchAt(DONG, text, last.end);
  if (!match) return undefined;
  const amount = [first, second]
    .flatMap((number) => (number ? [sayNumeral(number, style)] : []))
    .join(' đến ');
  const say = (unit: string) => `${amount} ${unit}`;
  const dong = matchAt(DONG, text, last.end);
  if (dong) return { end: last.end + dong[0].length, spoken: say('tỷ đồng'), class: 'money', why: 'behind' };
  const before = text.slice(Math.max(0, at - 48), at);
  const end = last.end + 1;
  const clear = (unit: string, kind: 'money' | 'measure', why: Why): Reading => ({
    end,
    spoken: say(unit),
    class: kind,
    why,
  });
  if (AGE.test(before) && last.value <= OLDEST && !last.places) return clear('tuổi', 'measure', 'clause');
  if (MONEY.test(before)) return clear('tỷ', 'money', 'clause');
  const choices = ['tấn', 'tỷ', 'tuổi'].map((unit): Choice => ({ id: unit, spoken: say(unit) }));
  return { end, spoken: say('tấn'), class: 'measure', choices };
}
