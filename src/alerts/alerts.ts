import { v7 as uuidv7 } from 'uuid';
import { type Clock, DAY_MS } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { AppError, invalid } from '../errors.ts';
import type { Outbox } from '../outbox/index.ts';
import { type AlertCursor, alertsRepository } from './alerts-repository.ts';
import { createRules, type Rules, textsOf } from './rules.ts';
import type { Alert, AlertDetails, AlertState } from './schemas.ts';

/** The field in which a change can be seen: each change of state sets one. */
export type AlertChange = 'openedAt' | 'count' | 'acknowledgedAt' | 'snoozedUntil' | 'clearedAt';

/**
 * What needs somebody's attention: at most one open alert for each rule and subject, whatever happens. All of it
 * may be called inside a caller's transaction, and is then committed or rolled back with it.
 */
export interface Alerts {
  define: Rules['define'];
  /** Opens the alert of this cause, or counts it once more; throws for an unknown rule. */
  raise(rule: string, subject: string, details?: AlertDetails): Alert;
  /** The cause is gone. True where an alert was open; throws for an unknown rule. */
  clear(rule: string, subject: string): boolean;
  /** What needs somebody now: open, and not snoozed. Newest first. */
  open(): Alert[];
  get(id: string): Alert | undefined;
  list(state: AlertState, before: AlertCursor | undefined, limit: number): Alert[];
  count(state: AlertState): number;
  /** How many are open that nobody has taken on. */
  untaken(): number;
  /** Somebody has taken it on. `isNew` is false where somebody had before; throws `alert.over` once cleared. */
  acknowledge(id: string, by: string): { alert: Alert; isNew: boolean };
  /** Hides it until an instant within 7 days; throws `alert.over` once cleared. */
  snooze(id: string, until: number): Alert;
  /** Shows it again before its snooze is over. `isNew` is false where it was not put off; throws `alert.over` once cleared. */
  unsnooze(id: string): { alert: Alert; isNew: boolean };
  /** Shows again those whose snooze has ended; returns their ids. */
  wake(): string[];
  /** Deletes at most `limit` alerts cleared before `instant`; returns how many. */
  dropClearedBefore(instant: number, limit: number): number;
}

export interface AlertsParts {
  db: Db;
  clock: Pick<Clock, 'now'>;
  outbox: Pick<Outbox, 'append'>;
  /** Told in the transaction of the change, with the alert as it is after it. */
  onChange?(alert: Alert, change: AlertChange): void;
}

const MAX_SNOOZE_MS = 7 * DAY_MS;

/** The alerts on an open, migrated database. */
export function createAlerts({ db, clock, outbox, onChange = () => {} }: AlertsParts): Alerts {
  const rows = alertsRepository(db);
  const rules = createRules();

  function save(alert: Alert, change: AlertChange): Alert {
    rows.update(alert);
    onChange(alert, change);
    return alert;
  }

  function needOpen(id: string): Alert {
    const alert = rows.get(id);
    if (!alert) throw new AppError('item.not_found');
    if (alert.clearedAt !== null) throw new AppError('alert.over');
    return alert;
  }

  return {
    define: rules.define,

    raise: db.transaction((ruleId, subject, details = {}) => {
      const rule = rules.get(ruleId);
      const now = clock.now();
      const current = { severity: rule.severity, details, ...textsOf(rule, details), lastAt: now };
      const known = rows.findOpen(ruleId, subject);
      if (known) return save({ ...known, ...current, count: known.count + 1 }, 'count');
      const alert: Alert = {
        id: uuidv7(),
        rule: ruleId,
        subject,
        ...current,
        openedAt: now,
        count: 1,
        acknowledgedAt: null,
        acknowledgedBy: null,
        snoozedUntil: null,
        clearedAt: null,
      };
      rows.insert(alert);
      outbox.append({ class: 'alarm', type: 'alert.opened', payload: alert });
      onChange(alert, 'openedAt');
      return alert;
    }),

    clear: db.transaction((ruleId, subject) => {
      const { id } = rules.get(ruleId);
      const known = rows.findOpen(id, subject);
      if (!known) return false;
      const alert = save({ ...known, clearedAt: clock.now() }, 'clearedAt');
      outbox.append({ class: 'alarm', type: 'alert.cleared', payload: alert });
      return true;
    }),

    open: () => rows.list('open', clock.now()),
    get: rows.get,
    list: (state, before, limit) => rows.list(state, clock.now(), before, limit),
    count: (state) => rows.count(state, clock.now()),
    untaken: () => rows.untaken(clock.now()),

    acknowledge: db.transaction((id, by) => {
      const alert = needOpen(id);
      if (alert.acknowledgedAt !== null) return { alert, isNew: false };
      const acknowledged = { ...alert, acknowledgedAt: clock.now(), acknowledgedBy: by };
      return { alert: save(acknowledged, 'acknowledgedAt'), isNew: true };
    }),

    snooze: db.transaction((id, until) => {
      const now = clock.now();
      if (until <= now)
        throw invalid(
          'until',
          'thời điểm hiện lại phải ở phía trước',
          'the time to show it again must be in the future',
        );
      if (until > now + MAX_SNOOZE_MS)
        throw invalid('until', 'chỉ tạm ẩn được nhiều nhất 7 ngày', 'it can be hidden for at most 7 days');
      return save({ ...needOpen(id), snoozedUntil: until }, 'snoozedUntil');
    }),

    unsnooze: db.transaction((id) => {
      const alert = needOpen(id);
      if (alert.snoozedUntil === null) return { alert, isNew: false };
      return { alert: save({ ...alert, snoozedUntil: null }, 'snoozedUntil'), isNew: true };
    }),

    wake: db.transaction(() =>
      rows
        .snoozeEnded(clock.now())
        .map((id) => save({ ...needOpen(id), snoozedUntil: null }, 'snoozedUntil').id),
    ),

    dropClearedBefore: rows.dropClearedBefore,
  };
}
