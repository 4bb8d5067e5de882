import { type Cursor, matchAt, type Reading } from '../cursor.ts';
import { digitByDigit } from '../verbalise/cardinal.ts';
import { isSyllable, spell } from '../verbalise/spell.ts';

const MAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}/y;
const ADDRESS = /(?:https?:\/\/|www\.)[\w\-._~:/?#@!$&()*+=%]{1,2000}/iy;
const HOST =
  /[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,6}\.(?:vn|com|net|org|gov|edu|info|asia|me|ly|app|io|xyz|top|vip|club|shop|site|online|cc|link|store|live|click)(?![\p{L}\p{N}]|\.\w)(?:\/[\w\-._~/?#=&%]{0,2000})?/iuy;
const TRAILING = /[.,:;!?)>"']+$/;
/** Nobody types these: an announcer begins with the host. */
const PROTOCOL = /^https?:\/\//i;
const LAST_STROKE = /\/$/;
const PART = /[a-z]+|\d+|[^a-z\d]/gi;

const SIGNS: Readonly<Record<string, string>> = {
  '.': 'chấm',
  '@': 'a còng',
  '-': 'gạch ngang',
  _: 'gạch dưới',
  '/': 'gạch chéo',
  ':': 'hai chấm',
  '?': 'hỏi chấm',
  '=': 'bằng',
  '&': 'và',
  '+': 'cộng',
  '%': 'phần trăm',
  '#': 'thăng',
};

/** Web and mail addresses: a label as a word where it is one, else spelled; the dot is “chấm”. */
export function readLink({ text, at, tables }: Cursor): Reading | undefined {
  const match = matchAt(MAIL, text, at) ?? matchAt(ADDRESS, text, at) ?? matchAt(HOST, text, at);
  if (!match) return undefined;
  const written = match[0].replace(TRAILING, '');
  const said = written.replace(PROTOCOL, '').replace(LAST_STROKE, '');
  const parts = (said.match(PART) ?? []).map((part) => {
    if (/^\d/.test(part)) return digitByDigit(part);
    const sign = SIGNS[part];
    if (sign !== undefined || !/[a-z]/i.test(part)) return sign ?? '';
    const label = part.toLowerCase();
    const word = tables.links.get(label) ?? tables.respellings.get(label);
    return word ?? (label.length > 1 && isSyllable(label) ? label : (spell(label, tables) ?? label));
  });
  return { end: at + written.length, spoken: parts.filter(Boolean).join(' '), class: 'link' };
}
