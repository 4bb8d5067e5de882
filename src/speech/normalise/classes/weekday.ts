import { type Cursor, lastSaidWords, matchAt, type Reading } from '../cursor.ts';
import { cardinal, ordinal } from '../verbalise/cardinal.ts';

const SHORT = /T\.?(\d{1,2})(?:\/([12]\d{3}))?(?![\p{L}\d]|[.,/]\d)/uy;

/** TBA T1, cột T2, DVB-T2: what is numbered by letters, and the next ones in its list. */
const LETTERED =
  /(?:trạm biến áp|máy biến áp|trạm|trạm bơm|kênh|cống|máy|cột|tòa|toà|nhà|lô|khu|phân xưởng|đốt sống)$|(?:^| )tê (?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín) (?:,|và|đến)$/;

/** T7 → thứ bảy · T11, T4/2026 → tháng mười một, tháng tư năm … */
export function readShortDay(cursor: Cursor): Reading | undefined {
  const { text, at, style } = cursor;
  const match = matchAt(SHORT, text, at);
  if (!match) return undefined;
  const [whole, digits = '', year] = match;
  const value = Number(digits);
  const isJoined = /\p{Lu}{3}-$/u.test(text.slice(Math.max(0, at - 4), at));
  if (isJoined || LETTERED.test(lastSaidWords(cursor, 4)))
    return { end: at + whole.length, spoken: `tê ${cardinal(digits, style)}`, class: 'code', why: 'before' };
  const end = at + whole.length;
  const month = `tháng ${value === 4 ? 'tư' : cardinal(digits, style)}`;
  const isMonth = value >= 1 && value <= 12;
  const isWeekday = value >= 2 && value <= 7 && digits.length === 1;
  if (year !== undefined && isMonth)
    return { end, spoken: `${month} năm ${cardinal(year, style)}`, class: 'date' };
  if (isWeekday) {
    const weekday = `thứ ${ordinal(digits, style)}`;
    const choices = [
      { id: 'weekday', spoken: weekday },
      { id: 'month', spoken: month },
    ];
    return { end, spoken: weekday, class: 'ordinal', choices };
  }
  return isMonth ? { end, spoken: month, class: 'date' } : undefined;
}
