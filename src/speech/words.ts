import { type Static, Type } from 'typebox';
import type { Reason } from '../reasons.ts';
import { createNormaliser, type Normalise, type Tables } from './normalise/index.ts';

const Rows = (words: { title: string; titleEn: string; description: string; descriptionEn: string }) =>
  Type.Array(
    Type.Object(
      {
        written: Type.String({ title: 'Chữ viết', titleEn: 'Written', minLength: 1, maxLength: 60 }),
        spoken: Type.String({ title: 'Đọc là', titleEn: 'Spoken', minLength: 1, maxLength: 300 }),
      },
      { additionalProperties: false },
    ),
    { ...words, maxItems: 500, default: [] },
  );

/** The settings section `speech.words`. */
export const WordsSettings = Type.Object(
  {
    abbreviations: Rows({
      title: 'Chữ viết tắt',
      titleEn: 'Abbreviations',
      description: 'Đúng cả chữ hoa, chữ thường. Ví dụ: NVH đọc là “nhà văn hóa”',
      descriptionEn: 'Matched as written, capitals too: the words that they stand for are said',
    }),
    respellings: Rows({
      title: 'Từ nước ngoài, tên riêng',
      titleEn: 'Foreign words and names',
      description: 'Không phân biệt chữ hoa, chữ thường. Ví dụ: Samsung đọc là “Sam sung”',
      descriptionEn: 'Matched in any case: Samsung is read “Sam sung”',
    }),
  },
  { additionalProperties: false, title: 'Cách đọc riêng của xã', titleEn: 'Words of the commune' },
);
export type WordsSettings = Static<typeof WordsSettings>;

/** Readings over the built-in tables. */
export interface Words {
  readonly abbreviations: Iterable<readonly [written: string, spoken: string]>;
  readonly respellings: Iterable<readonly [written: string, spoken: string]>;
}

type TableName = keyof WordsSettings;
const NAMES: readonly TableName[] = ['abbreviations', 'respellings'];
/** What the normaliser looks up begins with a letter. */
const WRITTEN = /^\p{L}(?:[\p{L}\p{M}\d .&/'+-]*[\p{L}\p{M}\d.])?$/u;
const PLAIN = /^[\p{L}\p{M} ,]+$/u;

const tidy = (text: string) => text.normalize('NFC').trim().replace(/\s+/g, ' ');
const keyOf = (table: TableName, written: string) =>
  table === 'abbreviations' ? tidy(written) : tidy(written).toLowerCase();

/** The rows of the settings as the normaliser takes them. `read` says the digits and signs in what is to be said. */
export function wordsOf(settings: Readonly<WordsSettings>, read: Normalise): Words {
  const rows = (table: TableName) =>
    settings[table].map(({ written, spoken }) => [keyOf(table, written), wordsToSay(spoken, read)] as const);
  return { abbreviations: rows('abbreviations'), respellings: rows('respellings') };
}

/** One breath: a full stop inside an abbreviation would end the sentence. */
function wordsToSay(spoken: string, read: Normalise): string {
  const text = tidy(spoken);
  if (PLAIN.test(text)) return text;
  return read(text)
    .spoken.replace(/[.!?;:\s]*$/, '')
    .replace(/[.!?;:]?\s+/g, (gap) => (gap.length > 1 ? ', ' : ' '));
}

/** The first row that nobody could use, by its field: one without words, one twice, one that changes nothing. */
export function refuseWords(
  next: Readonly<WordsSettings>,
  current: Readonly<WordsSettings>,
  { tables, read }: { tables: Tables; read: Normalise },
): Reason | undefined {
  for (const table of NAMES) {
    const wrong = malformed(table, next[table], read);
    if (wrong) return wrong;
  }
  const normalise = createNormaliser({ tables, ...wordsOf(next, read) });
  for (const table of NAMES) {
    for (const [at, row] of next[table].entries()) {
      if (isKnown(current[table], row) || isRead(normalise, tidy(row.written), wordsToSay(row.spoken, read)))
        continue;
      return {
        field: `${table}.${at}.written`,
        vi: 'Trạm Số luôn đọc chữ này theo cách khác',
        en: 'it is always read otherwise',
      };
    }
  }
  return undefined;
}

function malformed(table: TableName, rows: WordsSettings[TableName], read: Normalise): Reason | undefined {
  const seen = new Map<string, number>();
  for (const [at, { written, spoken }] of rows.entries()) {
    const field = (column: 'written' | 'spoken') => `${table}.${at}.${column}`;
    const key = keyOf(table, written);
    if (!WRITTEN.test(key))
      return {
        field: field('written'),
        vi: 'phải bắt đầu bằng chữ cái, không có dấu lạ',
        en: 'must begin with a letter and hold no odd signs',
      };
    const before = seen.get(key);
    if (before !== undefined)
      return {
        field: field('written'),
        vi: `đã có ở dòng ${before + 1}`,
        en: `stands in row ${before + 1} already`,
      };
    seen.set(key, at);
    if (!/\p{L}/u.test(wordsToSay(spoken, read)))
      return { field: field('spoken'), vi: 'phải có chữ để đọc', en: 'must have words to say' };
  }
  return undefined;
}

function isKnown(rows: WordsSettings[TableName], { written, spoken }: WordsSettings[TableName][number]) {
  return rows.some((row) => row.written === written && row.spoken === spoken);
}

/** Whether a sentence with it is read as the row says: what is a date or a numeral by its shape stays one. */
function isRead(normalise: Normalise, written: string, spoken: string): boolean {
  const { tokens } = normalise(`có ${written} đó`);
  return tokens.some(
    (token) => token.text.toLowerCase() === written.toLowerCase() && token.spoken === spoken,
  );
}
