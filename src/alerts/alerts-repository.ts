import type { Db } from '../db/open.ts';
import type { Alert, AlertState } from './schemas.ts';

type Stored = Omit<Alert, 'details'> & { details: string };

/** Sort key of the newest-first list. */
export interface AlertCursor {
  openedAt: number;
  id: string;
}

const COLUMNS = `id, rule, subject, severity, title, title_en AS titleEn, advice, advice_en AS adviceEn, details,
  opened_at AS openedAt, last_at AS lastAt, count, acknowledged_at AS acknowledgedAt,
  acknowledged_by AS acknowledgedBy, snoozed_until AS snoozedUntil, cleared_at AS clearedAt`;

/** `:now` decides between open and snoozed. */
const STATES: Record<AlertState, string> = {
  open: 'cleared_at IS NULL AND (snoozed_until IS NULL OR snoozed_until <= :now)',
  snoozed: 'cleared_at IS NULL AND snoozed_until > :now',
  cleared: 'cleared_at IS NOT NULL',
  all: ':now = :now',
};

/** By which a page of them is found. */
const INDEXES: Record<AlertState, string> = {
  open: 'alerts_open',
  snoozed: 'alerts_open',
  cleared: 'alerts_time',
  all: 'alerts_time',
};

/** The SQL of the alerts. */
export function alertsRepository(db: Db) {
  const byId = db.prepare<[string], Stored>(`SELECT ${COLUMNS} FROM alerts WHERE id = ?`);
  const open = db.prepare<[string, string], Stored>(
    `SELECT ${COLUMNS} FROM alerts WHERE rule = ? AND subject = ? AND cleared_at IS NULL`,
  );
  const insert =
    db.prepare(`INSERT INTO alerts (id, rule, subject, severity, title, title_en, advice, advice_en,
      details, opened_at, last_at, count, acknowledged_at, acknowledged_by, snoozed_until, cleared_at)
    VALUES (:id, :rule, :subject, :severity, :title, :titleEn, :advice, :adviceEn, :details, :openedAt, :lastAt,
      :count, :acknowledgedAt, :acknowledgedBy, :snoozedUntil, :clearedAt)`);
  const update = db.prepare(`UPDATE alerts SET severity = :severity, title = :title, title_en = :titleEn,
    advice = :advice, advice_en = :adviceEn, details = :details, last_at = :lastAt, count = :count,
    acknowledged_at = :acknowledgedAt, acknowledged_by = :acknowledgedBy, snoozed_until = :snoozedUntil,
    cleared_at = :clearedAt WHERE id = :id`);
  const due = db
    .prepare<[number], string>('SELECT id FROM alerts WHERE cleared_at IS NULL AND snoozed_until <= ?')
    .pluck();
  const dropOld = db.prepare<[number, number]>(
    'DELETE FROM alerts WHERE id IN (SELECT id FROM alerts WHERE cleared_at < ? ORDER BY cleared_at LIMIT ?)',
  );

  // Named, since SQLite would look for the few that are open among the many of years.
  const pages = prepareEach((where, state) =>
    db.prepare<[Record<string, number | string>], Stored>(
      `SELECT ${COLUMNS} FROM alerts INDEXED BY ${INDEXES[state]} WHERE ${where} AND (opened_at, id) < (:openedAt, :id)
        ORDER BY opened_at DESC, id DESC LIMIT :limit`,
    ),
  );
  const counts = prepareEach((where) =>
    db.prepare<[{ now: number }], number>(`SELECT count(*) FROM alerts WHERE ${where}`).pluck(),
  );

  const untaken = db
    .prepare<[{ now: number }], number>(
      `SELECT count(*) FROM alerts WHERE ${STATES.open} AND acknowledged_at IS NULL`,
    )
    .pluck();

  return {
    get: (id: string) => toAlert(byId.get(id)),
    /** The open alert of a cause. */
    findOpen: (rule: string, subject: string) => toAlert(open.get(rule, subject)),
    insert: (alert: Alert) => void insert.run(toRow(alert)),
    update: (alert: Alert) => void update.run(toRow(alert)),
    /** Newest first, those before the cursor; `limit` −1 for all. */
    list(state: AlertState, now: number, before?: AlertCursor, limit = -1): Alert[] {
      const cursor = before ?? { openedAt: Number.MAX_SAFE_INTEGER, id: '' };
      return pages[state].all({ now, limit, ...cursor }).flatMap((row) => toAlert(row) ?? []);
    },
    count: (state: AlertState, now: number) => counts[state].get({ now }) ?? 0,
    untaken: (now: number) => untaken.get({ now }) ?? 0,
    /** Open alerts whose snooze has ended. */
    snoozeEnded: (now: number) => due.all(now),
    /** Deletes at most `limit` alerts that were cleared before `instant`, oldest first; returns how many. */
    dropClearedBefore: (instant: number, limit: number) => dropOld.run(instant, limit).changes,
  };
}

function prepareEach<S>(prepare: (where: string, state: AlertState) => S): Record<AlertState, S> {
  const of = (state: AlertState) => prepare(STATES[state], state);
  return { open: of('open'), snoozed: of('snoozed'), cleared: of('cleared'), all: of('all') };
}

function toRow(alert: Alert): Stored {
  return { ...alert, details: JSON.stringify(alert.details) };
}

function toAlert(row: Stored | undefined): Alert | undefined {
  return row && { ...row, details: JSON.parse(row.details) };
}
