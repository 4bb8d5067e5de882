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

const VIETNAMESE = /[à-ỹđ]/i;

t.test('every section, every setting and every choice has words in both languages', async (t) => {
  const { app } = await startStation(t);
  const sections = app.settings.all();
  t.ok(sections.length >= 7);
  const checkWords = (schema: JsonSchema, path: string) => {
    const { label, help } = wordsOf(schema, '', 'vi');
    t.match(label, VIETNAMESE, `${path}: “${label}”`);
    const english = wordsOf(schema, '', 'en');
    t.not(english.label, '', `${path} has an English label`);
    t.notMatch(`${english.label} ${english.help}`, VIETNAMESE, path);
    t.equal(
      help === undefined,
      english.help === undefined,
      `${path} is explained in both languages or in none`,
    );
    if (help !== undefined) t.match(help, VIETNAMESE, `${path}: “${help}”`);
  };
  const check = (schema: JsonSchema, path: string) => {
    for (const [key, property] of Object.entries(schema.properties ?? {})) {
      const at = `${path}.${key}`;
      checkWords(property, at);
      const { label, help } = wordsOf(property, '', 'vi');
      for (const option of property.enum ?? []) {
        const isWord = typeof option === 'number' || option === '' || /[à-ỹđ]|^linh$/i.test(option);
        t.ok(isWord || option in vi.options, `${at}: ${option}`);
        const isCode = typeof option === 'string' && option in vi.options;
        if (isCode) t.notOk(`${label} ${help}`.includes(option), `${at} names the choice, not its code`);
      }
      if (property.items) check(property.items, at);
    }
  };
  for (const { name, schema } of sections) {
    checkWords(schema as JsonSchema, name);
    check(schema as JsonSchema, name);
  }
});
