import { type Cursor, lastSaidWords, matchAt, type Reading } from '../cursor.ts';
import { cardinal, digitByDigit } from '../verbalise/cardinal.ts';

const NUMBER = /(\d{1,5})(?:-(\d{1,2}))?\s?:\s?((?:19|20)\d{2})(?!\d)(?:\/(\p{Lu}{2,10})(?!\p{L}))?/uy;

/** TCVN 5574:2018, QCVN 01-1:2018, ISO 9001:2015: the number of a standard and its year. */
export function readStandard(cursor: Cursor): Reading | undefined {
  const { text, at, style, tables } = cursor;
  const match = matchAt(NUMBER, text, at);
  if (!match || !/(?:chuẩn việt nam|i sô)$/.test(lastSaidWords(cursor, 3))) return undefined;
  const [whole, number = '', part, year = '', by = ''] = match;
  // QCVN 14:2025/BTNMT
  const agency = tables['document-agencies'].get(by);
  const end = at + whole.length - (by && agency === undefined ? by.length + 1 : 0);
  const say = (digits: string) => (digits.startsWith('0') ? digitByDigit(digits) : cardinal(digits, style));
  const parts = part === undefined ? say(number) : `${say(number)} gạch ngang ${say(part)}`;
  const spoken = [parts, 'năm', cardinal(year, style), agency].filter(Boolean).join(' ');
  return { end, spoken, class: 'document' };
}
