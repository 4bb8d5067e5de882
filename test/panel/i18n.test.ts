import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { PLAYOUT_STATES, TARGET_STATES } from '../../src/broadcast/playout/schemas.ts';
import { HEALTH_CODES } from '../../src/cameras/health/reasons.ts';
import en from '../../src/panel/i18n/en.ts';
import vi from '../../src/panel/i18n/vi.ts';
import { ROLES } from '../../src/web/roles.ts';

const PANEL = join(import.meta.dirname, '../../src/panel');

/** Every text by its dotted key. */
function flatten(texts: object, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [name, value] of Object.entries(texts)) {
    if (typeof value === 'string') flat.set(prefix + name, value);
    else for (const [key, text] of flatten(value as object, `${prefix}${name}.`)) flat.set(key, text);
  }
  return flat;
}

function sources(extension: RegExp): { name: string; text: string }[] {
  return readdirSync(PANEL, { recursive: true, encoding: 'utf8' })
    .filter((name) => extension.test(name) && !name.startsWith('i18n/'))
    .map((name) => ({ name, text: readFileSync(join(PANEL, name), 'utf8') }));
}

const vietnamese = flatten(vi);
const english = flatten(en);
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

t.test('both languages have the same keys, with the same placeholders, and nothing empty', async (t) => {
  t.same([...english.keys()].sort(), [...vietnamese.keys()].sort());
  for (const [key, text] of vietnamese) {
    t.not(text.trim(), '', key);
    t.same(placeholders(english.get(key) ?? ''), placeholders(text), key);
  }
});

t.test('the texts are composed Unicode, without stray spaces', async (t) => {
  for (const [key, text] of [...vietnamese, ...english]) {
    t.equal(text.normalize('NFC'), text, key);
    t.equal(text.trim().replace(/ {2,}/g, ' '), text, key);
  }
});

t.test('every key is used, and every key that is used exists', async (t) => {
  const code = sources(/\.tsx?$/)
    .map(({ text }) => text)
    .join('\n');
  const literals = new Set([...code.matchAll(/['"`]([a-zA-Z]+(?:\.[\w-]+)+)['"`]/g)].map(([, key]) => key));
  // t(`playout.states.${state}`) uses every key of that shape; an action holds a dot itself.
  const shapes = [...code.matchAll(/`([a-zA-Z]+\.(?:[\w.-]*)\$\{[^}]+\}[\w.-]*)`/g)].map(([, shape = '']) => {
    const pattern = shape.split(/\$\{[^}]+\}/).map((part) => part.replaceAll('.', '\\.'));
    return new RegExp(`^${pattern.join('.+')}$`);
  });
  const unused = [...vietnamese.keys()].filter(
    (key) => !literals.has(key) && !shapes.some((shape) => shape.test(key)),
  );
  t.same(unused, [], 'unused');
  const asked = [...code.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key = '']) => key);
  t.ok(asked.length > 200, 'the pattern above finds the calls');
  t.same(
    asked.filter((key) => !vietnamese.has(key)),
    [],
    'missing',
  );
});

t.test('every state, reason and role of the station has a name', async (t) => {
  for (const state of PLAYOUT_STATES) t.ok(vietnamese.has(`playout.states.${state}`), state);
  for (const state of TARGET_STATES) t.ok(vietnamese.has(`playout.targets.${state}`), state);
  for (const code of HEALTH_CODES) t.ok(vietnamese.has(code.replace('camera.', 'cameras.reasons.')), code);
  for (const role of ROLES) t.ok(vietnamese.has(`roles.${role}`), role);
});

t.test('no text stands in the components themselves', async (t) => {
  for (const { name, text } of sources(/\.tsx$/)) {
    const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
    t.notMatch(code, /[à-ỹđÀ-ỸĐ]/, `${name}: Vietnamese`);
    t.notMatch(code, />\s*[A-Za-z][a-z]+(?: [a-z]+)*\s*<\//, `${name}: words between tags`);
    t.notMatch(code, /\b(?:label|title|placeholder|aria-label)="[A-Z]/, `${name}: words in an attribute`);
  }
});
