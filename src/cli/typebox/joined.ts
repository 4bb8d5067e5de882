import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';

const JOINED = new URL('../../../dist/typebox/', import.meta.url);

/**
 * TypeBox is 700 modules, each of which Node keeps as an object of its own, with its source: 9 MB of resident memory,
 * and a tenth of a second of each start. Set-up joins them (vite.config.ts here); whatever is imported after this call
 * gets them joined. Where that was not done, as in most tests, the package serves as it is.
 */
export function joinTypebox(): void {
  if (!existsSync(new URL('index.js', JOINED))) return;
  registerHooks({
    resolve(specifier, context, next) {
      const name = /^typebox(?:\/(\w+))?$/.exec(specifier);
      if (!name) return next(specifier, context);
      return { url: new URL(`${name[1] ?? 'index'}.js`, JOINED).href, format: 'module', shortCircuit: true };
    },
  });
}
