import { type Cursor, lastSaidWords, matchAt, type Reading } from '../cursor.ts';
import { cardinal, digitByDigit } from '../verbalise/cardinal.ts';
import { spell } from '../verbalise/spell.ts';

/** Sông Mã is no code. */
const NAMED =
  /(?:^| )(?:(?<!(?:sông|cầu|hữu|tả) )mã|tài khoản|căn cước công dân|căn cước|chứng minh nhân dân|định danh|số hiệu|ô tê pê|hồ sơ số|biên nhận|hộ chiếu|mật khẩu|bưu gửi|vận đơn|bưu phẩm|bưu kiện|số vào sổ)(?: (?:số|thuế|vùng|xã|tỉnh|bưu|chính|đơn|vị|hồ|sơ|khách|hàng|định|danh|cá|nhân|xác|thực|nhận|kiểm|tra|pin|thẻ|bệnh|nhân|giảm|giá|vạch|là|:|,)){0,6}$/;
/** H56.14-26-0012, SPX123: letters and digits of a code that is named so. */
const LETTERED =
  /\p{Lu}{1,8}\d[\p{Lu}\d]{0,24}(?:[.-][\p{Lu}\d]{1,24}){0,6}(?: \d{2,5}(?![.,/]\d)){0,5}(?![\p{L}\d])/uy;
const LETTERED_BEHIND =
  /\d{1,24}(?:[.-]\d{1,24}){0,5}[.-]\p{Lu}[\p{Lu}\d]{0,24}(?:[.-][\p{Lu}\d]{1,24}){0,6}(?![\p{L}\d])/uy;
/** CCCD, 02 ảnh: a count behind what has a code. */
const COUNTED = /\d{1,2} \p{Ll}/uy;
const GROUPS = /\d{1,20}(?:(?: \d{2,6}|[.-]\d{1,8})(?!\d)){0,5}/y;
/** EE123456789VN: an item of the post, which nothing else looks like (UPU S10). */
const POSTAL = /[A-Z]{2}\d{9}[A-Z]{2}(?![\p{L}\d])/uy;
const PLATE =
  /(\d{2})([A-ZĐ]{1,2})(\d?)(?:(?:\s?[-–]\s?| )(?:(\d{3})\.(\d{2})|(\d{4,5}))|(\d{3})\.(\d{2}))(?![\p{L}\p{N}])/uy;

/** 36-B1 234.56, 21-H5 4567 */
const MOTORCYCLE = /(\d{2})-([A-ZĐ]{1,2})(\d)[- ](?:(\d{3})\.?(\d{2})|(\d{4}))(?!\d)/y;

/** NPK 5-10-3, 16-16-8: a mixture; dates have been tried before. With other signs it is one behind NPK only. */
const MIXTURE = /\d{1,3}(?:[.:-]\d{1,3}){2,4}(?![\d-]|\/\d|[.,]\d)/y;

/** vắc xin 6in1 */
const VACCINE = /([2-9])\s?in\s?1(?![\p{L}\d])/uy;

/** 1080p: the lines of a picture, and no minutes. */
const LINES = /(480|720|1080|1440|2160)p(?![\p{L}\d])/uy;

/** NPK 16-16-8 → mười sáu mười sáu tám */
export function readMixture(cursor: Cursor): Reading | undefined {
  const { text, at, style } = cursor;
  const vaccine = matchAt(VACCINE, text, at);
  if (vaccine) {
    const [whole, of = ''] = vaccine;
    return { end: at + whole.length, spoken: `${cardinal(of, style)} trong một`, class: 'code' };
  }
  const lines = matchAt(LINES, text, at);
  if (lines)
    return { end: at + lines[0].length, spoken: `${cardinal(lines[1] ?? '', style)} pê`, class: 'code' };
  const match = matchAt(MIXTURE, text, at);
  if (!match || (/[.:]/.test(match[0]) && !/ pê ca(?: |$)/.test(lastSaidWords(cursor, 6)))) return undefined;
  const parts = match[0].split(/[.:-]/);
  // 09-45-67: what has won in a lottery
  const spoken = parts.some((part) => /^0\d/.test(part))
    ? parts.map(digitByDigit).join(', ')
    : parts.map((part) => cardinal(part, style)).join(' ');
  return { end: at + match[0].length, spoken, class: 'code' };
}

/** 1.001193, 1.001193.000.00.00.H56: a procedure of the public services and where it is kept. */
const PROCEDURE = /\d\.\d{6}(?:\.\d{3}\.\d{2}\.\d{2}\.\p{Lu}\d{2})?(?![\p{L}\d]|\.\d)/uy;

/** 1.001193 → một, không không một một chín ba */
export function readProcedure(cursor: Cursor): Reading | undefined {
  const code = matchAt(PROCEDURE, cursor.text, cursor.at)?.[0];
  return code === undefined ? undefined : sayLettered(code, cursor);
}

/** DCL 471-7/12: a switch by its line and its pole. */
const SWITCH = /(\d{3})-(\d{1,2})\/(\d{1,3}\p{Lu}?)(?![\p{L}\d]|[.,/]\d)/uy;
const SWITCH_WORDS = /(?:dao cách ly|máy cắt|cầu dao|lộ|xuất tuyến|nhánh|dao phụ tải)$/;

export function readSwitch(cursor: Cursor): Reading | undefined {
  const match = SWITCH_WORDS.test(lastSaidWords(cursor, 3)) ? matchAt(SWITCH, cursor.text, cursor.at) : null;
  if (!match) return undefined;
  const [whole, line = '', branch = '', pole = ''] = match;
  const say = (digits: string) => cardinal(digits.replace(/\D/g, ''), cursor.style);
  const letter = spell(pole.replace(/\d/g, ''), cursor.tables);
  const spoken = [`${digitByDigit(line)}, ${say(branch)} trên ${say(pole)}`, letter]
    .filter(Boolean)
    .join(' ');
  return { end: cursor.at + whole.length, spoken, class: 'code' };
}

/** Whether the words in front say that a code follows. */
export const isNamedCode = (cursor: Cursor) => NAMED.test(lastSaidWords(cursor, 8));

/** xã có mã 16402 → một sáu bốn không hai */
export function readCode(cursor: Cursor): Reading | undefined {
  if (!isNamedCode(cursor)) return undefined;
  const lettered = matchAt(LETTERED_BEHIND, cursor.text, cursor.at);
  if (lettered) return sayLettered(lettered[0], cursor);
  const match = matchAt(GROUPS, cursor.text, cursor.at);
  if (!match || matchAt(COUNTED, cursor.text, cursor.at)) return undefined;
  const spoken = match[0]
    .split(/\D/)
    .map((group) => digitByDigit(group))
    .join(', ');
  return { end: cursor.at + match[0].length, spoken, class: 'code' };
}

/** QNg 12345 TS, TH-90123-TS: a fishing boat by its province, number and kind. */
const BOAT = /([A-Z]{1,2}[a-z]?)[- ](\d{4,5})[- ]?(TS)(?![\p{L}\d])/uy;

export function readBoat(cursor: Cursor): Reading | undefined {
  const { text, at, tables } = cursor;
  const match = matchAt(BOAT, text, at);
  if (!match) return undefined;
  const [whole, province = '', number = '', kind = ''] = match;
  const spoken = `${spell(province, tables)}, ${digitByDigit(number)}, ${spell(kind, tables)}`;
  return { end: at + whole.length, spoken, class: 'plate' };
}

/** GCN số BC 123456: the series of a certificate and its number. */
const SERIES = /\p{Lu}{1,2} ?\d{6,8}(?![.,]?\d)/uy;
const SERIES_WORDS = /(?:^| )(?:số|seri|sê ri|hiệu|phôi)(?: :)?$/;

export function readSeries(cursor: Cursor): Reading | undefined {
  const series = SERIES_WORDS.test(lastSaidWords(cursor, 2)) ? matchAt(SERIES, cursor.text, cursor.at) : null;
  return series
    ? { ...sayLettered(series[0].replace(' ', ''), cursor), end: cursor.at + series[0].length }
    : undefined;
}

/** mã hồ sơ H56.14 → hát năm sáu, một bốn */
export function readLetteredCode(cursor: Cursor): Reading | undefined {
  const match =
    matchAt(POSTAL, cursor.text, cursor.at) ??
    (isNamedCode(cursor) ? matchAt(LETTERED, cursor.text, cursor.at) : null);
  return match ? sayLettered(match[0], cursor) : undefined;
}

function sayLettered(written: string, { at, tables }: Cursor): Reading {
  const groups = written.split(/[.\- ]/).map((group) => {
    const parts = group.match(/\d+|\D+/g) ?? [];
    return parts
      .map((part) => (/\d/.test(part) ? digitByDigit(part) : (spell(part, tables) ?? part)))
      .join(' ');
  });
  return { end: at + written.length, spoken: groups.join(', '), class: 'code' };
}

/** 36A-123.45 → ba sáu a, một hai ba bốn năm */
export function readPlate({ text, at, tables }: Cursor): Reading | undefined {
  const match = matchAt(PLATE, text, at) ?? matchAt(MOTORCYCLE, text, at);
  if (!match) return undefined;
  const [whole, province = '', series = '', digit = '', ...number] = match;
  const letters = [digitByDigit(province), spell(series, tables), digitByDigit(digit)]
    .filter(Boolean)
    .join(' ');
  const spoken = `${letters}, ${digitByDigit(number.join(''))}`;
  return { end: at + whole.length, spoken, class: 'plate' };
}
