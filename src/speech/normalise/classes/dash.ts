import { type Cursor, matchAt, type Reading, type TokenClass } from '../cursor.ts';
import { isBloodGroup, NEXT_DIGIT, QUANTITIES } from './sign.ts';

const NEXT_THU = /.\s?(?=thứ\s|T[2-7](?!\d))/iy;
/** A number that is more than a number: 7h30, 15/10. */
const NEXT_LARGER = /.\s?\d{1,4}(?:\s?[hg]|:\d{2}(?!\d)|\s?giờ|[/.]\d|\s?[%đ])/y;
/** 400kVA-35/0,4kV: two ratings, and no range. */
const NEXT_PAIR = /.\s?\d+(?:[.,]\d+)?\s?\/\s?\d/y;
/** 17,5°N - 110,3°E: a place. */
const LATITUDES = new Set(['bắc', 'nam']);
/** từ đủ 75 tuổi - dưới 80 tuổi */
const UP_TO = /.\s?(?=(?:dưới|hết|trước)\s\d|nay(?!\p{L}))/uy;
/** huyết áp 100-159/60-99mmHg */
const PRESSURE = /.\d{2,3}\s?mmHg/y;
/** phòng 201->205 */
const ARROW = /[-–]{1,2}>\s?/y;
/** 6-<12 tháng */
const BELOW = /[-–]\s?<\s?(?=\d)/y;
/** 2 tháng-<24 tháng */
const AMOUNT_END = /\d\s(?:tháng|tuổi|ngày|tuần|năm|giờ)\s?$/u;
const MINUS_AFTER = /^[\s(:;,=]?$/;

/** - – —: a range, a minus, a bullet, a pause, or the hyphen of a word. */
export function readDash(cursor: Cursor): Reading | undefined {
  const { text, at, said, last } = cursor;
  const char = text.charAt(at);
  if (char !== '-' && char !== '–' && char !== '—') return undefined;
  const reading = (spoken: string, kind: TokenClass): Reading => ({ end: at + 1, spoken, class: kind });
  const digitNext = matchAt(NEXT_DIGIT, text, at) !== null;
  const before = text.charAt(at - 1);
  if (last === 'measure' && (matchAt(NEXT_PAIR, text, at) || LATITUDES.has(said.at(-1) ?? '')))
    return reading(',', 'pause');
  if (last === 'measure' && isOtherKind(text, at)) return reading(',', 'pause');
  if (last === 'ordinal' && DAYS_IN_A_ROW.test(text.slice(Math.max(0, at - 8), at + 10)))
    return reading(',', 'pause');
  if (last === 'ratio' && matchAt(PRESSURE, text, at)) return reading('đến', 'range');
  const arrow = matchAt(ARROW, text, at);
  if (arrow) {
    const isRange =
      QUANTITIES.has(last) &&
      /^(?:\d|T[2-7](?!\d)|CN)/.test(text.slice(at + arrow[0].length, at + arrow[0].length + 3));
    return { end: at + arrow[0].length, spoken: isRange ? 'đến' : ',', class: isRange ? 'range' : 'pause' };
  }
  const below = matchAt(BELOW, text, at);
  const isAmount = below && (QUANTITIES.has(last) || AMOUNT_END.test(text.slice(Math.max(0, at - 12), at)));
  if (isAmount) return { end: at + below[0].length, spoken: 'đến dưới', class: 'range' };
  if (QUANTITIES.has(last) && matchAt(UP_TO, text, at)) return reading('đến', 'range');
  if (QUANTITIES.has(last) && (digitNext || matchAt(NEXT_THU, text, at))) {
    // A falling pair of plain numbers is a score or a code and no range.
    const pair = last === 'number' && !matchAt(NEXT_LARGER, text, at);
    const isOwn = pair && /\s/.test(before);
    return isOwn ? reading(',', 'pause') : pair ? reading('', 'symbol') : reading('đến', 'range');
  }
  if (char === '-' && /\d/.test(text.charAt(at + 1)) && MINUS_AFTER.test(before))
    return reading('âm', 'sign');
  if (char === '-' && isBloodGroup(cursor)) return reading('âm', 'sign');
  if (isMatch(text, at)) return reading(',', 'pause');
  if (isSeries(text, at) || isFromTo(text, at) || isRoute(text, at)) return reading('đến', 'range');
  if (said.length === 0) return reading('', 'list');
  const tight = /[\p{L}\p{N}]/u.test(before) && /[\p{L}\p{N}]/u.test(text.charAt(at + 1));
  return tight ? reading('', 'symbol') : reading(',', 'pause');
}

/** 12V-7Ah: two measures of different kinds, and no range; 500m-1km is one. */
function isOtherKind(text: string, at: number): boolean {
  const before = /\d([A-Za-zµ]+)$/u.exec(text.slice(Math.max(0, at - 8), at))?.[1];
  const behind = /^\d[\d.,]*([A-Za-zµ]+)/u.exec(text.slice(at + 1, at + 16))?.[1];
  return before !== undefined && behind !== undefined && before.at(-1) !== behind.at(-1);
}

/** Thôn 1 - Thôn 4: 2-0, a match and no range. */
const FIXTURE_BEHIND = /.\s?[\p{L} ]{1,20}\d{0,2}: \d{1,2}\s?[-–]\s?\d{1,2}(?![\d/.,hg])/uy;
const isMatch = (text: string, at: number) =>
  /\s/.test(text.charAt(at + 1)) && matchAt(FIXTURE_BEHIND, text, at) !== null;

/** đoạn từ ngã tư Bờ Hồ - số nhà 125; vùng biển từ Quảng Trị-Huế */
const ROUTE_START =
  /(?:đoạn|tuyến|đường|biển|khu vực|chặng)(?: đường)?(?: \p{L}+){0,2} từ(?: [\p{L}\d]+){1,6}\s?$/iu;
/** Two words of one name. */
const ONE_NAME = /(?:Thừa Thiên|Bà Rịa|Phan Rang)\s?$/u;

function isRoute(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 56), at);
  if (!before.includes(' từ ')) return false;
  if (!/^.\s?[\p{L}\d]/u.test(text.slice(at, at + 3)) || ONE_NAME.test(before)) return false;
  return (
    ROUTE_START.test(before) &&
    !/ (?:đến|tới)(?!\p{L})/u.test(/ từ(?: [\p{L}\d]+){1,6}\s?$/iu.exec(before)?.[0] ?? '')
  );
}

/** K40+500-K41+200, P.101-P.105 */
function isSeries(text: string, at: number): boolean {
  const before = /(?<![\p{L}\p{N}])(\p{Lu}\p{L}?\.?)\d[\d+]*\s?$/u.exec(
    text.slice(Math.max(0, at - 16), at),
  )?.[1];
  return (
    before !== undefined &&
    new RegExp(`^.\\s?${before.replace('.', '\\.')}\\d`, 'u').test(text.slice(at, at + 6))
  );
}

/** T3-T5-T7: days of a week, and no range. */
const DAYS_IN_A_ROW = /T[2-7]\s?[-–]\s?T[2-7]\s?[-–]\s?T[2-7]/;
const DAY_PART_END =
  /(?:thứ (?:hai|ba|tư|năm|sáu|bảy|\d)|\d\s?(?:h|giờ)? (?:sáng|trưa|chiều|tối|đêm)|T[2-7])\s?$/iu;
const DAY_PART_START =
  /^\s?(?:(?:sáng |trưa |chiều |tối |đêm )?(?:thứ |chủ nhật|CN(?!\p{L}))|\d{1,2}\s?(?:h|giờ))/iu;

/** 22h (10/11) - 4h (11/11) */
const HOUR_OF_DAY_END = /\d\s?(?:h|g|giờ)\d{0,2}\s\([^()]{1,12}\)\s?$/;
const HOUR_START = /^\s?\d{1,2}\s?(?:h|g|giờ)/;
/** km70+100 - km78+300 */
const KM_END = /km\s?\d[\d+]*\s?$/i;
const KM_START = /^.\s?km\s?\d/i;

/** 6A-6D: the classes of one year. */
const CLASS_END = /(?<![\p{L}\d])(\d{1,2})\p{Lu}\s?$/u;
const CLASS_START = /^\s?(\d{1,2})\p{Lu}(?![\p{L}\d])/u;

/** 6 giờ - 8 giờ, lớp 1 - lớp 5: the same word with a number on both sides. */
function isFromTo(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 24), at);
  const behind = text.slice(at + 1, at + 25);
  if (HOUR_OF_DAY_END.test(before) && HOUR_START.test(behind)) return true;
  if (KM_END.test(before) && KM_START.test(text.slice(at, at + 6))) return true;
  if (CLASS_END.exec(before)?.[1] === (CLASS_START.exec(behind)?.[1] ?? '')) return true;
  const unit = /\d\s(\p{L}+)(?: (?:sáng|trưa|chiều|tối|đêm))?\s?$/u.exec(before)?.[1];
  if (unit !== undefined && unit === /^\s?\d[\d.,]*\s(\p{L}+)/u.exec(behind)?.[1]) return true;
  if (DAY_PART_END.test(before) && DAY_PART_START.test(behind)) return true;
  const named = /(?<!\p{L})(\p{L}+)\s\d+\s?$/u.exec(before)?.[1];
  if (named === undefined) return false;
  const next = /^\s?(?:\d+\s)?(\p{L}+)\s\d/u.exec(behind)?.[1];
  return next === named || (named === 'tháng' && next === 'ngày');
}
