import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../clock.ts';
import type { Secrets } from '../config/secrets.ts';
import type { Db } from '../db/open.ts';
import type { Outbox } from '../outbox/index.ts';
import { type AuditRow, auditRepository } from './audit-repository.ts';

declare module 'fastify' {
  interface FastifyInstance {
    audit: Audit;
  }
}

export interface AuditEntry {
  /** Tells the person and the address; without one, `actor` does. */
  request?: FastifyRequest;
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
  /** Reads the whole log back, a few ms at a time. */
  verify(): Promise<AuditVerdict>;
}

export interface AuditParts {
  db: Db;
  clock: Pick<Clock, 'now'>;
  secrets: Secrets;
  outbox: Pick<Outbox, 'append'>;
  onAppend?: () => void;
}

const GENESIS = '0'.repeat(64);
const SLICE_MS = 2;
const SLICE_ROWS = 20;

/** The audit log: each row carries the hash of the one before; the newest is signed with the station's key. */
export function createAudit({ db, clock, secrets, outbox, onAppend = () => {} }: AuditParts): Audit {
  const repository = auditRepository(db);
  const key = secrets.derive('audit');
  let running: Promise<AuditVerdict> | undefined;

  function mac(seq: number, hash: string): string {
    return createHmac('sha256', key).update(`${seq}:${hash}`).digest('hex');
  }

  function judgeHead(last: { seq: number; hash: string } | null): AuditVerdict {
    const anchor = repository.anchor();
    const verdict = { ok: true, checked: last?.seq ?? 0, brokenAt: null, problem: null, head: last };
    if (!anchor) return last ? { ...verdict, ok: false, problem: 'anchor' } : verdict;
    const signed = Buffer.from(mac(anchor.seq, anchor.hash));
    const isOurs = anchor.mac.length === signed.length && timingSafeEqual(Buffer.from(anchor.mac), signed);
    if (!isOurs) return { ...verdict, ok: false, problem: 'anchor' };
    if (verdict.checked < anchor.seq) {
      return { ...verdict, ok: false, problem: 'truncated', brokenAt: verdict.checked + 1 };
    }
    return last?.hash === anchor.hash ? verdict : { ...verdict, ok: false, problem: 'anchor' };
  }

  async function verify(): Promise<AuditVerdict> {
    let last: { seq: number; hash: string } | null = null;
    for (;;) {
      const until = performance.now() + SLICE_MS;
      while (performance.now() < until) {
        const rows: AuditRow[] = repository.following(last?.seq ?? 0, SLICE_ROWS);
        // In the turn that read the end, so that nobody has appended since.
        if (rows.length === 0) return judgeHead(last);
        for (const row of rows) {
          const { seq, hash } = row;
          const expected: number = (last?.seq ?? 0) + 1;
          const wrong = { ok: false, checked: expected - 1, head: last };
          if (seq !== expected) return { ...wrong, brokenAt: expected, problem: 'missing' };
          if (row.prev !== (last?.hash ?? GENESIS) || hash !== hashOf(row)) {
            return { ...wrong, brokenAt: seq, problem: 'changed' };
          }
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
      const last = repository.last();
      const body = {
        seq: (last?.seq ?? 0) + 1,
        at: clock.now(),
        actorId: user?.id ?? null,
        actor: user?.name ?? actor ?? 'station',
        address: request?.ip ?? null,
        action,
        target: target ?? null,
        details: JSON.stringify(details),
        prev: last?.hash ?? GENESIS,
      };
      const row: AuditRow = { ...body, hash: hashOf(body) };
      repository.insert(row);
      repository.setAnchor({ seq: row.seq, hash: row.hash, mac: mac(row.seq, row.hash) });
      outbox.append({ class: 'alarm', type: 'audit.appended', payload: row });
      onAppend();
    },
    verify() {
      running ??= verify().finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}

/** SHA-256 over the row as one JSON list: no two rows have the same bytes. */
function hashOf(row: Omit<AuditRow, 'hash'>): string {
  const { seq, at, actorId, actor, address, action, target, details, prev } = row;
  const bytes = JSON.stringify([seq, at, actorId, actor, address, action, target, details, prev]);
  return createHash('sha256').update(bytes).digest('hex');
}
