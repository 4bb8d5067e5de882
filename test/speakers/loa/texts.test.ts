import { readFileSync } from 'node:fs';
import t from 'tap';
import en from '../../../src/panel/i18n/en.ts';
import vi from '../../../src/panel/i18n/vi.ts';

const LOA = new URL('../../../src/speakers/loa/', import.meta.url);
const { TEXTS } = await import(new URL('texts.js', LOA).href);
const sources = ['index.html', 'main.js', 'screen.js', 'language.js'].map((file) =>
  readFileSync(new URL(file, LOA), 'utf8'),
);
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

t.test('both languages say the same things', async (t) => {
  t.same(Object.keys(TEXTS.en), Object.keys(TEXTS.vi));
  for (const [key, text] of Object.entries<string>(TEXTS.vi)) {
    t.same(placeholders(TEXTS.en[key]), placeholders(text), key);
    t.equal(text.normalize('NFC').trim(), text, key);
    if (key !== 'other' && key !== 'title') t.notMatch(TEXTS.en[key], /[à-ỹđ]/, `${key}: no Vietnamese`);
  }
});

t.test('every text is used, and every text that is used exists', async (t) => {
  const all = sources.join('\n');
  for (const key of Object.keys(TEXTS.vi)) t.match(all, new RegExp(`['"]${key}['"]`), key);
  for (const [, key = ''] of all.matchAll(/(?:data-text=|data-example=|say\()["'](\w+)["']/g)) {
    t.ok(TEXTS.vi[key], key);
  }
});

t.test('no words stand beside the table', async (t) => {
  const [html = '', ...scripts] = sources;
  const page = html.replace(/<noscript>.*<\/noscript>|<title>.*<\/title>|Trạm Số/g, '');
  for (const source of [page, ...scripts]) t.notMatch(source.replace(/\/\*[\s\S]*?\*\//g, ''), /[à-ỹđÀ-ỸĐ]/);
});

t.test('the page names what the panel shows, and the panel what the page shows', async (t) => {
  for (const [language, panel] of [
    ['vi', vi],
    ['en', en],
  ] as const) {
    const { pairHow, pair, unlock } = TEXTS[language];
    for (const word of [panel.nav.speakers, panel.speakers.add, panel.speakers.kindWeb]) {
      t.match(pairHow, `“${word}”`, word);
    }
    t.match(panel.speakers.pairStart, `“${pair}”`);
    for (const text of [panel.speakers.states.locked, panel.zones.reachLocked]) t.match(text, `“${unlock}”`);
  }
});
