import { type Cursor, lastSaid, matchAt, type Reading } from '../cursor.ts';
import { cardinal } from '../verbalise/cardinal.ts';
import { fits, sayDate, saysDate } from './date.ts';

const LIST = /(\d{1,2}(?:,\d{1,2}){1,9}|\d{1,2}(?:-\d{1,2}){2,9})\/(\d{1,2})(?:\/(\d{4}))?(?![\d/]|[.,-]\d)/y;
/** Words in front of a day that are no words of a date. */
const ON = new Set(['nhằm', 'tức', 'vào', 'từ', 'trước', 'sau', 'dịp', ':']);
/** Behind these the numbers are of houses or marks. */
const NEVER = /(?:ngõ|ngách|hẻm|kiệt|nhà|số|thửa|tờ|lô|điểm|đạt|được)(?!\p{L})[^;:.\n]{0,12}$/iu;

/** ngày 5,6/10 · 7,8,9/11 · 3-4-5/10 → ba, bốn, năm tháng mười */
export function readDayList(cursor: Cursor): Reading | undefined {
  const { text, at, style } = cursor;
  const match = matchAt(LIST, text, at);
  if (!match) return undefined;
  const [whole, listed = '', month = '', year] = match;
  const days = listed.split(/[,-]/);
  const isRow = days.every((day, index) => index === 0 || Number(day) > Number(days[index - 1]));
  if (!isRow || !days.every((day) => fits(Number(day), Number(month)))) return undefined;
  // 5,6/10 may be so many out of ten.
  const isDate = saysDate(cursor) || ON.has(lastSaid(cursor));
  if (!isDate && (days.length < 3 || NEVER.test(text.slice(Math.max(0, at - 24), at)))) return undefined;
  const first = days.slice(0, -1).map((day) => cardinal(day, style));
  const last = sayDate({ day: days.at(-1) ?? '', month, year }, cursor);
  const spoken = saysDate(cursor)
    ? `${first.join(', ')}, ${last}`
    : `ngày ${first.join(', ')}, ${last.slice('ngày '.length)}`;
  return { end: at + whole.length, spoken, class: 'date', why: isDate ? 'before' : 'shape' };
}
