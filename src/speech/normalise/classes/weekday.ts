import { type Cursor, lastSaidWords, matchAt, type Reading } from '../cursor.ts';
import { cardinal, ordinal } from '../verbalise/cardinal.ts';

const SHORT = /T\.?(\d{1,2})(?:\/([12]\d{3}))?(?![\p{L}\d]|[.,/]\d)/uy;

/** TBA T1, cột T2, DVB-T2: what is numbered by letters, and the next ones in its list. */
const LETTERED =
  /(?:trạm biến áp|máy biến áp|trạm|trạm bơm|kênh|cống|máy|cột|tòa|toà|nhà|lô|khu|phân xưởng|đốt sống)$|(?:^| )tê (?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín) (?:,|và|đến)$/;

/** MBA 110kV T1: one of two transformers. */
const RATED = /(?:MBA|TBA|[Mm]áy biến áp|[Tt]rạm)\s[\d.,]+\s?k?VA?\s$/u;

/** sáng T7, các ngày T2, từ T2: a day and no month. */
const OF_WEEK = /(?:^| )(?:giờ|phút|sáng|trưa|chiều|tối|đêm|ngày|thứ hai đến|hằng tuần|hàng tuần|cuối tuần)$/;
/** T6 (30/10), T5 8/10, T7: 7g30 */
const WHEN_BEHIND =
  /(?:,?\s\(?|:\s)(?:\d{1,2}\/\d{1,2}|\d{1,2}[hg:]\d{0,2})(?!\d)|\s(?:hàng |hằng )?tuần(?!\p{L})/uy;
/** T2-T6, T7 & CN: with another day beside it. */
const DAY_BESIDE = /(?:\s?(?:[-–,;&+/]|-+>|→)\s?|\s(?:và|đến|tới|hoặc)\s)(?:T\.?[2-7]|CN)(?![\p{L}\d/])/uy;
const DAY_IN_FRONT = /(?:T\.?[2-7]|CN)(?:\s?(?:[-–,;&+/]|-+>|→)\s?|\s(?:và|đến|tới|hoặc)\s)$/u;
/** The months of a year: T2, T3 năm 2026. */
const OF_YEAR = /^[^.;\n]{0,24}(?:\/|năm\s)20\d{2}/u;

function isDay({ text, at }: Cursor, end: number, before: string): boolean {
  if (OF_WEEK.test(before) || matchAt(WHEN_BEHIND, text, end)) return true;
  if (OF_YEAR.test(text.slice(end, end + 40))) return false;
  return matchAt(DAY_BESIDE, text, end) !== null || DAY_IN_FRONT.test(text.slice(Math.max(0, at - 10), at));
}

/** T2-4-6, T3,5,7: days in a row; T2-6 is a range. */
const ROW = /T\.?([2-7](?:(?:\s?-\s?[2-7]){2,5}|(?:, ?[2-7]){1,5}))(?![\p{L}\d]|[.,/:-]\d|\s?[hg]\d)/uy;

/** T7 → thứ bảy · T2-4-6 → thứ hai, tư, sáu · T11, T4/2026 → tháng mười một, tháng tư năm … */
export function readShortDay(cursor: Cursor): Reading | undefined {
  const { text, at, style } = cursor;
  const row = LETTERED.test(lastSaidWords(cursor, 4)) ? null : matchAt(ROW, text, at);
  if (row) {
    const days = (row[1] ?? '').match(/\d/g) ?? [];
    const spoken = `thứ ${days.map((day) => ordinal(day, style)).join(', ')}`;
    return { end: at + row[0].length, spoken, class: 'ordinal', why: 'shape' };
  }
  const match = matchAt(SHORT, text, at);
  if (!match) return undefined;
  const [whole, digits = '', year] = match;
  const value = Number(digits);
  const isJoined = /\p{Lu}{3}-$/u.test(text.slice(Math.max(0, at - 4), at));
  if (isJoined || LETTERED.test(lastSaidWords(cursor, 4)) || RATED.test(text.slice(Math.max(0, at - 24), at)))
    return { end: at + whole.length, spoken: `tê ${cardinal(digits, style)}`, class: 'code', why: 'before' };
  const end = at + whole.length;
  const month = `tháng ${value === 4 ? 'tư' : cardinal(digits, style)}`;
  const isMonth = value >= 1 && value <= 12;
  const isWeekday = value >= 2 && value <= 7 && digits.length === 1;
  if (year !== undefined && isMonth)
    return { end, spoken: `${month} năm ${cardinal(year, style)}`, class: 'date' };
  if (isWeekday) {
    const weekday = `thứ ${ordinal(digits, style)}`;
    if (isDay(cursor, end, lastSaidWords(cursor, 3)))
      return { end, spoken: weekday, class: 'ordinal', why: 'clause' };
    const choices = [
      { id: 'weekday', spoken: weekday },
      { id: 'month', spoken: month },
    ];
    return { end, spoken: weekday, class: 'ordinal', choices };
  }
  return isMonth ? { end, spoken: month, class: 'date' } : undefined;
}
