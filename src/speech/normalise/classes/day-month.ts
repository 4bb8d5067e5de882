import { type Cursor, lastSaid, lastSaidWords, matchAt, type Reading, type Why } from '../cursor.ts';
import { fits, isMonth, sayDate, saysDate } from './date.ts';
import { readRatio } from './ratio.ts';

const DAY_MONTH = /(\d{1,2})\s?\/\s?(\d{1,2})(?!\d|\s?\/\s?\d|,\d)/y;

/** Words in front of a date that do not say so by themselves. */
const FROM_TO = new Set('từ đến tới trước sau hết lễ dịp niệm vào'.split(' '));
/** A number with a stroke behind these is an address or a scale. */
const NOT_DATE_WORDS = new Set(
  'số nhà ngõ ngách hẻm kiệt tổ đường lệ thửa tờ lô khoảng có được đạt gần hơn trên chiếm'.split(' '),
);
const TIME_NEAR =
  /(?<!\p{L})(?:ngày|hôm|sáng|trưa|chiều|tối|đêm|lúc|giờ|tuần|tháng|lễ|dịp|hạn|lịch|tết|nhật|CN|thứ (?:\d|hai|ba|tư|năm|sáu|bảy))(?!\p{L})|\d\s?[hg]\d{0,2}(?![\p{L}\d])|\bT[2-7](?!\d)/iu;
/** ngày 5, 6 và …: days have been listed. */
const DAY_LIST =
  /(?:^| )ngày (?:(?:một|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín|mười|mươi|mốt) ){1,3}(?:, |và |đến |(?:một|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín|mười|mươi|mốt) ){0,6}(?:,|và|hoặc)$/;
const FRACTION_OF =
  /\s(?:số|tổng|diện tích|dân số|quân số|hộ|thôn|xã|đại biểu|thành viên|tiêu chí|chỉ tiêu|liều|tuổi|viên|suất|sào|mẫu|lít|cân|kg|quãng đường|chặng)(?!\p{L})/iuy;
/** Every hour of every day, and no day of July. */
const ALWAYS = '24/7';

/** What decides between a date and a fraction, and for which. */
interface Verdict {
  date: boolean;
  why: Why;
}

/** 24/11 → ngày hai mươi tư tháng mười một, where it is no fraction: ngày 4/9, 4/9 diện tích. */
export function readDayMonth(cursor: Cursor): Reading | undefined {
  const match = matchAt(DAY_MONTH, cursor.text, cursor.at);
  if (!match) return undefined;
  const [whole, day = '', month = ''] = match;
  const end = cursor.at + whole.length;
  const { date, why } = judge(cursor, day, month, end);
  const isPossible = isMonth(month) && Number(day) >= 1 && Number(day) <= 31;
  if (why !== 'likeliest') {
    return date && isPossible
      ? { end, spoken: sayDate({ day, month }, cursor), class: 'date', why }
      : undefined;
  }
  const ratio = readRatio(cursor);
  if (!ratio) return undefined;
  const both = [
    { id: 'date', spoken: sayDate({ day, month }, cursor) },
    { id: 'ratio', spoken: ratio.spoken },
  ];
  return date
    ? { end, spoken: sayDate({ day, month }, cursor), class: 'date', choices: both }
    : { ...ratio, choices: both.toReversed() };
}

/** By the word in front, the days that everybody names, then what the clause speaks of. */
function judge(cursor: Cursor, day: string, month: string, end: number): Verdict {
  const before = lastSaid(cursor);
  if (saysDate(cursor)) return { date: isMonth(month), why: 'before' };
  if (!fits(Number(day), Number(month))) return { date: false, why: 'shape' };
  if (NOT_DATE_WORDS.has(before)) return { date: false, why: 'before' };
  if (FROM_TO.has(before)) return { date: true, why: 'before' };
  if (DAY_LIST.test(lastSaidWords(cursor, 8))) return { date: true, why: 'before' };
  const short = `${Number(day)}/${Number(month)}`;
  if (short === ALWAYS) return { date: false, why: 'known' };
  if (matchAt(FRACTION_OF, cursor.text, end)) return { date: false, why: 'behind' };
  if (cursor.tables.holidays.has(short)) return { date: true, why: 'known' };
  if (day.startsWith('0') || month.startsWith('0') || Number(day) > 10) return { date: true, why: 'shape' };
  if (TIME_NEAR.test(clauseAround(cursor.text, cursor.at, end))) return { date: true, why: 'clause' };
  return { date: Number(day) >= Number(month), why: 'likeliest' };
}

function clauseAround(text: string, from: number, to: number): string {
  const before = text.slice(Math.max(0, from - 60), from);
  const after = text.slice(to, to + 60);
  return `${before.split(/[.,;:!?\n]/).at(-1)} ${after.split(/[.,;:!?\n]/, 1)[0]}`;
}
