import { type Cursor, matchAt, type Reading } from '../cursor.ts';

/** a Nam, c. Hoa, A.Hùng: how people are called in a message. */
const FORM = /([aceACÔ])(?:\.\s?|\s)(?=\p{Lu}\p{Ll})/uy;
const FORMS: Readonly<Record<string, string>> = { a: 'anh', c: 'chị', e: 'em', ô: 'ông' };
/** Who is to be asked for; a dash or a bracket behind the number of a telephone. */
const ASKED_FOR =
  /(?:(?<!\p{L})(?:gặp|liên hệ|LH|lh|Lh|Zalo|zalo|gọi|qua|đt|ĐT|SĐT|Sđt|sđt)[\s:]{1,3}|\d[\d. ]{2,6}\s?[-–(,/]\s?)$/u;

/** A.Tuấn – 0912…, C.Hằng 2tr: a name with its telephone or what was given. */
const CALLED =
  /\p{Lu}\p{Ll}{0,6}\s?(?:[-–:(,]?\s?0\d{2,3}[\d. -]{6}|[-–:(]?\s?\d[\d.,]{0,9}\s?(?:tr|k|đ|triệu|đồng)(?!\p{L}))/uy;

/** gặp a Nam → gặp anh Nam */
export function readAddressForm({ text, at }: Cursor): Reading | undefined {
  const form = matchAt(FORM, text, at);
  if (!form) return undefined;
  const isAsked = ASKED_FOR.test(text.slice(Math.max(0, at - 16), at));
  if (!isAsked && !matchAt(CALLED, text, at + form[0].length)) return undefined;
  return {
    end: at + form[0].trimEnd().length,
    spoken: FORMS[(form[1] ?? '').toLowerCase()] ?? '',
    class: 'abbreviation',
    why: 'behind',
  };
}
