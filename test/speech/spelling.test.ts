import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { createNormaliser } from '../../src/speech/normalise/index.ts';
import { loadSpelling } from '../../src/speech/spelling.ts';

const normalise = createNormaliser();

t.test('words that no dictionary knows, with what may have been meant', async (t) => {
  const spelling = await loadSpelling();
  if (!spelling) throw new Error('the dictionary is not installed');
  const hints = (text: string) => spelling.adviceFor(normalise(text).tokens);
  t.same(await hints('Khoẻ khỏe hoà hòa thuỷ thủy quý huỷ hủy uỷ ủy xoè hoá.'), [], 'both places of a tone');
  const [first, second] = await hints('Mời doanh ngiệp đến truờng Tuborg ở Đắk Lắk.');
  t.match(first, { code: 'spelling', text: 'ngiệp' });
  t.ok(first?.suggestions?.includes('nghiệp'));
  t.match(second, { code: 'spelling', text: 'truờng' });
  t.ok(second?.suggestions?.includes('trường'));
  t.same(
    await spelling.adviceFor(normalise('bà con ơiii', { ơiii: { say: 'ơi' } }).tokens),
    [],
    'the editor knows',
  );
  t.ok((await hints('xzq wkr '.repeat(2_000))).length <= 2);
});

t.test('bulletins that are right are left alone', async (t) => {
  const spelling = await loadSpelling();
  const file = join(import.meta.dirname, 'normalise/corpus/bulletins.tsv');
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes('\t'));
  const wrong = [];
  for (const line of lines) {
    const written = (line.split('\t')[0] ?? '').replaceAll('\\n', ' ');
    wrong.push(...((await spelling?.adviceFor(normalise(written).tokens)) ?? []));
  }
  t.ok(lines.length > 90);
  t.ok(wrong.length <= 8, wrong.map(({ text }) => text).join(' '));
});
