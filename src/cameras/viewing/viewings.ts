import type { FastifyBaseLogger } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { type Clock, DAY_MS } from '../../clock.ts';
import type { Db } from '../../db/open.ts';
import { guarded, repeat } from '../../repeat.ts';
import type { Actor, Audit } from '../../web/audit.ts';
import type { Viewing, ViewingKind } from './schemas.ts';
import { type ViewingFilter, viewingsRepository } from './viewings-repository.ts';

/** Who looks: the person behind a request, or somebody that no session stands for, such as the province. */
export type Viewer = Actor | { actor: string };

export interface ViewingStart {
  by: Viewer;
  cameraId: string;
  kind: ViewingKind;
  reason?: string | undefined;
  /** Of the recording that is looked at, UTC ms. */
  from?: number | undefined;
  to?: number | undefined;
}

export interface Viewings {
  /** Closes what a crash left open. */
  start(): void;
  /**
   * Notes that somebody begins to look, before a picture is given; the function returned notes the end, and may be
   * called more than once. Throws where it cannot be written: what leaves no trace is not shown.
   */
  begin(start: ViewingStart): () => void;
  /** What is over as it begins: one snapshot. */
  note(start: ViewingStart): void;
  /** Newest first, from before `[startedAt, id]`. */
  list(filter: ViewingFilter, limit: number, before?: readonly [number, string]): Viewing[];
  /** Ends what still goes on. */
  close(): Promise<void>;
}

export interface ViewingsParts {
  db: Db;
  clock: Clock;
  audit: Pick<Audit, 'append'>;
  keepDays(): number;
  /** Whether the clock can be believed enough to delete by age. */
  isSteady?(): boolean;
  log: FastifyBaseLogger;
  changed?(): void;
}

/** A player that loses its connection and comes back within this time goes on looking. */
const LINGER_MS = 30_000;
const SWEEP_MS = 3_600_000;
const SWEEP_ROWS = 500;

/** One going on; several windows of the same person at the same camera are one. */
interface Open {
  row: Viewing;
  by: Viewer;
  windows: number;
  /** When the last window closed, UTC ms. */
  leftAt: number;
  linger: NodeJS.Timeout | undefined;
}

/**
 * Who looked at what (NĐ 13/2023: who, when, why). The row is written before the first picture, the audit log gets
 * one entry with the duration at the end; what a crash left open is closed at the next start.
 */
export function createViewings({
  db,
  clock,
  audit,
  keepDays,
  isSteady = () => true,
  log,
  changed = () => {},
}: ViewingsParts): Viewings {
  const rows = viewingsRepository(db);
  const open = new Map<string, Open>();

  let stopSweeping = async () => {};

  /** Ends the row and tells the audit log, in one transaction. */
  function finish(row: Viewing, by: Viewer, more: object = {}, endedAt = clock.now()): void {
    const at = Math.max(endedAt, row.startedAt);
    db.transaction(() => {
      rows.end(row.id, at);
      const { kind, reason, fromAt, toAt } = row;
      audit.append({
        ...('actor' in by ? { actor: by.actor } : { request: by }),
        action: `camera.${kind === 'live' ? 'view' : kind}`,
        target: `camera:${row.cameraId}`,
        details: {
          ...(reason !== '' && { reason }),
          ...(fromAt !== null && { from: fromAt, to: toAt }),
          startedAt: row.startedAt,
          seconds: Math.round((at - row.startedAt) / 1_000),
          ...more,
        },
      });
    })();
    changed();
  }

  function rowOf({ by, cameraId, kind, reason = '', from, to }: ViewingStart): Viewing {
    const person = 'actor' in by ? undefined : by;
    return {
      id: uuidv7(),
      cameraId,
      kind,
      userId: person?.user?.id ?? null,
      userName: 'actor' in by ? by.actor : (by.user?.name ?? ''),
      address: person?.ip ?? null,
      reason,
      startedAt: clock.now(),
      endedAt: null,
      fromAt: from ?? null,
      toAt: to ?? null,
    };
  }

  function end(key: string, viewing: Open): void {
    clearTimeout(viewing.linger);
    open.delete(key);
    finish(viewing.row, viewing.by, {}, viewing.leftAt);
  }

  function begin(start: ViewingStart): () => void {
    const fresh = rowOf(start);
    const key = JSON.stringify([
      fresh.cameraId,
      fresh.kind,
      fresh.userId,
      fresh.userName,
      fresh.address,
      fresh.reason,
      fresh.fromAt,
      fresh.toAt,
    ]);
    let viewing = open.get(key);
    if (!viewing) {
      rows.insert(fresh);
      viewing = { row: fresh, by: start.by, windows: 0, leftAt: fresh.startedAt, linger: undefined };
      open.set(key, viewing);
      changed();
    }
    const joined = viewing;
    clearTimeout(joined.linger);
    joined.windows += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      joined.windows -= 1;
      if (joined.windows > 0 || open.get(key) !== joined) return;
      joined.leftAt = clock.now();
      // On a full disk the row stays open, and the next start closes it.
      const close = guarded(() => end(key, joined), { log, work: 'a viewing ended' });
      joined.linger = setTimeout(() => void close(), LINGER_MS);
      joined.linger.unref();
    };
  }

  return {
    start() {
      for (const row of rows.open()) finish(row, viewerOf(row), { cutOff: true });
      const sweep = () => isSteady() && rows.drop(clock.now() - keepDays() * DAY_MS, SWEEP_ROWS);
      stopSweeping = repeat(SWEEP_MS, sweep, { log, work: 'old viewings removed' });
    },
    begin,
    note(start) {
      const row = rowOf(start);
      db.transaction(() => {
        rows.insert(row);
        finish(row, start.by);
      })();
    },
    list: rows.list,
    async close() {
      await stopSweeping();
      for (const [key, viewing] of open) {
        if (viewing.windows > 0) viewing.leftAt = clock.now();
        await guarded(() => end(key, viewing), { log, work: 'a viewing ended' })();
      }
    },
  };
}

function viewerOf({ userId, userName, address }: Viewing): Viewer {
  if (userId === null || address === null) return { actor: userName };
  return { user: { id: userId, name: userName }, ip: address };
}
