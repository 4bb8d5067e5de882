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
  /** It could not be written: the picture must go. Only live pictures and snapshots are written after the start. */
  failed?: (() => void) | undefined;
}

export interface Viewings {
  /** Closes what a crash left open. */
  start(): void;
  /**
   * Notes that somebody begins to look; the function returned notes the end, and may be called more than once. Live
   * pictures are written within 50 ms, all of a wall together, and end (`failed`) where that cannot be done; everything
   * else is written before a picture is given, and throws: what leaves no trace is not shown.
   */
  begin(start: ViewingStart): () => void;
  /** The same of a recording, of which more and more is looked at. */
  follow(start: ViewingStart & { from: number; to: number }): {
    /** Before more of it is given; throws as `begin` does. The last few seconds are written with the end. */
    reach(from: number, to: number): void;
    end(): void;
  };
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
  /** When the station last ran before this start, UTC ms. */
  lastAlive: number | undefined;
  /** Whether the clock can be believed enough to delete by age. */
  isSteady?(): boolean;
  log: FastifyBaseLogger;
  changed?(): void;
}

/** A player that loses its connection and comes back within this time goes on looking. */
const LINGER_MS = 30_000;
const SWEEP_MS = 3_600_000;
const SWEEP_ROWS = 500;

/** A segment that is still being recorded grows with each look at it: so much of it a crash may take from the note. */
const UNWRITTEN_MS = 10_000;

/** What is written together. */
const GATHER_MS = 50;
/** On a full disk the ends wait, and what is still open then is closed at the next start. */
const RETRY_MS = 10_000;

/** One going on; several windows of the same person at the same camera are one. */
interface Open {
  key: string;
  row: Viewing;
  by: Viewer;
  windows: number;
  /** When the last window closed, UTC ms. */
  leftAt: number;
  linger: NodeJS.Timeout | undefined;
  /** To be told where it cannot be written. */
  failed: Set<() => void>;
}

/**
 * Who looked at what (NĐ 13/2023: who, when, why). The row is written as it begins, the audit log gets one
 * entry with the duration at the end; what a crash left open is closed at the next start.
 */
export function createViewings({
  db,
  clock,
  audit,
  keepDays,
  lastAlive,
  isSteady = () => true,
  log,
  changed = () => {},
}: ViewingsParts): Viewings {
  const rows = viewingsRepository(db);
  const open = new Map<string, Open>();
  /** Begun, and written with the next lot. */
  const begun = new Set<Open>();
  /** Over, and written with the next lot. */
  const over = new Set<Open>();
  let gathering: NodeJS.Timeout | undefined;
  let stopSweeping = async () => {};

  /** Ends the row and tells the audit log; in a transaction. */
  function finish(row: Viewing, by: Viewer, endedAt: number, more: object = {}): void {
    const at = Math.max(endedAt, row.startedAt);
    const { id, kind, reason, fromAt, toAt } = row;
    rows.update({ id, endedAt: at, fromAt, toAt });
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

  /** A wall of 16 that is opened or left is one commit, not 16, each of which holds the emergencies up. */
  function gather(afterMs = GATHER_MS): void {
    gathering ??= setTimeout(() => {
      gathering = undefined;
      writeAll();
    }, afterMs);
    gathering.unref();
  }

  function writeAll(): void {
    const starting = [...begun];
    const ending = [...over];
    try {
      db.transaction(() => {
        for (const { row } of starting) rows.insert(row);
        for (const { row, by, leftAt } of ending) finish(row, by, leftAt);
      })();
    } catch (error) {
      log.error({ err: error }, 'who looks at cameras could not be written');
      for (const viewing of starting) refuse(viewing);
      if (over.size > 0) gather(RETRY_MS);
      return;
    }
    for (const viewing of starting) begun.delete(viewing);
    for (const viewing of ending) over.delete(viewing);
    changed();
  }

  /** What leaves no trace is not shown. */
  function refuse(viewing: Open): void {
    begun.delete(viewing);
    over.delete(viewing);
    clearTimeout(viewing.linger);
    if (open.get(viewing.key) === viewing) open.delete(viewing.key);
    for (const failed of viewing.failed) failed();
  }

  function end(viewing: Open): void {
    clearTimeout(viewing.linger);
    open.delete(viewing.key);
    over.add(viewing);
    gather();
  }

  function join(start: ViewingStart): Open {
    const row = rowOf(start);
    const { cameraId, kind, userId, userName, address, reason, fromAt, toAt } = row;
    const key = JSON.stringify([cameraId, kind, userId, userName, address, reason, fromAt, toAt]);
    const known = open.get(key);
    if (known) return known;
    const fresh: Open = {
      key,
      row,
      by: start.by,
      windows: 0,
      leftAt: row.startedAt,
      linger: undefined,
      failed: new Set(),
    };
    if (kind === 'live' || kind === 'snapshot') {
      begun.add(fresh);
      gather();
    } else {
      rows.insert(row);
      changed();
    }
    open.set(key, fresh);
    return fresh;
  }

  function begin(start: ViewingStart): () => void {
    return enter(join(start), start);
  }

  function enter(viewing: Open, start: ViewingStart): () => void {
    const { failed = () => {} } = start;
    clearTimeout(viewing.linger);
    viewing.windows += 1;
    viewing.failed.add(failed);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      viewing.failed.delete(failed);
      viewing.windows -= 1;
      if (viewing.windows > 0 || open.get(viewing.key) !== viewing) return;
      viewing.leftAt = clock.now();
      if (viewing.row.kind === 'relay') {
        end(viewing);
        return;
      }
      viewing.linger = setTimeout(() => end(viewing), LINGER_MS);
      viewing.linger.unref();
    };
  }

  return {
    start() {
      const closeAll = () =>
        db.transaction(() => {
          for (const row of rows.open()) {
            finish(row, viewerOf(row), lastAlive ?? row.startedAt, { cutOff: true });
          }
        })();
      void guarded(closeAll, { log, work: 'viewings that were cut off ended' })();
      const sweep = () => isSteady() && rows.drop(clock.now() - keepDays() * DAY_MS, SWEEP_ROWS);
      stopSweeping = repeat(SWEEP_MS, sweep, { log, work: 'old viewings removed' });
    },
    begin,
    follow(start) {
      const viewing = join(start);
      const { row } = viewing;
      let written = { from: row.fromAt ?? start.from, to: row.toAt ?? start.to };
      return {
        end: enter(viewing, start),
        reach(from, to) {
          const fromAt = Math.min(row.fromAt ?? from, from);
          const toAt = Math.max(row.toAt ?? to, to);
          if (written.from - fromAt >= UNWRITTEN_MS || toAt - written.to >= UNWRITTEN_MS) {
            rows.update({ id: row.id, endedAt: null, fromAt, toAt });
            written = { from: fromAt, to: toAt };
            changed();
          }
          Object.assign(row, { fromAt, toAt });
        },
      };
    },
    note: (start) => begin(start)(),
    list: rows.list,
    async close() {
      await stopSweeping();
      for (const viewing of open.values()) {
        if (viewing.windows > 0) viewing.leftAt = clock.now();
        end(viewing);
      }
      clearTimeout(gathering);
      gathering = undefined;
      if (begun.size + over.size > 0) writeAll();
      clearTimeout(gathering);
    },
  };
}

function viewerOf({ userId, userName, address }: Viewing): Viewer {
  if (userId === null || address === null) return { actor: userName };
  return { user: { id: userId, name: userName }, ip: address };
}
