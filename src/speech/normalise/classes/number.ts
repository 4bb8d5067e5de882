import { type Cursor, lastSaid, lastSaidWords, matchAt, type Reading } from '../cursor.ts';
import type { Style } from '../style.ts';
import { cardinal, digitByDigit } from '../verbalise/cardinal.ts';
import { type Numeral, numeralAt, sayNumeral } from '../verbalise/numeral.ts';
import { measureAfter, ratesAfter } from './measure.ts';
import { moneyAfter } from './money.ts';
import { percentAfter } from './percent.ts';
import { rangeEnd } from './range.ts';

/** 1.5 triệu, 2.5 người: a dotted decimal is one in front of what is counted. */
const AMOUNT =
  /\s?(?:triệu|tỷ|tỉ|nghìn|ngàn|lần|tấn|tạ|sào|mẫu|công|lít|người|hộ|độ|tuổi|giờ|điểm|mét|cân|ký|héc ta|ki lô)(?!\p{L})/uy;
const SCORE = /(\d{1,3})\s?[-–:]\s?(\d{1,3})(?![\d/-]|\.\d|,\d(?!\d{0,2}[-–]\d))/y;
/** The sets of a match: 21-15, 15-21. */
const NEXT_SCORE = /(?:[,;] ?| và | \()(?=\d{1,3}\s?[-–:]\s?\d{1,3}(?![\d/-]|\.\d|,\d(?!\d{0,2}[-–]\d)))/y;
const SCORE_WORDS =
  /(?:tỷ|tỉ) số$|(?:^| )(?:thắng|thua|hòa|hoà)$|(?:lượt đi|lượt về|chung cuộc|hiệp một|hiệp hai|kết quả)$/;

/** Any number, with the unit, currency or percent sign behind it and the range it begins. */
export function readNumber(cursor: Cursor): Reading | undefined {
  const { text, at, style } = cursor;
  const first = numeralAt(text, at);
  if (!first) return undefined;
  // The number of a code begins no range: lô B2-15.
  const isName = /\p{Lu}/u.test(text.charAt(at - 1)) || isOwnNumber(cursor, first);
  const second = isName ? undefined : rangeEnd(text, first);
  const end = second?.end ?? first.end;
  const millions = first.value >= 1000 && matchAt(K, text, end);
  if (millions) return inMillions(cursor, [first, ...(second ? [second] : [])], end + millions[0].length);
  const suffix = percentAfter(text, end) ?? moneyAfter(cursor, end) ?? measureAfter(cursor, end);
  // 1.5 km is a decimal, mục 1.5 is not.
  const point = suffix || first.value < 1 || matchAt(AMOUNT, text, end) ? 'phẩy' : 'chấm';
  const say = (number: typeof first) => sayNumeral(number, style, number.dotted ? point : 'phẩy');
  const amount = second ? `${say(first)} đến ${say(second)}` : say(first);
  const grouped = second || !first.places ? undefined : groupedByComma(text.slice(at, first.end), style);
  if (grouped !== undefined && suffix?.class !== 'percent')
    return thousandsOrPlaces(grouped, amount, first, suffix ?? { end, spoken: '', class: 'decimal' });
  if (suffix) return { end: suffix.end, spoken: `${amount} ${suffix.spoken}`.trimEnd(), class: suffix.class };
  return { end, spoken: amount, class: second ? 'range' : first.places ? 'decimal' : 'number' };
}

/** 1.350k: a million and more in thousands. */
const K = /\s?[kK](?![\p{L}\p{N}])/uy;

function inMillions({ text, style, tables }: Cursor, numbers: readonly Numeral[], end: number): Reading {
  const said = numbers.map(({ whole }) => cardinal(`${whole}000`, style)).join(' đến ');
  const rates = ratesAfter(text, end, style.per, tables, true);
  return { end: rates.end, spoken: said + rates.spoken, class: 'money' };
}

/** trạm biến áp Thôn 7 - 400 kVA: the number of a place, and behind it a measure. */
const PLACES = new Set('thôn xóm tổ khu đội lô trạm ấp bản đội số'.split(' '));
/** TBA Phú Sơn 1 - 250kVA: what a transformer bears, behind its name. */
const RATING = /\s?[kKM]?V[Aa]?(?![\p{L}\d])/uy;
const SPACED_DASH = /\s[-–]\s(?=\d)/y;

function isOwnNumber(cursor: Cursor, number: Numeral): boolean {
  const dash = matchAt(SPACED_DASH, cursor.text, number.end);
  const next = dash && numeralAt(cursor.text, number.end + dash[0].length);
  if (!next) return false;
  if (PLACES.has(lastSaid(cursor))) return measureAfter(cursor, next.end) !== undefined;
  return /^\p{Lu}\p{Ll}/u.test(cursor.lastWord) && matchAt(RATING, cursor.text, next.end) !== null;
}

/** 1,500 as one thousand five hundred, which some texts mean by it. */
function groupedByComma(written: string, style: Style): string | undefined {
  return /^[1-9]\d{0,2},\d{3}$/.test(written) ? cardinal(written.replace(',', ''), style) : undefined;
}

/** Nobody writes two zeros behind a decimal, so 1,500 rather is a thousand and 2,345 not; the editor may choose. */
function thousandsOrPlaces(thousands: string, places: string, number: Numeral, suffix: Reading): Reading {
  const say = (amount: string) => (suffix.spoken ? `${amount} ${suffix.spoken}` : amount);
  const choices = [
    { id: 'decimal', spoken: say(places) },
    { id: 'thousands', spoken: say(thousands) },
  ];
  if (number.places.endsWith('00')) choices.reverse();
  return { end: suffix.end, spoken: choices[0]?.spoken ?? '', class: suffix.class, choices };
}

/** Thôn 3 thắng Thôn 8 3-1 */
const BEATEN = /(?:thắng|thua|hòa|hoà)(?!\p{L})[^.,;:\d\n]{1,24}(?:\d{1,2} )?$/u;

/** Hoằng Lộc 1-2 Hoằng Thịnh */
const MATCH = /(?:bóng|trận|[Kk]ết|đấu|giải|hiệp)[^.\n]{0,60}\p{Lu}\p{Ll}*\s$/u;
const NAME_BEHIND = /\s\p{Lu}\p{Ll}/uy;

/** Thôn 1 - Thôn 4: 2-0 */
const FIXTURE =
  /(?:\p{Lu}\p{L}*|\d) [-–] (?:[Tt]hôn |[Ee]m |[Xx]ã |[Kk]hu |[Đđ]ội )?\p{Lu}?[\p{L}\d ]{1,24}: $/u;

function isBetweenNames({ text, at }: Cursor): boolean {
  const score = matchAt(SCORE, text, at);
  if (!score || !matchAt(NAME_BEHIND, text, at + score[0].length)) return false;
  return MATCH.test(text.slice(Math.max(0, at - 80), at));
}

/** tỉ số 2-1 → hai một */
export function readScore(cursor: Cursor): Reading | undefined {
  const { text, at, style } = cursor;
  if (!matchAt(SCORE, text, at)) return undefined;
  const before = text.slice(Math.max(0, at - 48), at);
  const isScore =
    SCORE_WORDS.test(lastSaidWords(cursor, 2)) ||
    isBetweenNames(cursor) ||
    FIXTURE.test(before) ||
    BEATEN.test(before);
  if (!isScore) return undefined;
  let end = at;
  let spoken = '';
  for (let score = matchAt(SCORE, text, end); score; score = matchAt(SCORE, text, end)) {
    spoken += `${cardinal(score[1] ?? '', style)} ${cardinal(score[2] ?? '', style)}`;
    end += score[0].length;
    const next = matchAt(NEXT_SCORE, text, end)?.[0];
    if (next === undefined) return { end, spoken, class: 'ratio' };
    spoken += next === ' (' ? ', ' : next.replace(/^[,;]$/, '$& ');
    end += next.length;
  }
  return undefined;
}

/** Km13+050: metres behind a kilometre stone. */
const METRES_ON = /0(?!00)\d\d(?![\d.,]\d|\d)/y;
/** vàng 9999, vàng 999.9: parts of ten thousand. */
const FINE_GOLD = /(?:9999|999[.,]9)(?![\d.,]\d|\d)/y;
/** Đề án 06, Chỉ thị 05: the zero belongs to the name of a paper. */
const PAPERS = new Set(
  'đề án,nghị định,nghị quyết,chỉ thị,thông tư,quyết định,kết luận,công văn,kế hoạch,công điện'.split(','),
);
/** số 05, mẫu 01 */
const NUMBERED = new Set(['số', 'mẫu', 'biểu', 'lục', 'tuyến']);
/** mẫu 01, 02 */
const NEXT_NUMBERED = /^không \S+ (?:,|và)$/;
const LEADING_ZEROS = /0\d+(?![\d.,]\d)/y;

/** IR 50404, OM 5451: lines of rice. */
const RICE = /(?<!\p{L})(?:IR|OM) $/u;
/** TBR225, A00: digits of a code. */
const CODE_DIGITS = /\d{3,}(?![\d.,]\d)/y;
/** seri AB 123456, B1234567 */
const LONG_CODE = /(?!\d+000(?!\d))\d{6,}(?![\d.,]\d)/y;
/** Nobody writes so large a quantity without dots, unless it is a round one. */
const VERY_LONG = /(?!\d+000(?!\d))\d{9,}(?![\d.,]\d)/y;

/** 0123, số 05: nobody writes a quantity with zeros in front, so its digits are said; 05 hộ is five. */
export function readLeadingZeros(cursor: Cursor): Reading | undefined {
  const { text, at, last, style } = cursor;
  const metres = text.charAt(at - 1) === '+' ? matchAt(METRES_ON, text, at)?.[0] : undefined;
  if (metres !== undefined) {
    // The thousand in front makes the empty hundreds be said.
    const spoken = cardinal(`1${metres}`, style).split(' ').slice(2).join(' ');
    return { end: at + metres.length, spoken, class: 'number' };
  }
  const fine =
    lastSaid(cursor) === 'vàng' || /vàng [^.,;\n]{0,20}$/iu.test(text.slice(Math.max(0, at - 28), at));
  const nines = fine ? matchAt(FINE_GOLD, text, at)?.[0] : undefined;
  if (nines !== undefined) return { end: at + nines.length, spoken: 'bốn số chín', class: 'code' };
  const before = text.slice(Math.max(0, at - 2), at);
  const isLine = /^\p{Lu}{2}$/u.test(before) || RICE.test(text.slice(Math.max(0, at - 4), at));
  const code = isLine ? CODE_DIGITS : LONG_CODE;
  const isLettered = last === 'spelled' || lastSaidWords(cursor, 3) === 'vê e nờ';
  const match =
    matchAt(LEADING_ZEROS, text, at) ??
    (isLettered ? matchAt(code, text, at) : null) ??
    matchAt(VERY_LONG, text, at);
  const digits = match?.[0];
  const isNumbered =
    NUMBERED.has(lastSaid(cursor)) ||
    NEXT_NUMBERED.test(lastSaidWords(cursor, 3)) ||
    PAPERS.has(lastSaidWords(cursor, 2));
  const isShort = digits?.length === 2 && !isNumbered && !/[\p{Lu}_][.-]?$/u.test(before);
  if (digits === undefined || isShort) return undefined;
  return { end: at + digits.length, spoken: digitByDigit(digits), class: 'code' };
}
