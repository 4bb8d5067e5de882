import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import fp from 'fastify-plugin';
import { ruleFor } from '../web/guard.ts';
import { editorRoutes } from './editor-routes.ts';

const BUILT = join(import.meta.dirname, '../../dist/panel');
/** Addresses where an unknown path is an error and never a page of the panel. */
const NOT_PAGES = ['/api/', '/assets/', '/audio/'];

const NOT_BUILT = `<!doctype html><html lang="vi"><meta charset="utf-8"><title>Trạm Số</title>
<h1>Trạm Số đang chạy, nhưng giao diện chưa được dựng.</h1>
<p>Trên Trạm Số, chạy <code>scripts/start</code> (lệnh này tự dựng giao diện) rồi tải lại trang.</p>
<p lang="en">The station runs, but its panel has not been built: run <code>scripts/start</code>, then reload.</p>
</html>`;

export interface PanelOptions {
  /** Folder of the built panel. */
  root?: string;
}

/** Serves the built browser panel; every page address answers with the same document. */
export default fp<PanelOptions>(
  async (app, { root = BUILT }) => {
    await app.register(editorRoutes);
    const index = join(root, 'index.html');
    const isBuilt = existsSync(index);
    const page = isBuilt ? readFileSync(index, 'utf8') : NOT_BUILT;
    if (!isBuilt) app.log.warn({ slice: 'panel', root }, 'the panel is not built');

    app.get('/*', { config: { public: true }, schema: { hide: true } }, (req, reply) => {
      if (NOT_PAGES.some((prefix) => req.url.startsWith(prefix))) return reply.callNotFound();
      return reply
        .code(isBuilt ? 200 : 503)
        .header('cache-control', 'no-cache')
        .type('text/html; charset=utf-8')
        .send(page);
    });
    if (!isBuilt) return;
    await app.register(async (scope) => {
      ruleFor(scope, { public: true });
      // The names of assets carry a hash of their content, so a browser may keep them for good.
      await scope.register(fastifyStatic, {
        root: join(root, 'assets'),
        prefix: '/assets/',
        decorateReply: false,
        preCompressed: true,
        maxAge: '365d',
        immutable: true,
        schemaHide: true,
      });
    });
  },
  { name: 'panel', dependencies: ['web'] },
);
