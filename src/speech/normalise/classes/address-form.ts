import { type Cursor, matchAt, type Reading } from '../cursor.ts';

/** a Nam, c. Hoa, A.Hùng: how people are called in a message. */
const FORM = /([aceAC])(?:\.\s?|\s)(?=\p{Lu}\p{Ll})/uy;
const FORMS: Readonly<Record<string, string>> = { a: 'anh', c: 'chị', e: 'em' };
/** Who is to be asked for; a dash or a bracket behind the number of a telephone. */
const ASKED_FOR =
  /(?:(?<!\p{L})(?:gặp|liên hệ|LH|lh|Lh|Zalo|zalo|gọi|qua|đt|ĐT|SĐT|Sđt|sđt)[\s:]{1,3}|\d[\d. ]{2,6}\s?[-–(,/]\s?)$/u;

/** gặp a Nam → gặp anh Nam */
export function readAddressForm({ text, at }: Cursor): Reading | undefined {
  const form = matchAt(FORM, text, at);
  if (!form || !ASKED_FOR.test(text.slice(Math.max(0, at - 16), at))) return undefined;
  return {
    end: at + form[0].trimEnd().length,
    spoken: FORMS[(form[1] ?? '').toLowerCase()] ?? '',
    class: 'abbreviation',
    why: 'behind',
  };
}
