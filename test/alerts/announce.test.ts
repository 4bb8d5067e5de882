import { pino } from 'pino';
import t from 'tap';
import type { AlertChange } from '../../src/alerts/alerts.ts';
import { announcer } from '../../src/alerts/announce.ts';
import type { Alert, Severity } from '../../src/alerts/schemas.ts';
import { EventBus } from '../../src/events.ts';

function alertOf(patch: Partial<Alert> = {}): Alert {
  return {
    id: '1',
    rule: 'speaker.offline',
    subject: 'loa-1',
    severity: 'warning',
    title: '',
    titleEn: '',
    advice: '',
    adviceEn: '',
    details: {},
    openedAt: 1,
    lastAt: 1,
    count: 1,
    acknowledgedAt: null,
    acknowledgedBy: null,
    snoozedUntil: null,
    clearedAt: null,
    ...patch,
  };
}

t.test('one log line per change of state, after the commit', async (t) => {
  const lines: Record<string, unknown>[] = [];
  const log = pino(
    { base: null, timestamp: false },
    { write: (line: string) => lines.push(JSON.parse(line)) },
  );
  const events = new EventBus((error) => t.error(error));
  let emitted = 0;
  events.on('alert.changed', () => emitted++);
  let stored: Alert | undefined;
  const announce = announcer({ log, events }, () => ({ get: () => stored }));

  const said = async (alert: Alert, change: AlertChange, committed: Alert | undefined = alert) => {
    lines.length = 0;
    announce(alert, change);
    stored = committed;
    t.equal(lines.length, 0, 'nothing before the transaction is over');
    await Promise.resolve();
    return lines.map(({ level, msg }) => `${level} ${msg}`);
  };
  const opened = (severity: Severity) => said(alertOf({ severity }), 'openedAt');

  t.strictSame(await opened('warning'), ['40 alert opened']);
  t.match(lines, [
    { slice: 'alerts', alert: '1', rule: 'speaker.offline', subject: 'loa-1', severity: 'warning' },
  ]);
  t.strictSame(await opened('info'), ['30 alert opened']);
  t.strictSame(await said(alertOf({ count: 2 }), 'count'), [], 'a repeat is no change of state');
  t.strictSame(await said(alertOf({ acknowledgedAt: 5 }), 'acknowledgedAt'), ['30 alert acknowledged']);
  t.strictSame(await said(alertOf({ snoozedUntil: 5 }), 'snoozedUntil'), ['30 alert snoozed']);
  t.strictSame(await said(alertOf(), 'snoozedUntil'), ['30 alert shown again']);
  t.strictSame(await said(alertOf({ clearedAt: 5 }), 'clearedAt'), ['30 alert cleared']);
  t.equal(emitted, 7);

  stored = undefined;
  announce(alertOf(), 'openedAt');
  await Promise.resolve();
  t.strictSame(await said(alertOf({ clearedAt: 5 }), 'clearedAt', alertOf()), [], 'rolled back');
  t.equal(emitted, 7);
});
