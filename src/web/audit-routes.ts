import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { type AuditRow, auditRepository } from './audit-repository.ts';
import { AuditCheck, AuditItem } from './audit-schemas.ts';
import { Page, PageQuery, pageOf, readCursor } from './paging.ts';

const tags = ['audit'];
const config = { right: 'audit.read' } as const;
const Text = Type.Optional(Type.String({ minLength: 1, maxLength: 100 }));
const Instant = Type.Optional(Type.Integer({ description: 'UTC milliseconds' }));

const Query = Type.Object({
  ...PageQuery.properties,
  actor: Type.Optional(Type.String({ maxLength: 64, description: 'Id of a user' })),
  action: Text,
  target: Text,
  from: Instant,
  to: Instant,
});

/** Nhật ký hệ thống: the audit log, newest first, and the check of its chain. */
const auditRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const repository = auditRepository(app.db);

  app.get(
    '/api/audit',
    { config, schema: { tags, querystring: Query, response: { 200: Page(AuditItem) } } },
    (request) => {
      const { limit = 50, after, ...filter } = request.query;
      const cursor = readCursor(after, ['number', 'number'])?.map(Number);
      const [at, seq] = cursor ?? [];
      const before = at === undefined || seq === undefined ? undefined : ([at, seq] as const);
      const rows = repository.list(filter, limit + 1, before);
      const { items, next } = pageOf(rows, limit, (row) => [row.at, row.seq]);
      return { items: items.map(shown), next };
    },
  );

  app.get('/api/audit/verify', { config, schema: { tags, response: { 200: AuditCheck } } }, () =>
    app.audit.verify(),
  );
};

export default auditRoutes;

function shown({ seq, at, actorId, actor, address, action, target, details }: AuditRow): AuditItem {
  return { id: seq, at, actorId, actor, address, action, target, details: JSON.parse(details) };
}
