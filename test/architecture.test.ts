import { execFile } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';

const TOP = join(import.meta.dirname, '..');
const CRUISER = join(TOP, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const CONFIG = '.dependency-cruiser.cjs';

interface Violation {
  rule: { name: string };
  from: string;
  to: string;
}

/** What dependency-cruiser finds wrong in the `src` of a checkout, by rule. */
async function violations(top: string): Promise<Map<string, string[]>> {
  const args = [CRUISER, 'src', '--config', CONFIG, '--output-type', 'json'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: top, maxBuffer: 2 ** 28 });
  const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[]; totalCruised: number } };
  if (summary.totalCruised < 5) throw new Error('dependency-cruiser saw next to nothing');
  const byRule = new Map<string, string[]>();
  for (const { rule, from, to } of summary.violations) {
    byRule.set(rule.name, [...(byRule.get(rule.name) ?? []), `${from} → ${to}`]);
  }
  return byRule;
}

function ruleNames(): string[] {
  const text = readFileSync(join(TOP, CONFIG), 'utf8');
  return [...text.matchAll(/^ {6}name: '([a-z-]+)'/gm)].map(([, name = '']) => name);
}

t.test('the rules of the house hold', async (t) => {
  const found = await violations(TOP);
  for (const name of ruleNames()) t.same(found.get(name) ?? [], [], name);
});

t.test('each rule notices what it forbids', async (t) => {
  const top = t.testdir({
    'package.json': JSON.stringify({ type: 'module', devDependencies: { tap: '*' } }),
    'tsconfig.json': readFileSync(join(TOP, 'tsconfig.json'), 'utf8'),
    node_modules: t.fixture('symlink', join(TOP, 'node_modules')),
    test: { 'rig.ts': 'export const rig = 1;' },
    src: {
      'app.ts': 'export const app = 1;',
      'errors.ts': 'export const errors = 1;',
      config: { 'load.ts': "import { play } from '../speakers/play.ts';\nexport const load = play;" },
      alerts: {
        'index.ts': "import type { Play } from '../speakers/play.ts';\nexport type Alert = Play;",
        'raise.ts': "import { play } from '../speakers/play.ts';\nexport const raise = play;",
        'top.ts': "import { app } from '../app.ts';\nexport const top = app;",
        'rigged.ts': "import { rig } from '../../test/rig.ts';\nexport const rigged = rig;",
        'tapped.ts': "import t from 'tap';\nexport const tapped = t;",
      },
      speakers: {
        'play.ts': "import { stop } from './stop.ts';\nexport type Play = 1;\nexport const play = stop;",
        'stop.ts': "import { play } from './play.ts';\nexport const stop = () => play;",
      },
      speech: { 'render.ts': "import { play } from '../speakers/play.ts';\nexport const render = play;" },
      protocols: { 'mqtt.ts': "import { errors } from '../errors.ts';\nexport const mqtt = errors;" },
      panel: { 'page.tsx': "import { play } from '../speakers/play.ts';\nexport const page = play;" },
    },
  });
  copyFileSync(join(TOP, CONFIG), join(top, CONFIG));
  const found = await violations(top);
  t.same([...found.keys()].sort(), ruleNames().sort());
  const types = [...found.values()].flat().filter((one) => one.startsWith('src/alerts/index.ts'));
  t.same(types, [], 'import type is no violation');
});

t.test('every folder of src is known to the rules', async (t) => {
  const rules = readFileSync(join(TOP, CONFIG), 'utf8');
  const ground = ['cli', 'config', 'db', 'errors', 'protocols'];
  for (const entry of readdirSync(join(TOP, 'src'), { withFileTypes: true })) {
    if (!entry.isDirectory() || ground.includes(entry.name)) continue;
    t.match(rules, new RegExp(`[(|]${entry.name}[|)]`), entry.name);
  }
});

const files = ['src', 'test', 'scripts'].flatMap((folder) =>
  readdirSync(join(TOP, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name)),
);

t.test(
  'HTTP comes without the second client that an import brings (src/protocols/node-http.ts)',
  async (t) => {
    const importing = files.filter(
      (file) =>
        file.startsWith(join(TOP, 'src/')) &&
        /^import (?!type).* from 'node:https?';$/m.test(readFileSync(file, 'utf8')),
    );
    t.same(importing, []);
  },
);

t.test('no file outgrows its idea, and none is called by a name that means nothing', async (t) => {
  const long = files.filter((file) => readFileSync(file, 'utf8').split('\n').length > 301);
  t.same(long, [], 'at most 300 lines');
  const vague = files.filter((file) =>
    /(^|[/-])(utils?|helpers?|common|manager|services?)[./-]/.test(file.slice(TOP.length)),
  );
  t.same(vague, []);
});
