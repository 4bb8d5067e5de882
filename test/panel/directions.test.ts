import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import en from '../../src/panel/i18n/en.ts';
import vi from '../../src/panel/i18n/vi.ts';
import { startStation } from '../harness.ts';

const SRC = join(import.meta.dirname, '../../src');

/** Every file with texts for the officer; the instructions for a phone's own settings are not ours. */
function texts(): [name: string, text: string][] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && name !== 'web/plain.ts')
    .map((name) => [name, readFileSync(join(SRC, name), 'utf8')]);
}

t.test('every “Cài đặt → X” names an entry of that menu', async (t) => {
  const { app, signIn } = await startStation(t);
  const { items } = (await (await signIn('admin')).get('/api/settings')).body;
  t.equal(items.length, app.settings.all().length);
  const entriesOf = (words: typeof vi | typeof en, language: 'vi' | 'en') => [
    words.settings.commune,
    words.settings.zones,
    words.settings.station,
    ...items.map(({ title }: { title: { vi: string; en: string } }) => title[language]),
  ];
  const menus: [arrow: string, entries: string[]][] = [
    [`${vi.nav.settings} → `, entriesOf(vi, 'vi')],
    [`${en.nav.settings} → `, entriesOf(en, 'en')],
  ];
  let found = 0;
  for (const [name, text] of texts()) {
    for (const [arrow, entries] of menus) {
      for (const after of text.split(arrow).slice(1)) {
        found++;
        t.ok(
          entries.some(
            (entry) => after.startsWith(entry) && !/^[\p{L}\p{N}]/u.test(after.slice(entry.length)),
          ),
          `${name}: ${arrow}${after.slice(0, 40)}`,
        );
      }
    }
  }
  t.ok(found > 10, `${found} directions`);
});
