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
export type Tables = Readonly<Record<TableName, Table>>;

/** Reads the tables of `data/`: once, when a normaliser is made; normalising itself does no I/O. */
export function loadTables(): Tables {
  const entries = NAMES.map((name) => [
    name,
    parseTable(readFileSync(join(import.meta.dirname, 'data', `${name}.tsv`), 'utf8')),
  ]);
  return Object.fromEntries(entries);
}

/** Rows of `written TAB spoken TAB source` below a heading; `# ` starts a comment. */
export function parseTable(text: string): Table {
  const rows = text.split('\n').filter((line) => line.includes('\t') && !line.startsWith('# '));
  return new Map(
    rows.slice(1).map((line) => {
      const [written = '', spoken = ''] = line.normalize('NFC').split('\t');
      return [written, spoken];
    }),
  );
}
