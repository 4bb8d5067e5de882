import { type Cursor, matchAt, type Reading } from '../cursor.ts';
import { cardinal } from '../verbalise/cardinal.ts';
import { romanValue } from './roman.ts';

const QUARTER = /Q\.?\s?([1-4]|I{1,3}|IV)\s?[/-]\s?((?:19|20|21)\d{2})(?!\d)/y;

/** Q1/2027 → quý một năm … */
export function readQuarter({ text, at, style }: Cursor): Reading | undefined {
  const match = matchAt(QUARTER, text, at);
  if (!match) return undefined;
  const [whole, written = '', year = ''] = match;
  const quarter = /\d/.test(written) ? written : String(romanValue(written));
  const spoken = `quý ${cardinal(quarter, style)} năm ${cardinal(year, style)}`;
  return { end: at + whole.length, spoken, class: 'date' };
}
