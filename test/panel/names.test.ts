import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import vi from '../../src/panel/i18n/vi.ts';
import { type JsonSchema, wordsOf } from '../../src/panel/pages/settings/json-schema.ts';
import { startStation } from '../harness.ts';

const SRC = join(import.meta.dirname, '../../src');

t.test('every action that the slices write into the audit log has a name', async (t) => {
  const code = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('panel/'))
    .map((name) => readFileSync(join(SRC, name), 'utf8'))
    .join('\n');
  const actions = [...code.matchAll(/\baction: (?:[\w.]+ \? )?'(\w+)\.(\w+)'(?: : '(\w+)\.(\w+)')?/g)];
  t.ok(actions.length > 20, 'the pattern above finds them');
  const known: Record<string, Record<string, string>> = vi.actions;
  for (const [, slice = '', verb = '', otherSlice, otherVerb = ''] of actions) {
    t.ok(known[slice]?.[verb], `${slice}.${verb}`);
    if (otherSlice) t.ok(known[otherSlice]?.[otherVerb], `${otherSlice}.${otherVerb}`);
  }
});

t.test('everything that the audit log is about has a name', async (t) => {
  const code = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('panel/'))
    .map((name) => readFileSync(join(SRC, name), 'utf8'))
    .join('\n');
  const kinds = new Set(
    [...code.matchAll(/\btarget(?: =|:)[^`'\n]*[`'](\w+):/g)].map(([, kind = '']) => kind),
  );
  t.ok(kinds.size > 6, 'the pattern above finds them');
  for (const kind of kinds) t.ok(kind in vi.auditTargets, kind);
});

t.test('every setting has a label, and every choice in it a name', async (t) => {
  const { app } = await startStation(t);
  const check = (schema: JsonSchema, path: string) => {
    for (const [key, property] of Object.entries(schema.properties ?? {})) {
      const { label, help } = wordsOf(property, key, 'vi');
      t.match(label, /[à-ỹđ]/i, `${path}.${key}: “${label}”`);
      if (help) t.match(help, /[à-ỹđ]/i, `${path}.${key}: “${help}”`);
      t.not(wordsOf(property, key, 'en').label, '');
      for (const option of property.enum ?? []) {
        const isWord = typeof option === 'number' || option === '' || /[à-ỹđ]|^linh$/i.test(option);
        t.ok(isWord || option in vi.options, `${path}.${key}: ${option}`);
      }
      if (property.items) check(property.items, `${path}.${key}`);
    }
  };
  for (const { name, schema } of app.settings.all()) check(schema as JsonSchema, name);
});

t.test('a description is help in the language in which it is written', async (t) => {
  const english = { title: 'Giờ sao lưu', description: 'Local time, HH:MM' };
  t.same(wordsOf(english, 'time', 'vi'), { label: 'Giờ sao lưu', help: undefined });
  t.same(wordsOf(english, 'time', 'en'), { label: 'Local time, HH:MM', help: undefined });
  const both = { title: 'Giọng', titleEn: 'Voice', description: 'Bắc, Trung hoặc Nam' };
  t.same(wordsOf(both, 'voice', 'vi'), { label: 'Giọng', help: 'Bắc, Trung hoặc Nam' });
  t.same(wordsOf(both, 'voice', 'en'), { label: 'Voice', help: undefined });
});
