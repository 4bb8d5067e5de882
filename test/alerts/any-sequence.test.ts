import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { createAlerts } from '../../src/alerts/alerts.ts';
import type { Alert } from '../../src/alerts/schemas.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open.ts';
import { AppError } from '../../src/errors.ts';

const RULES = ['a.x', 'a.y'];
const SUBJECTS = ['1', '2', '3'];

const cause = { rule: fc.constantFrom(...RULES), subject: fc.constantFrom(...SUBJECTS) };
/** Which of the alerts made so far, also those that are over. */
const which = fc.nat(20);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('raise' as const), ...cause }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('clear' as const), ...cause }) },
  fc.record({ do: fc.constant('acknowledge' as const), which }),
  fc.record({ do: fc.constant('snooze' as const), which, ms: fc.integer({ min: -5, max: 50 }) }),
  fc.record({ do: fc.constant('wake' as const) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: -20, max: 40 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

t.test('any sequence keeps one open alert per cause, and the history', async (t) => {
  const db = openDatabase(`${t.testdir()}/x.db`);
  t.teardown(() => db.close());
  migrate(db, t.testdirName);
  const clock = { at: 0, now: () => clock.at };
  let sent = 0;
  const alerts = createAlerts({ db, clock, outbox: { append: () => ++sent } });
  const texts = { vi: '', en: '' };
  alerts.define(RULES.map((id) => ({ id, severity: 'info', title: texts, advice: texts })));

  /** What should be there, by a plain model. */
  let model: Alert[] = [];
  const openOne = ({ rule, subject }: { rule: string; subject: string }) =>
    model.find((alert) => alert.rule === rule && alert.subject === subject && alert.clearedAt === null);

  function run(one: Step): void {
    switch (one.do) {
      case 'raise': {
        const known = openOne(one);
        const raised = alerts.raise(one.rule, one.subject);
        if (known) Object.assign(known, { count: known.count + 1, lastAt: clock.at });
        else model.push(raised);
        break;
      }
      case 'clear': {
        const known = openOne(one);
        t.equal(alerts.clear(one.rule, one.subject), known !== undefined);
        if (known) known.clearedAt = clock.at;
        break;
      }
      case 'acknowledge': {
        const known = model[one.which % model.length];
        alerts.acknowledge(known?.id ?? 'none', 'Lan');
        if (known?.acknowledgedAt === null) {
          Object.assign(known, { acknowledgedAt: clock.at, acknowledgedBy: 'Lan' });
        }
        break;
      }
      case 'snooze': {
        const known = model[one.which % model.length];
        alerts.snooze(known?.id ?? 'none', clock.at + one.ms);
        if (known) known.snoozedUntil = clock.at + one.ms;
        break;
      }
      case 'wake':
        alerts.wake();
        for (const alert of model) {
          const isDue = alert.snoozedUntil !== null && alert.snoozedUntil <= clock.at;
          if (isDue && alert.clearedAt === null) alert.snoozedUntil = null;
        }
        break;
      case 'wait':
        clock.at += one.ms;
    }
  }

  function isAsExpected(): boolean {
    const stored = new Map(alerts.list('all', undefined, -1).map((alert) => [alert.id, alert]));
    const open = alerts.open().map(({ id }) => id);
    const visible = model.filter(
      ({ clearedAt, snoozedUntil }) =>
        clearedAt === null && (snoozedUntil === null || snoozedUntil <= clock.at),
    );
    const causes = model
      .filter(({ clearedAt }) => clearedAt === null)
      .map((alert) => `${alert.rule} ${alert.subject}`);
    return (
      stored.size === model.length &&
      model.every((alert) => isDeepStrictEqual(stored.get(alert.id), alert)) &&
      open.length === visible.length &&
      new Set(causes).size === causes.length &&
      sent === model.length + model.filter(({ clearedAt }) => clearedAt !== null).length
    );
  }

  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      db.exec('DELETE FROM alerts');
      model = [];
      sent = 0;
      clock.at = 1_000;
      for (const one of steps) {
        try {
          run(one);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
        }
      }
      return isAsExpected();
    }),
    { numRuns: 150 },
  );
});
