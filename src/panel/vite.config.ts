import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Writes `.gz` and `.br` beside each text asset, so that the station never compresses while it serves. */
const precompress: Plugin = {
  name: 'precompress',
  apply: 'build',
  writeBundle({ dir = '' }, bundle) {
    for (const name of Object.keys(bundle)) {
      if (!/\.(js|css|svg)$/.test(name)) continue;
      const content = readFileSync(join(dir, name));
      writeFileSync(join(dir, `${name}.gz`), gzipSync(content, { level: 9 }));
      writeFileSync(join(dir, `${name}.br`), brotliCompressSync(content));
    }
  },
};

/** jsmpeg writes a style element for a player of its own, which is not used and which the security policy refuses. */
const noStyleOfJsmpeg: Plugin = {
  name: 'no-style-of-jsmpeg',
  transform(code, id) {
    return id.includes('jsmpeg-player') ? code.replace('styleInject(css_248z);', '') : undefined;
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), precompress, noStyleOfJsmpeg],
  build: {
    outDir: join(import.meta.dirname, '../../dist/panel'),
    emptyOutDir: true,
    target: 'es2022',
    // The content security policy allows no data: URL, and the preload polyfill serves browsers we do not target.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every visit needs, what several pages need, and each page: few requests, each kept by its hash.
          groups: [
            { name: 'start', tags: ['$initial'] },
            { name: 'shared', minShareCount: 2 },
          ],
        },
      },
    },
  },
});
