import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { defineConfig } from 'vite';

const TOP = join(import.meta.dirname, '../../..');
const folder = dirname(dirname(createRequire(import.meta.url).resolve('typebox')));
const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
  exports: Record<string, { import?: string }>;
};
/** `.` → index, `./value` → value; each with the file that the package has for it. */
const entries = Object.entries(exports).flatMap(([name, { import: file }]) =>
  file ? [[name.replace(/^\.\/?/, '') || 'index', join(folder, file)]] : [],
);

/** Joins TypeBox into a few files, under the names by which `joined.ts` looks for them. */
export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: join(TOP, 'dist/typebox'),
    emptyOutDir: true,
    ssr: true,
    target: 'es2023',
    minify: true,
    rolldownOptions: { input: Object.fromEntries(entries), output: { entryFileNames: '[name].js' } },
  },
  ssr: { noExternal: true },
});
