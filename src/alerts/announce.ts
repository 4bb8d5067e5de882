import type { FastifyInstance } from 'fastify';
import type { AlertChange, Alerts } from './alerts.ts';
import type { Alert } from './schemas.ts';

/**
 * Tells the log, the other slices and the browsers of a change, once it is committed. The change may be part of a
 * caller's transaction, which is synchronous: a microtask comes after it, and a look at the row tells whether it
 * was rolled back.
 */
export function announcer(app: Pick<FastifyInstance, 'log' | 'events'>, alerts: () => Pick<Alerts, 'get'>) {
  const log = app.log.child({ slice: 'alerts' });
  return (alert: Alert, change: AlertChange): void =>
    queueMicrotask(() => {
      const stored = alerts().get(alert.id);
      if (stored?.[change] !== alert[change]) return;
      const { id, rule, subject, severity } = alert;
      const message = messageOf(alert, change);
      const level = change === 'openedAt' && severity !== 'info' ? 'warn' : 'info';
      if (message) log[level]({ alert: id, rule, subject, severity }, message);
      app.events.emit('alert.changed', { id });
    });
}

/** A repeat is no change of state, so it is not logged. */
function messageOf({ snoozedUntil }: Alert, change: AlertChange): string | undefined {
  switch (change) {
    case 'openedAt':
      return 'alert opened';
    case 'acknowledgedAt':
      return 'alert acknowledged';
    case 'snoozedUntil':
      return snoozedUntil === null ? 'alert shown again' : 'alert snoozed';
    case 'clearedAt':
      return 'alert cleared';
    case 'count':
      return undefined;
  }
}
