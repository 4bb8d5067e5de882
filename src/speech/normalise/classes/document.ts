import { type Cursor, lastSaidWords, matchAt, type Reading } from '../cursor.ts';
import type { Style } from '../style.ts';
import { cardinal, digitByDigit } from '../verbalise/cardinal.ts';
import { spell } from '../verbalise/spell.ts';

/** 89 /TB-UBND too */
const NUMBER = /(\d{1,5})(?:\/([12]\d{3}))?(?:[/-](?=\p{Lu})|\s?\/\s?(?=\p{Lu}[\p{L}]{0,3}-\p{Lu}))/uy;
const SEGMENT = /(\p{Lu}[\p{L}&]{0,10})(\d{0,3})(?![\p{L}\p{N}])/uy;
const NEXT = /[-–/](?=\p{Lu})/uy;
const LEAD = /(\p{L}+(?: \p{L}+){0,3}?)(?: (số))?:? ?(?=\d)/uy;

/** Of an agency with “của” in front. */
const LONGEST_NAME = 80;
const PLACES = new Set(['KP', 'TP', 'TDP', 'Q', 'P', 'X', 'H', 'TX', 'KDC']);

/** 749/QĐ-TTg → bảy trăm bốn mươi chín quyết định thủ tướng */
export function readDocument(cursor: Cursor): Reading | undefined {
  // BĐ2-BĐ3 are two levels.
  if (/\p{Lu}/u.test(cursor.text.charAt(cursor.at - 1))) return undefined;
  return documentAt(cursor, cursor.at, lastSaidWords(cursor, 6));
}

/** Quyết định số 315/QĐ-UBND, QĐ 315/QĐ-UBND: the type is not said twice. */
export function readNamedDocument(cursor: Cursor): Reading | undefined {
  const lead = matchAt(LEAD, cursor.text, cursor.at);
  if (!lead) return undefined;
  const type = typeNamed(cursor, lead[1] ?? '');
  if (type === undefined) return undefined;
  const before = lead[2] ? `${type} số` : type;
  const number = documentAt(cursor, cursor.at + lead[0].length, before);
  return number && { ...number, spoken: `${before} ${number.spoken}` };
}

/** The type that the words in front name, written out or not: Nghị định, NĐ. */
function typeNamed({ tables }: Cursor, words: string): string | undefined {
  const lower = words.toLowerCase();
  for (const [written, type] of tables['document-types'])
    if (type === lower || written === words) return type;
  return undefined;
}

function documentAt(cursor: Cursor, at: number, before: string): Reading | undefined {
  const { text, style, tables } = cursor;
  const number = matchAt(NUMBER, text, at);
  if (!number) return undefined;
  const types = tables['document-types'];
  const agencies = tables['document-agencies'];
  const said: string[] = [];
  let end = at + number[0].length;
  for (let count = 0; count < 5; count++) {
    const segment = matchAt(SEGMENT, text, end);
    if (!segment) break;
    const [whole, letters = '', digits = ''] = segment;
    const type = count === 0 ? types.get(letters) : undefined;
    // Tổ 4/KP2/P.3
    if (count === 0 && PLACES.has(letters)) return undefined;
    const name = type ?? agencies.get(letters) ?? types.get(letters) ?? tables.abbreviations.get(letters);
    // 12/A is a house number; a document number has a year or begins with a type or an agency.
    if (count === 0 && name === undefined && number[2] === undefined) return undefined;
    const alreadySaid = type !== undefined && isNamedBy(before, type, letters);
    if (!alreadySaid) said.push(name ?? spell(letters, tables) ?? letters);
    // QH15 is the National Assembly of the 15th term.
    // BCĐ389 is named for a decision.
    const term = digits.length > 2 ? digitByDigit(digits) : cardinal(digits, style);
    if (digits) said.push(letters.endsWith('QH') ? `khóa ${term}` : term);
    end += whole.length;
    const next = matchAt(NEXT, text, end);
    if (!next) break;
    end += next[0].length;
  }
  if (isNamedBehind(cursor, end, said.at(-1))) said.pop();
  const year = number[2] === undefined ? [] : ['năm', cardinal(number[2], style)];
  const spoken = [sayNumber(number[1] ?? '', style), ...year, ...said].join(' ');
  return { end, spoken, class: 'document' };
}

/** Whether the words in front name the type, or another one with the same initials: Quy định số 37-QĐ/TW. */
function isNamedBy(before: string, type: string, letters: string): boolean {
  if (new RegExp(`(?:^| )${type}(?: số)?$`).test(before)) return true;
  const words = before.replace(/ số$/, '').split(' ').slice(-letters.length);
  return words.length > 1 && words.map((word) => word.charAt(0).toUpperCase()).join('') === letters;
}

/** 282/2025/NĐ-CP của Chính phủ: the words behind say who made it. */
function isNamedBehind({ text, tables }: Cursor, end: number, agency: string | undefined): boolean {
  const [, behind = ''] = /^ của (\p{Lu}[^.,;:()\n]*)/u.exec(text.slice(end, end + LONGEST_NAME)) ?? [];
  if (agency === undefined || behind === '') return false;
  const [first = ''] = behind.split(' ');
  return tables.abbreviations.get(first) === agency || `${behind.toLowerCase()} `.startsWith(`${agency} `);
}

/** The zero belongs to the number of a paper. */
export function sayNumber(digits: string, style: Style): string {
  return digits.startsWith('0') ? digitByDigit(digits) : cardinal(digits, style);
}
