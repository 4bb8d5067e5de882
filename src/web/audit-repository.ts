import type { Statement } from 'better-sqlite3';
import type { Db } from '../db/open.ts';

/** One entry of the audit log, as stored and as hashed. */
export interface AuditRow {
  seq: number;
  /** UTC ms. */
  at: number;
  /** A user's id, or null for the station itself. */
  actorId: string | null;
  actor: string;
  address: string | null;
  /** `slice.verb` */
  action: string;
  /** `kind:id` */
  target: string | null;
  /** JSON text. */
  details: string;
  /** Hash of the row before. */
  prev: string;
  hash: string;
}

/** The newest row, signed with the station's key. */
export interface AuditAnchor {
  seq: number;
  hash: string;
  mac: string;
}

/** What a list may ask for; all of them must hold. `from` inclusive, `to` exclusive, UTC ms. */
export interface AuditFilter {
  actor?: string | undefined;
  action?: string | undefined;
  target?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
}

const COLUMNS =
  'seq, at, actor_id AS actorId, actor_name AS actor, address, action, target, details, prev, hash';

const CONDITIONS: Record<keyof AuditFilter, string> = {
  actor: 'actor_id = :actor',
  action: 'action = :action',
  target: 'target = :target',
  from: 'at >= :from',
  to: 'at < :to',
};

/** The SQL of the audit log; the triggers of its table refuse everything but growth at the end. */
export function auditRepository(db: Db) {
  const insert = db.prepare(`INSERT INTO audit VALUES
    (:seq, :at, :actorId, :actor, :address, :action, :target, :details, :prev, :hash)`);
  const last = db.prepare<[], { seq: number; hash: string }>(
    'SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1',
  );
  const anchor = db.prepare<[], AuditAnchor>('SELECT seq, hash, mac FROM audit_anchor');
  const setAnchor = db.prepare('INSERT OR REPLACE INTO audit_anchor VALUES (1, :seq, :hash, :mac)');
  const account = db.prepare<[], number>('SELECT 1 FROM users LIMIT 1').pluck();
  const following = db.prepare<[number, number], AuditRow>(
    `SELECT ${COLUMNS} FROM audit WHERE seq > ? ORDER BY seq LIMIT ?`,
  );
  const lists = new Map<string, Statement<[object], AuditRow>>();

  /** One statement for each set of filters in use, since `:x IS NULL OR …` would use no index. */
  function listFor(conditions: string[]): Statement<[object], AuditRow> {
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    const known = lists.get(where);
    if (known) return known;
    const made = db.prepare<[object], AuditRow>(
      `SELECT ${COLUMNS} FROM audit ${where} ORDER BY at DESC, seq DESC LIMIT :limit`,
    );
    lists.set(where, made);
    return made;
  }

  return {
    insert: (row: AuditRow) => insert.run(row),
    last: () => last.get(),
    anchor: () => anchor.get(),
    /** Somebody has an account, the making of which is the first thing that a log tells. */
    hasAccounts: () => account.get() !== undefined,
    setAnchor: (value: AuditAnchor) => setAnchor.run(value),
    /** Up to `limit` rows after `seq`, in order. */
    following: (seq: number, limit: number) => following.all(seq, limit),
    /** Newest first, from before `[at, seq]`. */
    list(filter: AuditFilter, limit: number, before?: readonly [at: number, seq: number]): AuditRow[] {
      const names = Object.keys(CONDITIONS) as (keyof AuditFilter)[];
      const conditions = names.filter((name) => filter[name] !== undefined).map((name) => CONDITIONS[name]);
      const [at, seq] = before ?? [];
      if (before) conditions.push('(at, seq) < (:at, :seq)');
      return listFor(conditions).all({ ...filter, at, seq, limit });
    },
  };
}
