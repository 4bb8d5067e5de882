import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { build } from 'vite';

t.setTimeout(180_000);

/** JavaScript that a first visit loads, compressed. */
const LIMIT = 200 * 1024;

t.test('the built panel', async (t) => {
  const outDir = t.testdir();
  const configFile = join(import.meta.dirname, '../../src/panel/vite.config.ts');
  await build({ configFile, logLevel: 'warn', build: { outDir } });
  const html = readFileSync(join(outDir, 'index.html'), 'utf8');
  const assets = readdirSync(join(outDir, 'assets'));

  t.test('starts small, and each page comes when it is opened', async (t) => {
    const scripts = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, path = '']) => path);
    t.ok(scripts.length > 0);
    const sizes = scripts.map((path) => statSync(join(outDir, `${path}.gz`)).size);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    t.ok(total <= LIMIT, `${total} bytes`);
    t.ok(assets.filter((name) => /-page-.*\.js$/.test(name)).length > 10);
  });

  t.test('keeps to the content security policy', async (t) => {
    t.notMatch(html, /<script(?![^>]*\bsrc=)/, 'no inline script');
    t.notMatch(html, /<style|\bstyle=/, 'no inline style');
    t.notMatch(html, /(?:src|href)="(?:https?:)?\/\//, 'nothing from elsewhere');
    for (const name of assets.filter((name) => name.endsWith('.css'))) {
      const css = readFileSync(join(outDir, 'assets', name), 'utf8');
      t.notMatch(css, /url\((?!\/assets\/)/, `${name}: only its own files`);
    }
    for (const name of assets.filter((name) => name.endsWith('.js'))) {
      const script = readFileSync(join(outDir, 'assets', name), 'utf8');
      t.notMatch(script, /\beval\(|new Function\(/, `${name}: no code from text`);
    }
  });
});
