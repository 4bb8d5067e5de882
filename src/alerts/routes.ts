import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { AppError } from '../errors.ts';
import { Page, PageQuery, pageOf, readCursor } from '../web/paging.ts';
import type { Alerts } from './alerts.ts';
import { ALERT_STATES, Alert } from './schemas.ts';

const AlertQuery = Type.Object({
  ...PageQuery.properties,
  state: Type.Optional(Type.Enum(ALERT_STATES, { default: 'open' })),
});
const AlertId = Type.Object({ id: Type.String() });
const Snooze = Type.Object({ until: Type.Integer({ description: 'UTC ms, at most 7 days ahead' }) });

/** The HTTP side of the alerts. */
export function alertRoutes(app: FastifyInstance, alerts: Alerts): void {
  const api = app.withTypeProvider<TypeBoxTypeProvider>();
  const tags = ['alerts'];
  const config = { right: 'alert.acknowledge' } as const;

  api.get(
    '/api/alerts',
    {
      config: { right: 'alert.read' },
      schema: {
        tags,
        summary: 'Alerts, newest first',
        querystring: AlertQuery,
        response: { 200: Page(Alert) },
      },
    },
    ({ query: { limit = 50, after, state = 'open' } }) => {
      const [openedAt, id] = readCursor(after, ['number', 'string']) ?? [];
      const cursor = id === undefined ? undefined : { openedAt: Number(openedAt), id: String(id) };
      const page = pageOf(alerts.list(state, cursor, limit + 1), limit, (alert) => [
        alert.openedAt,
        alert.id,
      ]);
      return { ...page, total: alerts.count(state) };
    },
  );

  api.post(
    '/api/alerts/:id/acknowledge',
    { config, schema: { tags, summary: 'I take care of it', params: AlertId, response: { 200: Alert } } },
    (request) => {
      const { id } = request.params;
      const by = request.user?.name;
      if (by === undefined) throw new AppError('auth.required');
      return app.db.transaction(() => {
        const { alert, isNew } = alerts.acknowledge(id, by);
        const details = { rule: alert.rule, subject: alert.subject };
        if (isNew) app.audit.append({ request, action: 'alert.acknowledge', target: `alert:${id}`, details });
        return alert;
      })();
    },
  );

  api.post(
    '/api/alerts/:id/snooze',
    {
      config,
      schema: {
        tags,
        summary: 'Hide it for a while',
        params: AlertId,
        body: Snooze,
        response: { 200: Alert },
      },
    },
    (request) => {
      const { id } = request.params;
      const { until } = request.body;
      return app.db.transaction(() => {
        const alert = alerts.snooze(id, until);
        const details = { rule: alert.rule, subject: alert.subject, until };
        app.audit.append({ request, action: 'alert.snooze', target: `alert:${id}`, details });
        return alert;
      })();
    },
  );

  api.delete(
    '/api/alerts/:id/snooze',
    {
      config,
      schema: { tags, summary: 'Show it again at once', params: AlertId, response: { 200: Alert } },
    },
    (request) => {
      const { id } = request.params;
      return app.db.transaction(() => {
        const { alert, isNew } = alerts.unsnooze(id);
        const details = { rule: alert.rule, subject: alert.subject };
        if (isNew) app.audit.append({ request, action: 'alert.unsnooze', target: `alert:${id}`, details });
        return alert;
      })();
    },
  );
}
