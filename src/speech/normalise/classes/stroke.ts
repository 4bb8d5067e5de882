import { type Cursor, lastSaid, matchAt, type Reading, type TokenClass } from '../cursor.ts';
import { perWordAt, ratesAfter, unitAt } from './measure.ts';
import { NEXT_DIGIT, QUANTITIES } from './sign.ts';

const MONEY_SAID = new Set(['đồng', 'triệu', 'nghìn', 'ngàn', 'tỷ', 'tỉ']);
/** 50.000đ/HS/tháng, 12kg thóc/sào/vụ hold strokes of their own. */
const NUMBER_NEAR = /\d[^\n/]{0,24}(?:\/[\p{L} ]{1,10}){0,2}$/u;
/** thôn 3/xã Nga Sơn: the number of a place, and no amount of anything. */
const PLACE =
  /(?:thôn|xóm|ấp|bản|buôn|tổ|khu|khóm|đội|tổ dân phố|TDP|KDC|KP|khu phố)(?: số)? \d{1,2}[A-Z]?(?:\/[^\d\n/]{1,24}){0,2}$/iu;

/** “/”: per, over, or a pause between two words. */
export function readStroke(cursor: Cursor): Reading | undefined {
  const { text, at, last, style, tables } = cursor;
  if (text.charAt(at) !== '/') return undefined;
  const reading = (spoken: string, kind: TokenClass): Reading => ({ end: at + 1, spoken, class: kind });
  if (last === 'time' && matchAt(DAY_NEXT, text, at)) return reading('', 'symbol');
  if (last === 'time' && matchAt(DAY_OF_RANGE, text, at)) return reading('ngày', 'sign');
  if (last === 'money' && matchAt(OTHER_SUM, text, at)) return reading('trên', 'sign');
  if (matchAt(MIXED_INTO, text, at) && DOSE.test(text.slice(Math.max(0, at - 16), at)))
    return reading('trên', 'sign');
  if (matchAt(NEXT_DIGIT, text, at) && RATIO.test(text.slice(Math.max(0, at - 56), at)))
    return reading('trên', 'sign');
  // 9 tháng/2026
  if (lastSaid(cursor) === 'tháng' && matchAt(YEAR_NEXT, text, at)) return reading('năm', 'sign');
  if (isPair(text, at)) return reading(',', 'pause');
  if (HOUSE.test(text.slice(Math.max(0, at - 5), at)) && matchAt(PLAIN_NUMBER, text, at))
    return reading('trên', 'sign');
  if (QUANTITIES.has(last) && matchAt(NEXT_DIGIT, text, at))
    return last === 'money' ? reading('', 'symbol') : reading('trên', 'sign');
  if (isOutOfTheSame(text, at)) return reading('trên', 'sign');
  if (PLACE.test(text.slice(Math.max(0, at - 56), at))) return reading(',', 'pause');
  if (NUMBER_NEAR.test(text.slice(Math.max(0, at - 48), at))) {
    const next = text.charAt(at + 1) === ' ' ? at + 2 : at + 1;
    const isMoney = last === 'money' || MONEY_SAID.has(lastSaid(cursor));
    if (unitAt(text, at + 1, tables)) {
      const rates = ratesAfter(text, at, style.per, tables, isMoney);
      return { end: rates.end, spoken: rates.spoken.trimStart(), class: 'measure' };
    }
    const month = matchAt(MONTH_NEXT, text, at);
    if (month) return { end: at + month[0].length, spoken: `${style.per} tháng`, class: 'measure' };
    if (matchAt(ONE_OF, text, at)) return reading('', 'symbol');
    if (isMoney && matchAt(OTHER_SUM, text, at)) return reading('trên', 'sign');
    if (isMoney || perWordAt(text, next)) return reading(style.per, 'sign');
  }
  return reading(',', 'pause');
}

const YEAR_NEXT = /\/20\d{2}(?!\d)/y;
/** 0,55%/th */
const MONTH_NEXT = /\/\s?th(?!\p{L})/uy;
/** 3 tháng/1 lần */
const ONE_OF =
  /\/\s?1\s(?:lần|người|hộ|ngày|tuần|tháng|năm|sào|suất|lượt|đợt|xe|con|khẩu|học sinh|em|cháu)(?!\p{L})/uy;
/** 22h/25/9 */
const DAY_NEXT = /\/\d{1,2}\/\d{1,2}(?!\d)/y;
/** 19h/28-19h/29/9: the first of two days. */
const DAY_OF_RANGE = /\/\d{1,2}(?=\s?[-–]\s?\d{1,2}\s?[hg]\d{0,2}\s?\/\s?\d{1,2}\/\d)/y;
/** 1 muỗng/10 lít nước */
const DOSE = /\d\s?(?:muỗng|thìa|viên|gói|ống|giọt|chai|lọ|nắp|ca|cốc)\s?$/u;
const MIXED_INTO = /\/\s?\d[\d.,]*\s?(?:l|lít|ml|m2|m3|m²|m³|kg|sào|ha|con)(?!\p{L})/uy;
/** Tỷ số giới tính 112 bé trai/100 bé gái */
const RATIO = /(?:tỷ|tỉ) (?:số|lệ)[^.;:\n]{0,40}\d \p{L}+(?: \p{L}+)?$/iu;
/** 1,2 tỷ/2,5 tỷ đồng */
const OTHER_SUM = /\/\s?\d[\d.,]*\s?(?:tỷ|tỉ|triệu|tr|nghìn|ngàn|đồng|đ)(?!\p{L})/uy;
/** số 12A/5 */
const HOUSE = /(?<!\d)\d{1,3}\p{Lu}$/u;
const PLAIN_NUMBER = /\/\d{1,4}(?![\d\p{L}])/uy;

/** 4G/5G, 5A/5B, 2.4GHz/5GHz, 380V/50Hz: two things and no quotient. */
function isPair(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 8), at);
  const behind = text.slice(at, at + 8);
  if (/(?<![\d.,])\d{1,3}\p{Lu}$/u.test(before) && /^\/\d{1,3}\p{Lu}(?![\p{L}\d])/u.test(behind)) return true;
  const unit = /\d\s?(GHz|MHz|V|W|GB)$/.exec(before)?.[1];
  if (unit !== undefined && unit === /^\/\d+\s?([A-Za-z]+)/.exec(behind)?.[1]) return true;
  return /\d\s?k?[VW]$/.test(before) && /^\/\d+\s?(?:Hz|pha)/.test(behind);
}

/** 7 ngày/7 ngày */
function isOutOfTheSame(text: string, at: number): boolean {
  const before = /\d\s?(\p{L}+)\s?$/u.exec(text.slice(Math.max(0, at - 16), at))?.[1];
  return before !== undefined && before === /^\/\s?\d+\s?(\p{L}+)/u.exec(text.slice(at, at + 16))?.[1];
}
