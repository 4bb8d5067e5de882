import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { createNormaliser, loadTables } from '../../../src/speech/normalise/index.ts';
import { isSyllable, spell } from '../../../src/speech/normalise/verbalise/spell.ts';

const dir = join(import.meta.dirname, '../../../src/speech/normalise/data');
const sources = [...readFileSync(join(dir, 'README.md'), 'utf8').matchAll(/^\| ([\w-]+) \| [^-]/gm)].map(
  (row) => row[1],
);
const normalise = createNormaliser();

const OTHERS = 'other-readings.tsv';
for (const name of readdirSync(dir).filter((file) => file.endsWith('.tsv') && file !== OTHERS)) {
  t.test(name, async (t) => {
    const lines = readFileSync(join(dir, name), 'utf8').split('\n');
    const [heading, ...rows] = lines.filter((line) => line.includes('\t') && !line.startsWith('# '));
    t.equal(heading, 'written\tspoken\tsource');
    const seen = new Set<string>();
    for (const row of rows) {
      const [written = '', spoken = '', source, ...more] = row.split('\t');
      t.ok(written && spoken && more.length === 0 && !seen.has(written), row);
      t.ok(sources.includes(source), `${row}: the source is explained in data/README.md`);
      // What a table says is said as it stands: no digit, no abbreviation of another table.
      if (/\p{L}/u.test(spoken)) t.equal(normalise(spoken).spoken, spoken, row);
      seen.add(written);
    }
  });
}

t.test(OTHERS, async (t) => {
  const lines = readFileSync(join(dir, OTHERS), 'utf8').split('\n');
  const [heading, ...rows] = lines.filter((line) => line.includes('\t') && !line.startsWith('# '));
  t.equal(heading, 'written\tspoken\tbefore\tbehind\tsource');
  const { abbreviations, otherReadings } = loadTables();
  for (const row of rows) {
    const [written = '', spoken = '', , , source, ...more] = row.split('\t');
    t.ok(abbreviations.has(written) && more.length === 0, `${row}: has a likeliest reading`);
    t.ok(sources.includes(source), `${row}: the source is explained in data/README.md`);
    t.equal(normalise(spoken).spoken, spoken, row);
  }
  t.equal([...otherReadings.values()].flat().length, rows.length);
});

t.test('what a syllable is, and how the rest is spelled', async (t) => {
  for (const word of ['nghiêng', 'thuở', 'quyển', 'giặt', 'Ý', 'khuya', 'ĐƯỜNG', 'oanh'])
    t.ok(isSyllable(word), word);
  for (const word of ['UBND', 'str', 'email', 'b', 'NATO', 'wifi']) t.notOk(isSyllable(word), word);
  t.equal(spell('BXĐ', loadTables()), 'bê ích xì đê');
  t.equal(spell('中', loadTables()), undefined);
});
