import { type Cursor, lastSaid, lastSaidWords, matchAt, type Reading } from '../cursor.ts';
import type { Style } from '../style.ts';
import { cardinal } from '../verbalise/cardinal.ts';

const FULL = /(\d{1,2})(?:\s?\/\s?(\d{1,2})\s?\/\s?|\s?-\s?(\d{1,2})\s?-\s?|\.(\d{1,2})\.)(\d{4})(?!\d)/y;
const TWO_DIGIT_YEAR = /(\d{1,2})\/(\d{1,2})\/(\d{2})(?![\d/])/y;
const ISO = /([12]\d{3})-(\d{1,2})-(\d{1,2})(?![\d-])/y;
const DAYS = /(\d{1,2})\s?[-–]\s?(\d{1,2})\s?\/\s?(\d{1,2})(?:\s?\/\s?(\d{4}))?(?![\d/])/y;
const DOTTED_DAYS = /(\d{1,2})\s?[-–]\s?(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)/y;
/** 28.11 - 30.11.2026: the first of two. */
const DOTTED_START = /(\d{1,2})\.(\d{1,2})(?=\s?[-–]\s?\d{1,2}\.\d{1,2}\.\d{4}(?!\d))/y;
/** 24-11 and 24.11 are dates only behind a date word. */
const DAY_MONTH_DASHED =
  /(\d{1,2})[-.](\d{1,2})(?![\d/-]|\.\d|\s?(?:h|g|giờ)(?!\p{L})|[hg]\d|\s(?:hằng|hàng|mỗi|của|trong|tháng)(?!\p{L}))/uy;
const MONTH_YEAR =
  /(\d{1,2})(?:\s?\/\s?((?:1[6-9]|2[01])\d{2})|-(20[0-4]\d)(?!-|\s?(?:người|hộ|đồng|đ|con|cây|kg|m|ha|lượt)(?!\p{L})))(?![\d/])/uy;
const MONTHS = /(\d{1,2})(?:\s?[-–]\s?(\d{1,2}))?(?:\s?[/-]\s?([12]\d{3})|\.(20\d{2}))?(?![\d/]|[.,]\d)/y;
/** tháng 11,12/2026: months and no decimal, since a year follows or there are three. */
const NO_UNIT_BEHIND = /\s?(?:[.;:!?)\n]|$|này|tới|năm|và|hằng|hàng|sẽ|,\s)/uy;
const MONTH_LIST = /(\d{1,2}(?:,\s?\d{1,2})+)(?:\s?[/-]\s?([12]\d{3}))?(?![\d/]|[.,]\d)/y;

const DATE_WORDS = new Set('ngày hôm mồng mùng rằm sáng trưa chiều tối đêm nay mai kia tuần'.split(' '));
/** Hôm qua, and not thông qua. */
const YESTERDAY = /^(?:hôm|ngày|sáng|trưa|chiều|tối|đêm) qua$/;
/** Ngày 8-3, 20-10: a list of days. */
export const AFTER_DATE = /tháng (?:một|hai|ba|tư|năm|sáu|bảy|tám|chín|mười|mười một|mười hai) (?:,|;|và)$/;
const LIST_SIGNS = new Set([',', 'và', 'hoặc']);
/** ngày 5, 6 và …: days without their month. */
const DAY_LIST =
  /(?:^| )ngày(?: (?:một|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín|mười|mươi|mốt|,|và|hoặc)){2,8}$/;
const DASHED_WORDS = new Set(['ngày', 'hôm', 'mồng', 'mùng']);
const PARTS_OF_DAY = new Set(['sáng', 'trưa', 'chiều', 'tối', 'đêm']);
/** sáng 2-9, tối 15.11; sáng 20-22 độ is none. */
const DAY_MONTH_OF_PART =
  /(\d{1,2})[-.](\d{1,2})(?=\s?(?:[,;.)\n]|$)|\s(?!giờ|độ|người|hộ|em|cháu|xe|con|lần|hằng|hàng|mỗi)\p{L}{2})/uy;
const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const COUNTED_MONTHS = /(?:một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười|mươi|mốt|lăm|mấy|vài) tháng$/;
const DAY_BEFORE_MONTH = /(?:ngày|mồng|mùng|hôm) (?:\S+ ){1,3}tháng$/;

export const fits = (day: number, month: number) => day >= 1 && day <= (DAYS_IN_MONTH[month - 1] ?? 0);
export const isMonth = (month: string) => Number(month) >= 1 && Number(month) <= 12;

/** tháng 4 is tháng tư */
function monthWord(month: string, style: Style): string {
  return Number(month) === 4 ? 'tư' : cardinal(month, style);
}

/** Whether the words in front already say that a date follows. */
export function saysDate(cursor: Cursor): boolean {
  if (YESTERDAY.test(lastSaidWords(cursor, 2))) return true;
  if (DATE_WORDS.has(lastSaid(cursor)) || /(?:^| )(?:thứ \S+|chủ nhật)$/.test(lastSaidWords(cursor, 2)))
    return true;
  return LIST_SIGNS.has(lastSaid(cursor)) && DAY_LIST.test(lastSaidWords(cursor, 8));
}

/** đường 30/4, trường mầm non 2/9: streets and schools are named for a day. */
const NAMED_AFTER =
  /(?:^| )(?:đường|phố|quảng trường|công viên|mầm non|tiểu học|trung học cơ sở|trung học phổ thông|hợp tác xã|chợ|cầu)$/;
export const isNamedAfterDay = (cursor: Cursor) => NAMED_AFTER.test(lastSaidWords(cursor, 4));

export interface DayOfYear {
  day: string;
  month: string;
  year?: string | undefined;
  /** First day of a range of days in one month. */
  from?: string | undefined;
}

/** “ngày …” is added where no date word stands in front. */
export function sayDate({ day, month, year, from }: DayOfYear, cursor: Cursor): string {
  const { style } = cursor;
  const start = from === undefined ? '' : `${cardinal(from, style)} đến `;
  const days = `${start}${cardinal(day, style)} tháng ${monthWord(month, style)}`;
  const word = saysDate(cursor) || (year === undefined && isNamedAfterDay(cursor)) ? '' : 'ngày ';
  return `${word}${days}${year === undefined ? '' : ` năm ${cardinal(year, style)}`}`;
}

const OCCASIONS = new Set(['dịp', 'lễ', 'niệm', 'mừng', 'khánh']);

/** dịp 27-7 */
function isDashedHoliday(cursor: Cursor): boolean {
  const match = OCCASIONS.has(lastSaid(cursor)) ? matchAt(DAY_MONTH_DASHED, cursor.text, cursor.at) : null;
  return match !== null && cursor.tables.holidays.has(`${Number(match[1])}/${Number(match[2])}`);
}

/** Dates with a day: 24/11/2026 · 24-11-2026 · 2026-11-24 · 24-26/11 */
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
  const start = matchAt(DOTTED_START, text, at);
  if (start && fits(Number(start[1]), Number(start[2])))
    return found(start, { day: start[1] ?? '', month: start[2] ?? '' });
  const days = matchAt(DAYS, text, at) ?? matchAt(DOTTED_DAYS, text, at);
  if (days && Number(days[1]) < Number(days[2]) && fits(Number(days[2]), Number(days[3])))
    return found(days, { from: days[1], day: days[2] ?? '', month: days[3] ?? '', year: days[4] });
  const part = PARTS_OF_DAY.has(lastSaid(cursor)) ? matchAt(DAY_MONTH_OF_PART, text, at) : null;
  if (part && fits(Number(part[1]), Number(part[2])))
    return found(part, { day: part[1] ?? '', month: part[2] ?? '' });
  const mayBeDashed =
    isDashedHoliday(cursor) ||
    DASHED_WORDS.has(lastSaid(cursor)) ||
    /(?:^| )thứ \S+$/.test(lastSaidWords(cursor, 2)) ||
    AFTER_DATE.test(lastSaidWords(cursor, 4)) ||
    (lastSaid(cursor) === 'và' && DAY_LIST.test(lastSaidWords(cursor, 8)));
  const dashed = mayBeDashed ? matchAt(DAY_MONTH_DASHED, text, at) : null;
  if (!dashed || !fits(Number(dashed[1]), Number(dashed[2])) || lastSaidWords(cursor, 2) === 'các ngày')
    return undefined;
  return found(dashed, { day: dashed[1] ?? '', month: dashed[2] ?? '' });
}

/** tỷ lệ 1/2000, bản đồ 1/2000, trích đo 1/1000: no month. */
const SCALE_WORDS = new Set(['lệ', 'đồ', 'đo', 'số']);
const PERIODS_YEAR = /(\d{1,2})\s?[-–]\s?(\d{1,2})\s?\/\s?(20\d{2})(?![\d/])/y;
const PERIOD_WORDS = new Set('quý kỳ đợt khóa khoá lần vụ tập tuần'.split(' '));

/** tháng 4 · tháng 11-12/2026 · 11/2026 · quý 2/2026 */
export function readMonth(cursor: Cursor): Reading | undefined {
  const { text, at, style } = cursor;
  const before = lastSaid(cursor);
  if (before === 'tháng' && (namesMonth(lastSaidWords(cursor, 5)) || matchAt(MONTH_YEAR, text, at))) {
    const list = monthList(cursor);
    if (list) return list;
    const match = matchAt(MONTHS, text, at);
    if (!match || !isMonth(match[1] ?? '') || (match[2] && !isMonth(match[2]))) return undefined;
    const [whole, first = '', last] = match;
    const year = match[3] ?? match[4];
    const months = [first, last].filter((month) => month !== undefined);
    const spoken = months.map((month) => monthWord(month, style)).join(' đến ');
    return { end: at + whole.length, spoken: withYear(spoken, year, style), class: 'date' };
  }
  const periods = PERIOD_WORDS.has(before) ? matchAt(PERIODS_YEAR, text, at) : null;
  if (periods) {
    const [whole, first = '', last = '', year] = periods;
    const spoken = `${cardinal(first, style)} đến ${cardinal(last, style)}`;
    return { end: at + whole.length, spoken: withYear(spoken, year, style), class: 'date' };
  }
  const match = SCALE_WORDS.has(before) ? null : matchAt(MONTH_YEAR, text, at);
  if (!match) return undefined;
  const [whole, number = ''] = match;
  const year = match[2] ?? match[3];
  const end = at + whole.length;
  if (PERIOD_WORDS.has(before))
    return { end, spoken: withYear(cardinal(number, style), year, style), class: 'date' };
  if (!isMonth(number)) return undefined;
  return { end, spoken: withYear(`tháng ${monthWord(number, style)}`, year, style), class: 'date' };
}

function monthList({ text, at, style }: Cursor): Reading | undefined {
  const match = matchAt(MONTH_LIST, text, at);
  if (!match) return undefined;
  const [whole, listed = '', year] = match;
  const months = listed.split(/,\s?/);
  const isPair = months.length === 2 && Number(months[1]) === Number(months[0]) + 1;
  const isList = isPair ? matchAt(NO_UNIT_BEHIND, text, at + whole.length) : months.length > 2;
  if (!months.every(isMonth) || (year === undefined && (!isList || listed.includes(' ')))) return undefined;
  const spoken = months.map((month) => monthWord(month, style)).join(', ');
  return { end: at + whole.length, spoken: withYear(spoken, year, style), class: 'date' };
}

/** “ngày 4 tháng 4” names a month, “trong 3 tháng 4” does not. */
function namesMonth(before: string): boolean {
  return DAY_BEFORE_MONTH.test(before) || !COUNTED_MONTHS.test(before);
}

function withYear(spoken: string, year: string | undefined, style: Style): string {
  return year === undefined ? spoken : `${spoken} năm ${cardinal(year, style)}`;
}
