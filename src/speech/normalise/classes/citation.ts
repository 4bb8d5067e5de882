import { type Cursor, lastSaidWords, matchAt, type Reading } from '../cursor.ts';
import { cardinal } from '../verbalise/cardinal.ts';
import { sayNumber } from './document.ts';

const CLAUSE = /[kK]\.?\s?(\d{1,2})(?=,?\s?Đ\.?\s?\d{1,3}(?!\d))/uy;
const ARTICLE = /[Đđ]\.?\s?(\d{1,3})(?!\d|[.,/]\d)/uy;
const CLAUSE_SAID = /(?:^| )khoản (?:\S+ ){0,2}\S+(?: ,)?$/;
/** Đ25 NĐ 168 */
const LAW_BEHIND =
  /,?\s(?:của\s)?(?:NĐ|Nghị định|TT|Thông tư|Luật|luật|Bộ luật|BLHS|BLDS|BLLĐ|HP)(?!\p{L})/uy;

/** điểm d, k2, Đ25 NĐ 45/2022 → khoản hai, điều hai mươi lăm */
export function readCitation(cursor: Cursor): Reading | undefined {
  const { text, at, style } = cursor;
  const clause = matchAt(CLAUSE, text, at);
  if (clause) {
    const spoken = `khoản ${cardinal(clause[1] ?? '', style)}`;
    return { end: at + clause[0].length, spoken, class: 'document', why: 'behind' };
  }
  const article = matchAt(ARTICLE, text, at);
  if (!article) return undefined;
  const end = at + article[0].length;
  const isSaid = CLAUSE_SAID.test(lastSaidWords(cursor, 5));
  if (!isSaid && !matchAt(LAW_BEHIND, text, end)) return undefined;
  const spoken = `điều ${cardinal(article[1] ?? '', style)}`;
  return { end, spoken, class: 'document', why: isSaid ? 'before' : 'behind' };
}

const YEAR_OF_LAW = /(\d{1,5})\/((?:19|20)\d{2})(?![\d/-])/y;
const LAWS = /(?:nghị định|thông tư|thông tư liên tịch|luật|nghị quyết|pháp lệnh|quyết định)(?: số)?(?: :)?$/;

/** Nghị định 45/2022: its number and year, and no month. */
export function readLawOfYear(cursor: Cursor): Reading | undefined {
  const { text, at, style } = cursor;
  const law = matchAt(YEAR_OF_LAW, text, at);
  if (!law || !LAWS.test(lastSaidWords(cursor, 6))) return undefined;
  const [whole, number = '', year = ''] = law;
  const spoken = `${sayNumber(number, style)} năm ${cardinal(year, style)}`;
  return { end: at + whole.length, spoken, class: 'document', why: 'before' };
}
