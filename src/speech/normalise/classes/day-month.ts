import { type Cursor, lastSaid, lastSaidWords, matchAt, type Reading, type Why } from '../cursor.ts';
import { AFTER_DATE, fits, isMonth, isNamedAfterDay, sayDate, saysDate } from './date.ts';
import { readRatio } from './ratio.ts';

const DAY_MONTH = /(\d{1,2})\s?\/\s?(\d{1,2})(?!\d|\s?\/\s?\d|,\d|\p{Lu}(?!\p{L}))/uy;

/** Words in front of a date that do not say so by themselves. */
const FROM_TO = new Set('từ đến tới trước sau hết lễ dịp niệm vào giảng mạc khánh mừng'.split(' '));
/** A number with a stroke behind these is an address or a scale. */
const NOT_DATE_WORDS = new Set(
  'số nhà ngõ ngách hẻm kiệt tổ đường lệ thửa tờ lô điểm lực độ khoảng có được đạt gần hơn trên chiếm xếp hạng cử binh bậc'.split(
    ' ',
  ),
);
/** ngõ 12, 14, 16/5 */
const ADDRESSES = /(?:ngõ|ngách|hẻm|kiệt|số nhà|thửa)(?: số)? [\d,/ ]{1,30}$/u;
/** The other end of a time. */
const TO_DAY = /\s?[-–]\s?(?:0\d|1[1-9]|[23]\d)\/\d{1,2}(?!\d)|\s?[-–]\s?\d{1,2}\/\d{1,2}\/\d{4}/y;
const TIME_NEAR =
  /(?<!\p{L})(?:ngày|hôm|sáng|trưa|chiều|tối|đêm|lúc|giờ|tuần|tháng|lễ|dịp|hạn|lịch|tết|nhật|CN|thứ (?:\d|hai|ba|tư|năm|sáu|bảy))(?!\p{L})|\d\s?[hg]\d{0,2}(?![\p{L}\d])|\bT[2-7](?!\d)/iu;
const FRACTION_OF =
  /\s(?:số|tổng|giờ|diện tích|dân số|quân số|hộ|thôn|xã|phiếu|điểm|sao|câu|môn|tổ(?! chức)|chi bộ|đại biểu|ứng cử viên|thành viên|tiêu chí|chỉ tiêu|nghị quyết|tờ trình|dự án|công trình|sản phẩm|mục tiêu|nội dung|đơn vị|ý kiến|học sinh|đảng viên|hội viên|trẻ|em|hồ sơ|liều|tuổi|viên|suất|sào|mẫu|lít|cân|kg|quãng đường|chặng|ngày(?! \d)|cử tri|trong số|trong tổng|thùng|bình|gói|bao|lọ|chai|cốc|bát|thìa|muỗng|ống|gáo|chậu|ca nước|thế kỷ|buổi|cuộc đời|đ\/c|đồng chí|cửa|máy|ấp|buôn|lớp|cống)(?!\p{L})/iuy;
/** Every hour of every day, and no day of July. */
const ALWAYS = '24/7';

/** 9/11 Ngày Pháp luật */
const NAMED_DAY = /\s[-–(]?\s?Ngày \p{Lu}/uy;
/** 10/3 ÂL */
const CALENDAR = /\s?\(?(?:ÂL|AL|âl|DL|âm lịch|dương lịch)(?!\p{L})/uy;
/** thứ năm, 8/10 */
const AFTER_WEEKDAY = /(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật) ,$/;

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
  const short = `${Number(day)}/${Number(month)}`;
  if (isNamedAfterDay(cursor) && cursor.tables.holidays.has(short) && !matchAt(FRACTION_OF, cursor.text, end))
    return { date: true, why: 'known' };
  if (AFTER_WEEKDAY.test(lastSaidWords(cursor, 3))) return { date: true, why: 'before' };
  if (matchAt(CALENDAR, cursor.text, end) || matchAt(NAMED_DAY, cursor.text, end))
    return { date: true, why: 'behind' };
  if (NOT_DATE_WORDS.has(before) && lastSaidWords(cursor, 2) !== 'giỗ tổ')
    return { date: false, why: 'before' };
  if (ADDRESSES.test(cursor.text.slice(Math.max(0, cursor.at - 40), cursor.at)))
    return { date: false, why: 'clause' };
  if (FROM_TO.has(before) || AFTER_DATE.test(lastSaidWords(cursor, 4))) return { date: true, why: 'before' };
  if (short === ALWAYS) return { date: false, why: 'known' };
  if (Number(day) <= Number(month) && matchAt(FRACTION_OF, cursor.text, end))
    return { date: false, why: 'behind' };
  if (cursor.tables.holidays.has(short)) return { date: true, why: 'known' };
  // Nobody divides by eleven or twelve, and 1/3-15/3 are the ends of a time.
  const isShape = day.startsWith('0') || month.startsWith('0') || Number(day) > 10 || Number(month) > 10;
  if (isShape || matchAt(TO_DAY, cursor.text, end)) return { date: true, why: 'shape' };
  if (TIME_NEAR.test(clauseAround(cursor.text, cursor.at, end))) return { date: true, why: 'clause' };
  return { date: Number(day) >= Number(month), why: 'likeliest' };
}

function clauseAround(text: string, from: number, to: number): string {
  const before = text.slice(Math.max(0, from - 60), from);
  const after = text.slice(to, to + 60);
  return `${before.split(/[.,;:!?\n]/).at(-1)} ${after.split(/[.,;:!?\n]/, 1)[0]}`;
}
