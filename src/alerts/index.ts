import fp from 'fastify-plugin';
import { type Alerts, createAlerts } from './alerts.ts';
import { announcer } from './announce.ts';
import { AlertSettings } from './config.ts';
import { keepHouse } from './housekeeping.ts';
import { alertRoutes } from './routes.ts';

export type { Alerts } from './alerts.ts';
export type { Alert, AlertDetails, AlertRule, AlertState, Severity } from './schemas.ts';

declare module 'fastify' {
  interface FastifyInstance {
    alerts: Alerts;
  }
}

declare module '../events.ts' {
  interface Events {
    /** Opened, repeated, acknowledged, snoozed, shown again or cleared. After the commit. */
    'alert.changed': { id: string };
  }
}

/** Decorates `alerts`: rules as data, one open alert per cause. */
export default fp(
  async (app) => {
    const settings = app.settings.section('alerts', AlertSettings);
    const alerts: Alerts = createAlerts({
      db: app.db,
      clock: app.clock,
      outbox: app.outbox,
      onChange: announcer(app, () => alerts),
    });
    app.decorate('alerts', alerts);
    app.events.on('alert.changed', ({ id }) => app.live.changed('alerts', id));
    alertRoutes(app, alerts);

    const stop = keepHouse({
      alerts,
      clock: app.clock,
      keepDays: () => settings.get().keepDays,
      log: app.log.child({ slice: 'alerts' }),
    });
    app.addHook('onClose', stop);
  },
  { name: 'alerts', dependencies: ['settings', 'outbox', 'web'] },
);
