import { type Cursor, matchAt, type Reading } from '../cursor.ts';
import { cardinal } from '../verbalise/cardinal.ts';
import { romanValue } from './roman.ts';

const QUARTER = /Q\.?\s?([1-4]|I{1,3}|IV)\s?[/-]\s?((?:19|20|21)\d{2})(?!\d)/y;

/** Without a year it may be a district. */
const ALONE = /Q([1-4])(?![\p{L}\d]|[.,/]\d)/uy;
const OF_ACCOUNTS = /(?:thuế|kê khai|MST|kỳ|doanh thu|báo cáo|tiến độ|giải ngân)(?!\p{L})[^.\n]{0,40}$/iu;

/** Q1/2027 → quý một năm … · kê khai thuế Q3 → quý ba */
export function readQuarter({ text, at, style }: Cursor): Reading | undefined {
  const match = matchAt(QUARTER, text, at);
  if (match) {
    const [whole, written = '', year = ''] = match;
    const quarter = /\d/.test(written) ? written : String(romanValue(written));
    const spoken = `quý ${cardinal(quarter, style)} năm ${cardinal(year, style)}`;
    return { end: at + whole.length, spoken, class: 'date' };
  }
  const alone = OF_ACCOUNTS.test(text.slice(Math.max(0, at - 56), at)) ? matchAt(ALONE, text, at) : null;
  if (!alone) return undefined;
  return {
    end: at + alone[0].length,
    spoken: `quý ${cardinal(alone[1] ?? '', style)}`,
    class: 'date',
    why: 'clause',
  };
}
