import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { invalid } from '../../errors.ts';
import { isAffectedForm } from './affected.ts';

export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'unknown'] as const;

/** Firmware known to be vulnerable. Each row can be checked at its source. */
export const Advisory = Type.Object(
  {
    id: Type.String({ pattern: '^CVE-\\d{4}-\\d{4,7}$' }),
    maker: Type.String({ minLength: 2, maxLength: 60 }),
    models: Type.String({
      pattern: '^[ -~]{1,80}$',
      description: '*: any characters · +: one or more letters · ?: any one character',
    }),
    affected: Type.String({
      maxLength: 120,
      description: 'Which firmware, such as <1.1.16 or build<2021-06-01',
    }),
    extent: Type.Enum(['all', 'some'], {
      description: 'some: only some of what matches, the source tells which',
    }),
    severity: Type.Enum([...SEVERITIES], { description: 'By CVSS; unknown where the record has none' }),
    title: Type.String({ minLength: 5, maxLength: 300 }),
    source: Type.String({ pattern: '^https?://[!-~]{4,400}$' }),
  },
  { additionalProperties: false },
);
export type Advisory = Static<typeof Advisory>;

const COLUMNS = Object.keys(Advisory.properties) as (keyof Advisory)[];
const validator = Compile(Advisory);
const MOST_ADVISORIES = 5_000;

/** Reads a table with tabs whose first line names the columns. Throws `input.invalid`, naming the row. */
export function parseAdvisories(tsv: string): Advisory[] {
  const [head = '', ...lines] = tsv.replace(/^\uFEFF/, '').split(/\r?\n/);
  const columns = head.split('\t').map((name) => name.trim());
  if (COLUMNS.some((name) => !columns.includes(name))) {
    const names = COLUMNS.join(', ');
    throw invalid(
      'text',
      `dòng đầu phải có đủ các cột ${names}`,
      `its first line must name the columns ${names}`,
    );
  }
  const rows = lines.flatMap((line, i) => (line.trim() === '' ? [] : [{ line, number: i + 2 }]));
  return checkAdvisories(
    rows.map(({ line }) => {
      const cells = line.split('\t');
      return Object.fromEntries(COLUMNS.map((name) => [name, cells[columns.indexOf(name)]?.trim() ?? '']));
    }),
    (i) => `text.${rows[i]?.number ?? 0}`,
  );
}

/** The rows, if all are good: none is taken on trust. Throws `input.invalid` for the first that is not. */
export function checkAdvisories(
  rows: readonly unknown[],
  nameOf = (i: number): string => `rows.${i}`,
): Advisory[] {
  if (rows.length === 0) throw invalid('text', 'không có dòng nào', 'it has no rows');
  if (rows.length > MOST_ADVISORIES) {
    throw invalid('text', `nhiều nhất ${MOST_ADVISORIES} dòng`, `at most ${MOST_ADVISORIES} rows`);
  }
  return rows.map((row, i) => {
    if (validator.Check(row) && isAffectedForm(row.affected)) return row;
    const [error] = validator.Errors(row);
    const field = error?.instancePath.slice(1) || 'affected';
    throw invalid(
      `${nameOf(i)}.${field}`,
      'chưa đúng dạng; mỗi dòng cần số CVE, nguồn và bản phần mềm bị lỗi',
      'it has a wrong form; each row needs a CVE number, a source and the firmware that it is about',
    );
  });
}

/** Whether an advisory is about this model of this maker. Case does not count. */
export function isAbout({ maker, models }: Advisory, camera: { maker: string; model: string }): boolean {
  if (!camera.maker.toLowerCase().includes(maker.toLowerCase())) return false;
  return fits(models.toLowerCase(), camera.model.slice(0, 100).toLowerCase());
}

/**
 * Whether a whole text fits a pattern of `*`, `+` and `?`. Patterns are imported: all states are followed at once, so
 * that none takes longer than the product of both lengths.
 */
function fits(pattern: string, text: string): boolean {
  let fitting = new Set([0]);
  for (const sign of pattern) {
    const next = new Set<number>();
    for (const at of fitting) {
      if (sign === '*') for (let to = at; to <= text.length && !next.has(to); to++) next.add(to);
      else if (sign === '+')
        for (let to = at; isLetter(text[to]) && !next.has(to + 1); to++) next.add(to + 1);
      else if (at < text.length && (sign === '?' || sign === text[at])) next.add(at + 1);
    }
    fitting = next;
  }
  return fitting.has(text.length);
}

function isLetter(sign: string | undefined): boolean {
  return sign !== undefined && sign >= 'a' && sign <= 'z';
}
