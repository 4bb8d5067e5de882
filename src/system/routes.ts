import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { instantText } from '../clock.ts';
import { AppError } from '../errors.ts';
import { PageQuery, pageOf, readCursor, staleCursor } from '../web/paging.ts';
import type { Backups } from './backup/backups.ts';
import type { Recovery } from './backup/recovery.ts';
import { BackupList, BackupStatus, Health, NewRecoveryCode, RecoveryCode } from './schemas.ts';

export interface SystemRoutesOptions {
  backups: Backups;
  recovery: Recovery;
  health: () => Promise<Health>;
}

const tags = ['system'];

const systemRoutes: FastifyPluginAsyncTypebox<SystemRoutesOptions> = async (app, options) => {
  const { backups, recovery, health } = options;
  const status = () => ({ ...backups.state(), hasRecoveryCode: recovery.exists() });

  app.get(
    '/api/system/health',
    {
      config: { right: 'system.read' },
      schema: { tags, summary: 'What the doctor finds', response: { 200: Health } },
    },
    () => health(),
  );

  // The same for `tramso doctor`, which has no session.
  app.get(
    '/health',
    { config: { public: true, listeners: ['local'] }, schema: { hide: true, response: { 200: Health } } },
    () => health(),
  );

  app.get(
    '/api/system/backup',
    {
      config: { right: 'system.read' },
      schema: { tags, summary: 'Progress and the newest outcome', response: { 200: BackupStatus } },
    },
    status,
  );

  app.get(
    '/api/system/backups',
    {
      config: { right: 'system.manage' },
      schema: {
        tags,
        summary: 'Backups in the folder, newest first',
        querystring: PageQuery,
        response: { 200: BackupList },
      },
    },
    async ({ query: { limit = 50, after } }) => {
      const [before] = readCursor(after, ['string']) ?? [];
      const all = await backups.list();
      const from = before === undefined ? 0 : all.findIndex(({ name }) => name === before) + 1;
      // One that made room for a newer one says nothing of where to go on.
      if (before !== undefined && from === 0) throw staleCursor();
      return pageOf(all.slice(from, from + limit + 1), limit, ({ name }) => [name]);
    },
  );

  app.post(
    '/api/system/backup',
    {
      config: { right: 'system.manage' },
      schema: { tags, summary: 'Back up now; the end shows in the status', response: { 202: BackupStatus } },
    },
    async (request, reply) => {
      backups.check();
      const target = `folder:${backups.state().folder}`;
      app.db.transaction(() => app.audit.append({ request, action: 'system.backup', target }))();
      // How it ends is recorded in the status, in the log and, when it fails, as an alert.
      backups.start().catch(() => {});
      return reply.code(202).send(status());
    },
  );

  app.post(
    '/api/system/clock',
    {
      config: { right: 'system.manage' },
      schema: { tags, summary: 'The clock of the machine is right, though a later time was written down' },
    },
    async (request, reply) => {
      const wall = app.outside.wall();
      app.db.transaction(() => {
        if (!app.clock.accept()) throw new AppError('clock.impossible', { shown: instantText(wall) });
        app.audit.append({ request, action: 'system.clock', details: { to: wall } });
      })();
      app.live.changed('system');
      return reply.code(204).send();
    },
  );

  app.post(
    '/api/system/recovery-code',
    {
      config: { right: 'system.manage' },
      schema: {
        tags,
        summary: 'A new recovery code, shown this once; later backups open with it alone',
        body: NewRecoveryCode,
        response: { 200: RecoveryCode },
      },
    },
    async (request, reply) => {
      if (!request.user) throw new AppError('auth.required');
      await app.pin.verify(request.user.id, request.body.pin, request);
      const code = await recovery.renew(() => app.audit.append({ request, action: 'system.recovery_code' }));
      app.live.changed('system');
      return reply.header('cache-control', 'no-store').send({ code });
    },
  );
};

export default systemRoutes;
