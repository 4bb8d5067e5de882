import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is written → what is said. */
export type Table = ReadonlyMap<string, string>;

const NAMES = [
  'abbreviations',
  'currencies',
  'document-agencies',
  'document-types',
  'holidays',
  'hotlines',
  'letters',
  'links',
  'respellings',
  'signs',
  'units',
] as const;

export type TableName = (typeof NAMES)[number];

/** A reading of an abbreviation beside its likeliest, and the words that decide for it (data/other-readings.tsv). */
export interface OtherReading {
  spoken: string;
  /** Spoken words, lower case; `#` for a number. */
  before: readonly string[];
  /** Written words; `#`, or `#3` for a number of three digits. */
  behind: readonly string[];
}

export interface Tables extends Readonly<Record<TableName, Table>> {
  readonly otherReadings: ReadonlyMap<string, readonly OtherReading[]>;
}

/** Reads the tables of `data/`: once, when a normaliser is made; normalising itself does no I/O. */
export function loadTables(): Tables {
  const read = (name: string) => readFileSync(join(import.meta.dirname, 'data', `${name}.tsv`), 'utf8');
  const entries = NAMES.map((name) => [name, parseTable(read(name))]);
  return { ...Object.fromEntries(entries), otherReadings: parseOtherReadings(read('other-readings')) };
}

/** Rows of `written TAB spoken TAB source` below a heading; `# ` starts a comment. */
export function parseTable(text: string): Table {
  return new Map(rowsOf(text).map(([written = '', spoken = '']) => [written, spoken]));
}

function parseOtherReadings(text: string): Tables['otherReadings'] {
  const cues = (cell = '') => cell.split(', ').filter(Boolean);
  const readings = rowsOf(text).map(([written = '', spoken = '', before, behind]) => ({
    written,
    reading: { spoken, before: cues(before), behind: cues(behind) },
  }));
  const grouped = Map.groupBy(readings, ({ written }) => written);
  return new Map([...grouped].map(([written, rows]) => [written, rows.map(({ reading }) => reading)]));
}

/** The cells of each row below the heading. */
function rowsOf(text: string): string[][] {
  const rows = text.split('\n').filter((line) => line.includes('\t') && !line.startsWith('# '));
  return rows.slice(1).map((line) => line.normalize('NFC').split('\t'));
}
