import { type Cursor, lastSaid, lastSaidWords, matchAt, type Reading } from '../cursor.ts';
import type { Style } from '../style.ts';
import { cardinal } from '../verbalise/cardinal.ts';

const FULL = /(\d{1,2})(?:\s?\/\s?(\d{1,2})\s?\/\s?|\s?-\s?(\d{1,2})\s?-\s?|\.(\d{1,2})\.)(\d{4})(?!\d)/y;
const TWO_DIGIT_YEAR = /(\d{1,2})\/(\d{1,2})\/(\d{2})(?![\d/])/y;
const ISO = /([12]\d{3})-(\d{1,2})-(\d{1,2})(?![\d-])/y;
const DAYS = /(\d{1,2})\s?[-–]\s?(\d{1,2})\s?\/\s?(\d{1,2})(?:\s?\/\s?(\d{4}))?(?![\d/])/y;
const DAY_MONTH = /(\d{1,2})\s?\/\s?(\d{1,2})(?!\d|\s?\/\s?\d|,\d)/y;
/** 24-11 and 24.11 are dates only behind a date word. */
const DAY_MONTH_DASHED = /(\d{1,2})[-.](\d{1,2})(?![\d/.-])/y;
const MONTH_YEAR = /(\d{1,2})\s?\/\s?([12]\d{3})(?![\d/])/y;
const MONTHS = /(\d{1,2})(?:\s?[-–]\s?(\d{1,2}))?(?:\s?[/-]\s?([12]\d{3}))?(?![\d/]|[.,]\d)/y;

const DATE_WORDS = new Set('ngày hôm mồng mùng rằm sáng trưa chiều tối đêm nay mai qua kia nhật'.split(' '));
const DASHED_WORDS = new Set(['ngày', 'hôm', 'mồng', 'mùng']);
const FROM_TO = new Set('từ đến tới trước sau hết lễ dịp niệm vào'.split(' '));
/** A number with a stroke behind these is an address or a scale. */
const NOT_DATE_WORDS = new Set('số nhà ngõ ngách hẻm kiệt tổ đường lệ thửa tờ lô khoảng có được'.split(' '));
const TIME_NEAR =
  /(?<!\p{L})(?:ngày|hôm|sáng|trưa|chiều|tối|đêm|lúc|giờ|tuần|tháng|lễ|dịp|hạn|lịch|tết)(?!\p{L})/iu;
const FRACTION_OF =
  /\s(?:số|tổng|diện tích|dân số|quân số|hộ|thôn|xã|đại biểu|thành viên|tiêu chí|liều|tuổi|viên|suất|sào|mẫu)(?!\p{L})/iuy;
const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const COUNTED_MONTHS = /(?:một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười|mươi|mốt|lăm|mấy|vài) tháng$/;
const DAY_BEFORE_MONTH = /(?:ngày|mồng|mùng|hôm) (?:\S+ ){1,3}tháng$/;

const fits = (day: number, month: number) => day >= 1 && day <= (DAYS_IN_MONTH[month - 1] ?? 0);
const isMonth = (month: string) => Number(month) >= 1 && Number(month) <= 12;

/** tháng 4 is tháng tư */
function monthWord(month: string, style: Style): string {
  return Number(month) === 4 ? 'tư' : cardinal(month, style);
}

function saysDate(cursor: Cursor): boolean {
  return DATE_WORDS.has(lastSaid(cursor)) || /(?:^| )thứ \S+$/.test(lastSaidWords(cursor, 2));
}

interface DayOfYear {
  day: string;
  month: string;
  year?: string | undefined;
  /** First day of a range of days in one month. */
  from?: string | undefined;
}

function sayDate({ day, month, year, from }: DayOfYear, cursor: Cursor): string {
  const { style } = cursor;
  const start = from === undefined ? '' : `${cardinal(from, style)} đến `;
  const days = `${start}${cardinal(day, style)} tháng ${monthWord(month, style)}`;
  const word = saysDate(cursor) ? '' : 'ngày ';
  return `${word}${days}${year === undefined ? '' : ` năm ${cardinal(year, style)}`}`;
}

/** Dates with a day: 24/11/2026 · 24-11-2026 · 2026-11-24 · 24-26/11 · 24/11 where it is no fraction. */
export function readDate(cursor: Cursor): Reading | undefined {
  const { text, at } = cursor;
  const found = (match: RegExpExecArray | null, parts: DayOfYear | undefined) =>
    match && parts && isMonth(parts.month) && Number(parts.day) >= 1 && Number(parts.day) <= 31
      ? ({ end: at + match[0].length, spoken: sayDate(parts, cursor), class: 'date' } as const)
      : undefined;
  const full = matchAt(FULL, text, at);
  if (full) {
    const month = full[2] ?? full[3] ?? full[4] ?? '';
    return found(full, { day: full[1] ?? '', month, year: full[5] });
  }
  const short = matchAt(TWO_DIGIT_YEAR, text, at);
  if (short) return found(short, { day: short[1] ?? '', month: short[2] ?? '', year: short[3] });
  const iso = matchAt(ISO, text, at);
  if (iso) return found(iso, { day: iso[3] ?? '', month: iso[2] ?? '', year: iso[1] });
  const days = matchAt(DAYS, text, at);
  if (days && Number(days[1]) < Number(days[2]) && fits(Number(days[2]), Number(days[3])))
    return found(days, { from: days[1], day: days[2] ?? '', month: days[3] ?? '', year: days[4] });
  const dayMonth = matchAt(DAY_MONTH, text, at);
  if (dayMonth) {
    const [whole, day = '', month = ''] = dayMonth;
    return isDate(cursor, day, month, at + whole.length) ? found(dayMonth, { day, month }) : undefined;
  }
  const dashed = DASHED_WORDS.has(lastSaid(cursor)) ? matchAt(DAY_MONTH_DASHED, text, at) : null;
  if (!dashed || !fits(Number(dashed[1]), Number(dashed[2])) || lastSaidWords(cursor, 2) === 'các ngày')
    return undefined;
  return found(dashed, { day: dashed[1] ?? '', month: dashed[2] ?? '' });
}

/** Date or fraction: by the word before, the days everybody names, then what the clause speaks of. */
function isDate(cursor: Cursor, day: string, month: string, end: number): boolean {
  if (saysDate(cursor)) return isMonth(month);
  if (!fits(Number(day), Number(month)) || NOT_DATE_WORDS.has(lastSaid(cursor))) return false;
  if (FROM_TO.has(lastSaid(cursor))) return true;
  const short = `${Number(day)}/${Number(month)}`;
  if (short === '24/7' || matchAt(FRACTION_OF, cursor.text, end)) return false;
  if (cursor.tables.holidays.has(short)) return true;
  if (day.startsWith('0') || month.startsWith('0') || Number(day) > 10) return true;
  return Number(day) >= Number(month) || TIME_NEAR.test(clauseAround(cursor.text, cursor.at, end));
}

function clauseAround(text: string, from: number, to: number): string {
  const before = text.slice(Math.max(0, from - 60), from);
  const after = text.slice(to, to + 60);
  return `${before.split(/[.,;:!?\n]/).at(-1)} ${after.split(/[.,;:!?\n]/, 1)[0]}`;
}

const PERIOD_WORDS = new Set('quý kỳ đợt khóa khoá lần vụ số tập'.split(' '));

/** tháng 4 · tháng 11-12/2026 · 11/2026 · quý 2/2026 */
export function readMonth(cursor: Cursor): Reading | undefined {
  const { text, at, style } = cursor;
  const before = lastSaid(cursor);
  if (before === 'tháng' && namesMonth(lastSaidWords(cursor, 5))) {
    const match = matchAt(MONTHS, text, at);
    if (!match || !isMonth(match[1] ?? '') || (match[2] && !isMonth(match[2]))) return undefined;
    const [whole, first = '', last, year] = match;
    const months = [first, last].filter((month) => month !== undefined);
    const spoken = months.map((month) => monthWord(month, style)).join(' đến ');
    return { end: at + whole.length, spoken: withYear(spoken, year, style), class: 'date' };
  }
  const match = matchAt(MONTH_YEAR, text, at);
  if (!match) return undefined;
  const [whole, number = '', year] = match;
  const end = at + whole.length;
  if (PERIOD_WORDS.has(before))
    return { end, spoken: withYear(cardinal(number, style), year, style), class: 'date' };
  if (!isMonth(number)) return undefined;
  return { end, spoken: withYear(`tháng ${monthWord(number, style)}`, year, style), class: 'date' };
}

/** “ngày 4 tháng 4” names a month, “trong 3 tháng 4” does not. */
function namesMonth(before: string): boolean {
  return DAY_BEFORE_MONTH.test(before) || !COUNTED_MONTHS.test(before);
}

function withYear(spoken: string, year: string | undefined, style: Style): string {
  return year === undefined ? spoken : `${spoken} năm ${cardinal(year, style)}`;
}
