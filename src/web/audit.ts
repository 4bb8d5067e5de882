import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Secrets } from '../config/secrets.ts';
import type { Db } from '../db/open.ts';
import type { Outbox } from '../outbox/index.ts';
import { type AuditRow, auditRepository } from './audit-repository.ts';
import type { SessionUser } from './identity/sessions.ts';

declare module 'fastify' {
  interface FastifyInstance {
    audit: Audit;
  }
}

/** What a request tells of who sent it. */
export interface Actor {
  user: Pick<SessionUser, 'id' | 'name'> | null;
  ip: string;
}

export interface AuditEntry {
  /** Tells the person and the address; without one, `actor` does. */
  request?: Actor;
  /** Who acted where it was no signed-in person: `station`, `console` … */
  actor?: string;
  /** `slice.verb` */
  action: string;
  /** `kind:id` */
  target?: string;
  /** What changed; never a secret. */
  details?: object;
}

export interface AuditVerdict {
  ok: boolean;
  /** How many rows were read and found good. */
  checked: number;
  /** The first row that is not what was written, where there is one. */
  brokenAt: number | null;
  /** changed: a row's content · missing: a row in between · truncated: rows at the end · anchor: the signed head itself. */
  problem: 'changed' | 'missing' | 'truncated' | 'anchor' | null;
  /** Compare with what the province holds: who owns the disk and the key could have rewritten both. */
  head: { seq: number; hash: string } | null;
}

export interface Audit {
  /**
   * Adds an entry, in the transaction of the write that it tells of; throws outside of one. The same transaction
   * appends it to the outbox, so that the province holds every head.
   */
  append(entry: AuditEntry): void;
  /** Signs the empty log of a new station: from then on, an empty one is one that was emptied. */
  begin(): void;
  /** Reads the whole log back, a few ms at a time. */
  verify(): Promise<AuditVerdict>;
  /** How the last check ended; undefined before the first. */
  newest(): AuditVerdict | undefined;
}

export interface AuditParts {
  db: Db;
  clock: Pick<Clock, 'now'>;
  secrets: Secrets;
  outbox: Pick<Outbox, 'append'>;
  onAppend?: () => void;
  /** When aborted, a check under way ends with an error. */
  closing?: AbortSignal;
  /** An entry found the end of the log other than it was signed; told in the entry's transaction. */
  onBroken?: (problem: NonNullable<AuditVerdict['problem']>) => void;
  /** Told how each check ended. */
  onVerdict?: (verdict: AuditVerdict) => void;
}

type Row = Omit<AuditRow, 'hash'>;
type Head = Pick<AuditRow, 'seq' | 'hash'>;

/** What the first row follows. */
const NOTHING: Head = { seq: 0, hash: '0'.repeat(64) };
const SLICE_MS = 2;
const SLICE_ROWS = 20;

/** The audit log: each row carries the hash of the one before; the newest is signed with the station's key. */
export function createAudit({
  db,
  clock,
  secrets,
  outbox,
  onAppend = () => {},
  closing,
  onBroken = () => {},
  onVerdict = () => {},
}: AuditParts): Audit {
  const repository = auditRepository(db);
  const key = secrets.derive('audit');
  let running: Promise<AuditVerdict> | undefined;
  let newest: AuditVerdict | undefined;

  function mac(seq: number, hash: string): string {
    return createHmac('sha256', key).update(`${seq}:${hash}`).digest('hex');
  }

  /** The head as the station signed it; undefined where nothing is, or by somebody else. */
  function signedHead(): Head | undefined {
    const anchor = repository.anchor();
    if (!anchor) return undefined;
    const signed = Buffer.from(mac(anchor.seq, anchor.hash));
    const isOurs = anchor.mac.length === signed.length && timingSafeEqual(Buffer.from(anchor.mac), signed);
    return isOurs ? anchor : undefined;
  }

  /** What is wrong with the end of a log whose last row is `last`. */
  function problemOfHead(last: Head, signed: Head | undefined): 'truncated' | 'anchor' | null {
    if (!signed) {
      if (last.seq > 0 || repository.anchor()) return 'anchor';
      return repository.hasAccounts() ? 'truncated' : null;
    }
    if (last.seq < signed.seq) return 'truncated';
    return last.hash === signed.hash ? null : 'anchor';
  }

  function judgeHead(last: Head): AuditVerdict {
    const problem = problemOfHead(last, signedHead());
    return {
      ok: problem === null,
      checked: last.seq,
      brokenAt: problem === 'truncated' ? last.seq + 1 : null,
      problem,
      head: last.seq === 0 ? null : last,
    };
  }

  /** Adds one row behind `before`, and signs it. */
  function write(before: Head, entry: Omit<Row, 'seq' | 'at' | 'prev'>): Head {
    const body = { seq: before.seq + 1, at: clock.now(), ...entry, prev: before.hash };
    const row: AuditRow = { ...body, hash: hashOf(body) };
    repository.insert(row);
    sign(row);
    outbox.append({ class: 'alarm', type: 'audit.appended', payload: row });
    return row;
  }

  function sign({ seq, hash }: Head): void {
    repository.setAnchor({ seq, hash, mac: mac(seq, hash) });
  }

  /**
   * What the next entry follows. Where the end is not as it was signed, an entry of the station's own first says so,
   * which neither this entry nor a later one can cover: behind the last signed number, so that what is gone leaves a
   * hole.
   */
  function endOfLog(): Head {
    const last = repository.last() ?? NOTHING;
    const signed = signedHead();
    const problem = problemOfHead(last, signed);
    if (problem === null) return last;
    onBroken(problem);
    return write(signed && signed.seq > last.seq ? signed : last, {
      actorId: null,
      actor: 'station',
      address: null,
      action: 'audit.broken',
      target: null,
      details: JSON.stringify({ problem, signedSeq: signed?.seq ?? null, lastSeq: last.seq }),
    });
  }

  async function verify(): Promise<AuditVerdict> {
    let last = NOTHING;
    for (;;) {
      closing?.throwIfAborted();
      const until = performance.now() + SLICE_MS;
      while (performance.now() < until) {
        const rows: AuditRow[] = repository.following(last.seq, SLICE_ROWS);
        // In the turn that read the end, so that nobody has appended since.
        if (rows.length === 0) return judgeHead(last);
        for (const row of rows) {
          const { seq, hash } = row;
          const expected = last.seq + 1;
          const wrong = { ok: false, checked: last.seq, head: last.seq === 0 ? null : last };
          if (seq !== expected) return { ...wrong, brokenAt: expected, problem: 'missing' };
          if (row.prev !== last.hash || hash !== hashOf(row)) {
            return { ...wrong, brokenAt: seq, problem: 'changed' };
          }
          if (row.action === 'audit.broken') return { ...wrong, brokenAt: seq, problem: 'anchor' };
          last = { seq, hash };
        }
      }
      await nextTurn();
    }
  }

  return {
    append({ request, actor, action, target, details = {} }) {
      if (!db.inTransaction) throw new Error(`audit.append(${action}) outside the transaction of its write`);
      const user = request?.user;
      write(endOfLog(), {
        actorId: user?.id ?? null,
        actor: user?.name ?? actor ?? 'station',
        address: request?.ip ?? null,
        action,
        target: target ?? null,
        details: JSON.stringify(details),
      });
      onAppend();
    },
    begin() {
      if (!repository.last() && !repository.anchor() && !repository.hasAccounts()) sign(NOTHING);
    },
    verify() {
      running ??= verify()
        .then((verdict) => {
          newest = verdict;
          onVerdict(verdict);
          return verdict;
        })
        .finally(() => {
          running = undefined;
        });
      return running;
    },
    newest: () => newest,
  };
}

/** SHA-256 over the row as one JSON list: no two rows have the same bytes. */
function hashOf(row: Row): string {
  const { seq, at, actorId, actor, address, action, target, details, prev } = row;
  const bytes = JSON.stringify([seq, at, actorId, actor, address, action, target, details, prev]);
  return createHash('sha256').update(bytes).digest('hex');
}
