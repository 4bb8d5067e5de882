import type { Db } from '../db/open.ts';

/** Each class is its own stream to the province, so that a backlog of one never delays another. */
export const OUTBOX_CLASSES = ['alarm', 'normal', 'telemetry'] as const;
export type OutboxClass = (typeof OUTBOX_CLASSES)[number];

export interface OutboxRow {
  class: OutboxClass;
  /** UTC ms by the station's clock. */
  wall: number;
  /** Milliseconds on the clock that never steps. */
  monotonic: number;
  bootId: string;
  type: string;
  /** JSON text. */
  payload: string;
  bytes: number;
}

export interface OutboxTotal {
  rows: number;
  bytes: number;
}

/** Rows that the province will never get: `from` to `to` inclusive; `to` null where nobody can know. */
export interface OutboxGap {
  epoch: string;
  class: OutboxClass;
  reason: 'cap' | 'restore';
  from: number;
  to: number | null;
  at: number;
}

/** The SQL of the outbox: its tables and no other's. */
export function outboxRepository(db: Db) {
  const insert = db.prepare(`INSERT INTO outbox (epoch, class, wall, monotonic, boot_id, type, payload, bytes)
    VALUES ((SELECT value FROM meta WHERE key = 'outbox_epoch'),
      :class, :wall, :monotonic, :bootId, :type, :payload, :bytes)`);
  const totals = db.prepare<[], OutboxTotal & { class: OutboxClass }>('SELECT * FROM outbox_totals');
  const oldest = db.prepare<[OutboxClass, number], { seq: number; epoch: string; bytes: number }>(
    'SELECT seq, epoch, bytes FROM outbox WHERE class = ? ORDER BY seq LIMIT ?',
  );
  const remove = db.prepare<[number]>('DELETE FROM outbox WHERE seq = ?');
  // Rows go oldest first, and what the province has confirmed goes with the gaps before it (README.md): between
  // an undelivered gap and the row that follows it nothing was delivered, so that one row can carry both.
  const declare = db.prepare(`INSERT INTO outbox_gaps (epoch, class, reason, from_seq, to_seq, at)
    VALUES (:epoch, :class, :reason, :from, :to, :at)
    ON CONFLICT (epoch, class, reason) DO UPDATE SET to_seq = excluded.to_seq, at = excluded.at`);
  const gaps = db.prepare<[], OutboxGap>(
    'SELECT epoch, class, reason, from_seq AS "from", to_seq AS "to", at FROM outbox_gaps ORDER BY from_seq',
  );
  return {
    /** Returns the row's sequence number. */
    insert: (row: OutboxRow) => Number(insert.run(row).lastInsertRowid),
    totals(): Record<OutboxClass, OutboxTotal> {
      const found = { alarm: empty(), normal: empty(), telemetry: empty() };
      for (const { class: name, rows, bytes } of totals.all()) found[name] = { rows, bytes };
      return found;
    },
    oldest: (name: OutboxClass, limit: number) => oldest.all(name, limit),
    remove: (seq: number) => remove.run(seq),
    declareGap: (gap: OutboxGap) => declare.run(gap),
    gaps: () => gaps.all(),
  };
}

function empty(): OutboxTotal {
  return { rows: 0, bytes: 0 };
}
