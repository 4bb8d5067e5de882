import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { createNormaliser, PRESETS } from '../../../src/speech/normalise/index.ts';

const DIR = join(import.meta.dirname, 'corpus');
/** A class of the conventions has at least so many readings, the bulletins more. */
const FEWEST = 40;
const FEWEST_BULLETINS = 100;

const broadcast = createNormaliser();
const compact = createNormaliser({ style: PRESETS.compact });

/** `\n` and `\u00a0` stand for what cannot be seen in a table. */
function visible(cell: string): string {
  return cell.replace(/\\n|\\u([0-9a-f]{4})/g, (_, code) =>
    code === undefined ? '\n' : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function rowsOf(file: string): [written: string, spoken: string][] {
  const lines = readFileSync(join(DIR, file), 'utf8').split('\n');
  const rows = lines.filter((line) => line !== '' && !line.startsWith('# '));
  return rows.map((row) => {
    const [written = '', spoken = '', ...more] = row.split('\t').map(visible);
    t.ok(written && spoken && more.length === 0, `${file}: ${row} has two cells`);
    return [written, spoken];
  });
}

for (const file of readdirSync(DIR)) {
  t.test(file, async (t) => {
    const normalise = file === 'compact.tsv' ? compact : broadcast;
    const rows = rowsOf(file);
    t.ok(rows.length >= (file === 'bulletins.tsv' ? FEWEST_BULLETINS : FEWEST), `${rows.length} rows`);
    t.equal(new Set(rows.map(([written]) => written)).size, rows.length, 'no row stands twice');
    for (const [written, spoken] of rows) {
      t.equal(normalise(written).spoken, spoken, written);
      t.equal(normalise(written.normalize('NFD')).spoken, spoken, `decomposed: ${written}`);
      t.equal(normalise(spoken).spoken, spoken, `what is said stays: ${spoken}`);
    }
  });
}
