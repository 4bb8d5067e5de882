import { type Choice, type Cursor, lastSaidWords, matchAt, type Reading } from '../cursor.ts';
import type { OtherReading, Table } from '../tables.ts';

/** What must follow an abbreviation that ends in a dot, so that the end of a sentence is not taken for one. */
const GOES_ON = / ?[\p{L}\p{N}]/uy;
const INITIAL_GOES_ON = / ?[\p{Lu}\p{N}]/uy;
const NO_LETTER_AFTER = /(?![\p{L}\p{N}])/uy;
/** The number right behind: its digits, unless it is part of something longer. */
const NUMBER_BEHIND = /\.?\s?(\d+)(?!\d|\/\d)/y;
/** District and ward, as cities number them. */
/** xã T.L, Nguyễn T.A.: initials, and no “tỉnh”. */
const NEXT_INITIAL = /\.\p{Lu}(?!\p{L})/uy;
const DIGITS_ONLY = /\d{1,3}(?![\p{L}\d])/uy;
const WITHOUT_DOT = new Set(['Q', 'P']);
/** Giống lúa Q5, khoai P3 */
const isSeed = (text: string, at: number) =>
  /(?:giống|lúa|nếp|ngô)(?!\p{L})[^.;\n]{0,40}$/iu.test(text.slice(Math.max(0, at - 48), at));
/** CN 29/11, CN (8/11) */
const DATE_BEHIND = /\s?,?\s?\(?\d{1,2}\/\d{1,2}(?!\d)/y;
/** These stand right behind. */
const SIGN_CUES = new Set([':', ')']);
/** The cue of a reading that holds where nothing else decides. */
const ELSE = '*';
const NAME_BEHIND = / ?\p{Lu}\p{Ll}/uy;
/** “Thủ tướng” is never longer than this. */
const WORDS_BEFORE = 3;

/** Of an echo, in words: ủy ban nhân dân. */
const LONGEST_ECHO = 4;

/** Keys by the character they begin with, the longest first. */
export type CompoundKeys = ReadonlyMap<string, readonly string[]>;

/** Keys with something else than letters inside, or a digit at the end: Đ/c, v/v, e-mail. */
export function compoundKeys(table: Table): CompoundKeys {
  const keys = [...table.keys()].filter((key) => /[^\p{L}]./u.test(key) || /[^\p{L}.]$/u.test(key));
  return Map.groupBy(
    keys.sort((a, b) => b.length - a.length),
    (key) => key.charAt(0),
  );
}

/** Respellings that hold a hyphen inside, in any case: Wi-Fi, e-mail. */
export function readCompoundRespelling(cursor: Cursor, compounds: CompoundKeys): Reading | undefined {
  const { text, at, tables } = cursor;
  const keys = compounds.get(text.charAt(at).toLowerCase());
  const key = keys?.find((candidate) => text.slice(at, at + candidate.length).toLowerCase() === candidate);
  if (key === undefined || !matchAt(NO_LETTER_AFTER, text, at + key.length)) return undefined;
  return { end: at + key.length, spoken: tables.respellings.get(key) ?? '', class: 'foreign' };
}

/** Abbreviations that hold a stroke, a hyphen or dots inside. */
export function readCompound(cursor: Cursor, compounds: CompoundKeys): Reading | undefined {
  const { text, at, tables } = cursor;
  const key = compounds.get(text.charAt(at))?.find((candidate) => text.startsWith(candidate, at));
  if (key === undefined || !matchAt(NO_LETTER_AFTER, text, at + key.length)) return undefined;
  return inContext(cursor, key, tables.abbreviations.get(key) ?? '', at + key.length);
}

/** TP. Thanh Hóa, Q.1, Q1, ĐT.506 */
export function readDotted(cursor: Cursor, written: string, end: number): Reading | undefined {
  const { text, at, tables } = cursor;
  const next = text.charAt(end);
  if (next !== '.' && !WITHOUT_DOT.has(written)) return undefined;
  const key = `${written}.`;
  const spoken = tables.abbreviations.get(key);
  if (next !== '.' && spoken !== undefined && matchAt(DIGITS_ONLY, text, end) && !isSeed(text, at))
    return inContext(cursor, key, spoken, end);
  if (next !== '.' || (written.length === 1 && matchAt(NEXT_INITIAL, text, end))) return undefined;
  // H.265 is no district.
  if (written === 'H' && /\d/.test(text.charAt(end + 1))) return undefined;
  const undotted = tables.abbreviations.get(written);
  if (undotted !== undefined && spoken === undefined && /\d/.test(text.charAt(end + 1)))
    return inContext(cursor, written, undotted, end + 1);
  const goesOn = written.length === 1 ? INITIAL_GOES_ON : GOES_ON;
  if (spoken === undefined || !matchAt(goesOn, text, end + 1)) return undefined;
  return inContext(cursor, key, spoken, end + 1);
}

const isDigit = (char: string) => char >= '0' && char <= '9';

/** An abbreviation of the table, by the words around it where it has several readings: CP, TH, HĐ. */
export function inContext(cursor: Cursor, key: string, likeliest: string, end: number): Reading {
  const others = cursor.tables.otherReadings.get(key);
  const base = { end, class: 'abbreviation' } as const;
  if (!others) return { ...base, spoken: withoutEcho(cursor, likeliest) };
  for (const other of others) {
    const why = decides(cursor, other, end);
    if (why) return { ...base, spoken: withoutEcho(cursor, other.spoken), why };
  }
  const readings = new Set([likeliest, ...others.map(({ spoken }) => spoken)]);
  return {
    ...base,
    spoken: likeliest,
    choices: Array.from(readings, (spoken): Choice => ({ id: spoken, spoken })),
  };
}

/** “nhà NVH”, “đường ĐT 506”, “hợp tác xã HTXNN”: the words that were just said are not said twice. */
function withoutEcho(cursor: Cursor, spoken: string): string {
  const words = spoken.split(' ');
  for (let count = Math.min(words.length - 1, LONGEST_ECHO); count > 0; count--) {
    if (
      words[count - 1] === cursor.said.at(-1) &&
      words.slice(0, count).join(' ') === lastSaidWords(cursor, count)
    )
      return words.slice(count).join(' ');
  }
  return spoken;
}

function decides(
  cursor: Cursor,
  { before, behind }: OtherReading,
  end: number,
): 'before' | 'behind' | undefined {
  const said = ` ${lastSaidWords(cursor, WORDS_BEFORE)}`;
  if (before.some((cue) => (cue === '#' ? cursor.last === 'number' : said.endsWith(` ${cue}`))))
    return 'before';
  return behind.some((cue) => follows(cursor, end, cue)) ? 'behind' : undefined;
}

function follows({ text, tables }: Cursor, end: number, cue: string): boolean {
  if (cue === ELSE) return true;
  if (cue === '#/#') return matchAt(DATE_BEHIND, text, end) !== null;
  if (cue === '=#') return isDigit(text.charAt(end));
  if (cue === 'Aa') return matchAt(NAME_BEHIND, text, end) !== null;
  // P.CT
  const isJoined = text.charAt(end - 1) === '.' && text.startsWith(cue, end);
  if (!cue.startsWith('#')) return isJoined || text.startsWith(SIGN_CUES.has(cue) ? cue : ` ${cue}`, end);
  const digits = matchAt(NUMBER_BEHIND, text, end)?.[1];
  // 114 is called, and no road, house or number of anything.
  const isCounted = digits !== undefined && !tables.hotlines.has(digits);
  return isCounted && (cue === '#' || digits.length === Number(cue.slice(1)));
}
