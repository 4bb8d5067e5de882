import { type Cursor, matchAt, type Reading } from '../cursor.ts';

/** cụ Lê Thị T., 92 tuổi · Trần Văn B. (thôn 6) · xã T.L: the dot of an initial ends no sentence. */
const INITIAL = /\.[,;:)]|(?<!\p{L})\p{Lu}\.(?: \(|\p{Lu}(?!\p{L}))/u;

/** 1, 2, 3…10 */
const UP_TO = /(?<=\d)(?:…|\.{3})(?=\d)/y;
/** đèn pin, nến... để dùng: the sentence goes on. What did not at the start of a row of dots does not within it. */
const GOES_ON = /(?:…|(?<!\.{3})\.{2,}|(?<=\.\.)\.)["”')\]]* ?(?=[\p{Ll}\d])/uy;
/** BA.2, mục 2.1.a: a joint inside a name or a number. */
const BETWEEN = /^\d\.\d/;
const JOINT = /^(?:\p{Lu}\.\d|\d\.[a-zđ](?!\p{L}))/u;
/** tệp .pdf */
const EXTENSION =
  /(?<=(?:^|[\s(“"\w])\.?)\.(?:pdf|docx?|xlsx?|txt|jpg|png|mp[34]|zip|apk|vn|com)(?![\p{L}\d])/uy;
/** em Nguyễn Thị B. lớp 8A */
const NAME_INITIAL = /(?<=\p{Lu}\p{Ll}+ \p{Lu})\. (?=\p{Ll})/uy;

/** A full stop or an ellipsis that ends no sentence; undefined for one that does. */
export function readDot({ text, at }: Cursor): Reading | undefined {
  const end = at + 1;
  const around = text.slice(Math.max(0, at - 6), end + 3);
  const inside = at - Math.max(0, at - 6);
  const joint = around.slice(Math.max(0, inside - 1), inside + 3);
  if (BETWEEN.test(joint) || JOINT.test(joint)) return { end, spoken: 'chấm', class: 'sign' };
  if (INITIAL.test(around.slice(Math.max(0, inside - 2), inside + 3)))
    return { end, spoken: '', class: 'symbol' };
  const upTo = matchAt(UP_TO, text, at);
  if (upTo) return { end: at + upTo[0].length, spoken: 'đến', class: 'range' };
  if (matchAt(GOES_ON, text, at)) return { end, spoken: ',', class: 'pause' };
  if (matchAt(EXTENSION, text, at)) return { end, spoken: 'chấm', class: 'sign' };
  return matchAt(NAME_INITIAL, text, at) ? { end, spoken: '', class: 'symbol' } : undefined;
}
