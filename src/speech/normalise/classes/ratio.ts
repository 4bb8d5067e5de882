import { type Cursor, lastSaid, matchAt, type Reading } from '../cursor.ts';
import { cardinal } from '../verbalise/cardinal.ts';
import { measureAfter } from './measure.ts';

/** What is drawn or mixed to a scale: 1:500. */
const SCALE_WORDS = new Set(['lệ', 'đồ', 'đo']);
const STROKE = /(\d{1,9})\s?\/\s?(\d{1,9})(?![\d/]|[.,]\d)/y;
/** năm học 2026-27 */
const SHORT_YEAR = /((?:19|20)\d{2})[-–/](\d{2})(?![\d/]|[.,-]\d)/y;
/** giai đoạn 2021-25, những năm 1960-70 */
const SPAN_WORDS = new Set(['đoạn', 'năm', 'kỳ', 'kì', 'khóa', 'khoá']);
const SCHOOL_YEAR = /^(?:19|20)\d{2}\/(?:19|20)\d{2}$/;
const COLON = /(\d{1,9})\s?:\s?(\d{1,3}(?:\.\d{3}){1,2}|\d{1,9})(?![\d:]|[.,]\d)/y;
const MIXED = /(?:tỷ lệ|tỉ lệ|pha)(?!\p{L})[^.;:\d\n]{0,24}$/iu;

/** Whether the words in front say that a pair of numbers is a scale or a mixture, and no time. */
export function isScale(cursor: Cursor): boolean {
  const { text, at } = cursor;
  return SCALE_WORDS.has(lastSaid(cursor)) || MIXED.test(text.slice(Math.max(0, at - 32), at));
}

/** 1:2000 is the scale of a map, whatever stands in front. */
const SCALE = /(1):(\d{1,3}(?:\.\d{3}){1,2}|\d{3,9})(?![\d:]|[.,]\d)/y;
/** In front of these a small a/b is no fraction but a number of a street, or so many out of so many. */
const PLACE_WORDS = new Set(
  'số nhà ngõ ngách hẻm kiệt tổ đường lệ thửa tờ lô có được điểm lực độ xếp hạng binh bậc'.split(' '),
);

/** 5/7 thôn: so many out of so many. */
const OUT_OF =
  /\s(?:thôn|xã|hộ|tổ|khu|đội|lớp|trường|chi bộ|phiếu|điểm|sao|câu|môn|đại biểu|ứng cử viên|thành viên|tiêu chí|chỉ tiêu|máy|cửa|cống|ấp|buôn|trạm)(?!\p{L})/iuy;
/** 2/3 đại biểu: a part of all of them. */
const PART_OF = /[1-3]\s?\/\s?[234]\s(?:đại biểu|thành viên|hội viên|đảng viên)(?!\p{L})/uy;

/** tỷ lệ 1/500 → một trên năm trăm · 3/4 → ba phần tư. Dates have been tried before. */
export function readRatio(cursor: Cursor): Reading | undefined {
  const { text, at, style } = cursor;
  const [years, from = '', to = ''] = matchAt(SHORT_YEAR, text, at) ?? [''];
  const isNext = (Number(from) + 1) % 100 === Number(to);
  const isSpan = Number(to) > Number(from) % 100 && SPAN_WORDS.has(lastSaid(cursor));
  if (years && (isNext || isSpan))
    return {
      end: at + years.length,
      spoken: `${cardinal(from, style)} đến ${cardinal(to, style)}`,
      class: 'range',
    };
  const colon = isScale(cursor) ? matchAt(COLON, text, at) : matchAt(SCALE, text, at);
  const match = colon ?? matchAt(STROKE, text, at);
  if (!match) return undefined;
  const [whole, over = '', grouped = ''] = match;
  const under = grouped.replaceAll('.', '');
  const end = at + whole.length;
  // năm học 2026/2027
  if (SCHOOL_YEAR.test(whole) && Number(under) === Number(over) + 1)
    return { end, spoken: `${cardinal(over, style)} đến ${cardinal(under, style)}`, class: 'range' };
  const small = !colon && Number(over) > 0 && Number(over) < Number(under) && Number(under) <= 10;
  if (
    small &&
    !PLACE_WORDS.has(lastSaid(cursor)) &&
    (!matchAt(OUT_OF, text, end) || matchAt(PART_OF, text, at))
  ) {
    const parts = Number(under) === 4 ? 'tư' : cardinal(under, style);
    return { end, spoken: `${cardinal(over, style)} phần ${parts}`, class: 'ratio' };
  }
  const unit = measureAfter(cursor, end);
  const ratio = `${cardinal(over, style)} trên ${cardinal(under, style)}`;
  return { end: unit?.end ?? end, spoken: unit ? `${ratio} ${unit.spoken}` : ratio, class: 'ratio' };
}
