import { type Cursor, lastSaidWords, matchAt, type Reading } from '../cursor.ts';
import { digitByDigit } from '../verbalise/cardinal.ts';
import { isNamedCode } from './code.ts';

const ZERO_FIRST = /0\d{1,10}/y;
const NEXT_GROUP = /[ .-](\d{1,8})(?!\d)/y;
const HOTLINE = /1[89]00(?:[ .]?\d{2,4}){1,2}(?!\d|[.,/]\d)/y;
const ABROAD = /\+84[ .-]?\d{1,3}(?:[ .-]?\d{2,4}){2,3}(?!\d)/y;
const BRACKETED = /\((?:0\d{1,3}|\+84)\)[ .-]?\d{1,4}(?:[ .-]?\d{2,4}){1,3}(?!\d)/y;
const SHORT = /\d{1,8}(?:[ .]\d{2,4}){0,3}(?!\d|[.,/]\d|\s(?:người|hộ|em|cháu|công dân|xe|suất|trường hợp))/y;
const CALLED =
  /(?:gọi|điện thoại|tổng đài|đường dây nóng|hót lai|da lô|số máy|máy lẻ|đầu số)(?: ngay| trực)?(?: số| đến số| tới số| theo số| là| qua số)?$/;
/** soạn TTTB gửi 1414 */
const SENT_TO =
  /(?:soạn|nhắn|tin|cú pháp)(?!\p{L})[^.\n]{0,50} gửi (?:đến |tới |về )?(?:số |đầu số |tổng đài )?$|(?:nhắn tin|tin nhắn) (?:đến |tới )(?:số |đầu số |tổng đài )?$/iu;
/** The hotlines stand alone behind these: “gọi 18001091 hoặc 111”. */
/** “gọi 113, 114”: one number said digit by digit, and the next. */
const AFTER_DIGITS = /(?: (?:không|một|hai|ba|bốn|năm|sáu|bảy|tám|chín)){3} (?:,|;|và|hoặc|hay)$/;
const HOTLINE_WORDS = new Set('số hoặc ngay máy hệ cứu sát cháy hỏa hoả'.split(' '));

/** tổng đài bảo vệ trẻ em 111 */
const HOTLINE_OF = /(?:tổng đài|đường dây nóng)(?: \p{Ll}+){1,4}$/u;
/** 0567.xxx.xxx: a number whose end is hidden. */
const MASKED =
  /\d{3,10}(?:[ .-]\d{1,4}){0,2}(?:[ .-]?\d{0,3}[xX]{2,7}){1,2}(?:[ .-]?\d{2,4})?(?![\p{L}\d])/uy;

/** What a masked number looks like, at a glance. */
const HIDDEN = /[\d .-]{3,20}[xX]{2}/y;

/** *101# */
const KEYED = /\*\d{1,4}(?:\*\d{1,12}){0,3}#/y;

/** What is keyed in to ask an operator: *101# */
export function readKeyed({ text, at }: Cursor): Reading | undefined {
  const keys = matchAt(KEYED, text, at)?.[0];
  if (keys === undefined) return undefined;
  const spoken = (keys.match(/\d+|[*#]/g) ?? []).map((part) =>
    part === '*' ? 'sao' : part === '#' ? 'thăng' : digitByDigit(part),
  );
  return { end: at + keys.length, spoken: spoken.join(' '), class: 'phone' };
}

/** Phone numbers, digit by digit, with the written grouping as pauses. */
export function readPhone(cursor: Cursor): Reading | undefined {
  const masked = matchAt(HIDDEN, cursor.text, cursor.at) && matchAt(MASKED, cursor.text, cursor.at)?.[0];
  if (masked) {
    const groups = masked.match(/\d+|x+/gi) ?? [];
    const said = groups.map((group) =>
      /\d/.test(group) ? digitByDigit(group) : 'ích xì '.repeat(group.length).trim(),
    );
    return { end: cursor.at + masked.length, spoken: said.join(', '), class: 'phone' };
  }
  const written = phoneAt(cursor);
  if (written === undefined) return undefined;
  const groups = written.split(/[^\d+]+/).filter(Boolean);
  const spoken = groups.map((group) => (group.startsWith('+') ? `cộng ${digits(group)}` : digits(group)));
  return { end: cursor.at + written.length, spoken: spoken.join(', '), class: 'phone' };
}

const digits = (group: string) => digitByDigit(group.replace(/\D/g, ''));

function phoneAt(cursor: Cursor): string | undefined {
  const { text, at, tables } = cursor;
  const first = text.charAt(at);
  if (first === '+') return matchAt(ABROAD, text, at)?.[0];
  if (first === '(') return matchAt(BRACKETED, text, at)?.[0];
  // A tax number begins like a telephone: 0101234567-001.
  if (first === '0') return isNamedCode(cursor) ? undefined : grouped(text, at);
  const hotline = first === '1' ? matchAt(HOTLINE, text, at)?.[0] : undefined;
  if (hotline && [8, 10].includes(hotline.replace(/\D/g, '').length)) return hotline;
  const short = matchAt(SHORT, text, at)?.[0];
  if (short === undefined || short.replace(/\D/g, '').length < 3) return undefined;
  const before = lastSaidWords(cursor, 6).replace(/ [,:;]/g, '');
  if (CALLED.test(before) || SENT_TO.test(text.slice(Math.max(0, at - 80), at))) return short;
  if (!tables.hotlines.has(short)) return undefined;
  const named = before.split(' ').at(-1) ?? '';
  const isNamed =
    HOTLINE_WORDS.has(named) ||
    /(?:công an|cứu nạn|cứu hộ)$/.test(before) ||
    HOTLINE_OF.test(before) ||
    AFTER_DIGITS.test(` ${lastSaidWords(cursor, 4)}`);
  return isNamed ? short : undefined;
}

/** 0912 345 678: groups are taken until there are the ten or eleven digits of a Vietnamese number. */
function grouped(text: string, at: number): string | undefined {
  const first = matchAt(ZERO_FIRST, text, at)?.[0] ?? '';
  let count = first.length;
  let end = at + first.length;
  while (count < 10) {
    const next = matchAt(NEXT_GROUP, text, end);
    if (!next) return undefined;
    count += next[1]?.length ?? 0;
    end += next[0].length;
  }
  return count <= 11 && !/\d/.test(text.charAt(end)) ? text.slice(at, end) : undefined;
}
