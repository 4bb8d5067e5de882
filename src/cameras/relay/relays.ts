import type { spawn } from 'node:child_process';
import type { FastifyBaseLogger } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { type Clock, DAY_MS } from '../../clock.ts';
import type { Db } from '../../db/open.ts';
import { AppError } from '../../errors.ts';
import { guarded, whileNeeded } from '../../repeat.ts';
import type { Audit } from '../../web/audit.ts';
import type { CameraRegistry, StreamHub } from '../parts.ts';
import type { Viewer, Viewings } from '../viewing/viewings.ts';
import { createPusher, type Pusher } from './pusher.ts';
import { RELAY_REASONS } from './reasons.ts';
import type { RelayRow, relaysRepository } from './relays-repository.ts';
import type { Relay, RelayRequest } from './schemas.ts';
import type { Targets } from './targets.ts';

export interface RelaysParts {
  db: Db;
  rows: ReturnType<typeof relaysRepository>;
  clock: Clock;
  registry: Pick<CameraRegistry, 'get' | 'stream'>;
  hub: Pick<StreamHub, 'join'>;
  targets: Pick<Targets, 'require' | 'opened'>;
  /** How long what is over stays in the list. */
  keepDays(): number;
  viewings: Pick<Viewings, 'begin'>;
  audit: Pick<Audit, 'append'>;
  /** What a reason of the camera itself means (src/cameras/reasons.ts). */
  sayReason(code: string): { vi: string; en: string };
  ffmpeg: string;
  spawn: typeof spawn;
  log: FastifyBaseLogger;
  changed(): void;
}

export interface Relays {
  /** Goes on with what a restart has cut off and whose time is not over. */
  start(): void;
  /**
   * Sends a camera's picture to an address that was written down beforehand, for a limited time. The one way in, for
   * the panel and for the province's command. Throws `item.not_found`, `camera.relay_running`, `camera.relay_full`.
   */
  send(by: Viewer, request: RelayRequest): Relay;
  /** Throws `item.not_found`. */
  stop(by: Viewer, id: string): Promise<Relay>;
  /** The camera is gone. */
  cameraGone(cameraId: string): void;
  isTargetInUse(targetId: string): boolean;
  /** Those under way first, then the newest. */
  list(limit: number): Relay[];
  close(): Promise<void>;
}

/** The line to the province is shared with its video conferences. */
const AT_ONCE = 4;
const LOOK_MS = 1_000;
const MINUTE_MS = 60_000;

interface Over {
  /** UTC ms. */
  at: number;
  why: NonNullable<Relay['endedWhy']>;
  /** Written with it: who has stopped it. */
  also(): void;
}

interface Running {
  row: RelayRow;
  /** The end by the monotonic clock, so that a clock that steps makes it neither longer nor endless. */
  endsAt: number;
  pusher: Pusher;
  problem: string | null;
  /** It is over, and that is still to be written. */
  over: Over | undefined;
  endViewing(): void;
}

/** The cameras that are being sent on. */
export function createRelays(parts: RelaysParts): Relays {
  const {
    db,
    rows,
    clock,
    registry,
    hub,
    targets,
    viewings,
    audit,
    sayReason,
    keepDays,
    ffmpeg,
    spawn,
    log,
    changed,
  } = parts;
  const running = new Map<string, Running>();
  const ending = new Set<Promise<void>>();
  const looks = whileNeeded(LOOK_MS, look, { log, work: 'relays ended' });

  /** Each by itself: what cannot be written of one must not let another go on. */
  function look(): boolean {
    for (const [id, entry] of running) {
      if (entry.over) void guarded(() => write(id, entry), { log, work: 'the end of a relay written' })();
      else if (clock.monotonic() >= entry.endsAt) finish(id, 'time');
    }
    return running.size > 0;
  }

  function shown({ askedById: _, askedFrom: __, ...row }: RelayRow): Relay {
    const now = running.get(row.id);
    const problem = now?.problem ?? null;
    const text = problem === null ? undefined : (RELAY_REASONS[problem] ?? sayReason(problem));
    return {
      ...row,
      ...(now?.over && { endedAt: now.over.at, endedWhy: now.over.why }),
      cameraName: registry.get(row.cameraId)?.name ?? '',
      targetName: rows.target(row.targetId)?.name ?? '',
      flowing: now !== undefined && !now.over && problem === null,
      problem:
        now?.over || problem === null || !text ? null : { code: problem, text: text.vi, textEn: text.en },
    };
  }

  function run(row: RelayRow, by: Viewer, leftMs: number): void {
    const { address, account } = targets.opened(targets.require(row.targetId));
    const { id, cameraId, reason } = row;
    const endViewing = viewings.begin({ by, cameraId, kind: 'relay', reason });
    const entry: Running = {
      row,
      endsAt: clock.monotonic() + leftMs,
      problem: 'camera.relay_starting',
      over: undefined,
      endViewing,
      pusher: createPusher({
        hub,
        cameraId,
        role: row.stream,
        address,
        account,
        ffmpeg,
        spawn,
        log,
        onState(problem) {
          entry.problem = problem;
          log.info({ relay: id, camera: cameraId, problem }, 'a relay flows, or does not');
          changed();
        },
      }),
    };
    running.set(id, entry);
    looks.wake();
    changed();
  }

  /** Ends it first and writes it then, again and again where the disk is full: pictures must not go on leaving. */
  function finish(id: string, why: NonNullable<Relay['endedWhy']>, also = () => {}): void {
    const entry = running.get(id);
    if (!entry || entry.over) return;
    entry.over = { at: clock.now(), why, also };
    end(entry.pusher);
    changed();
    try {
      write(id, entry);
    } catch (error) {
      log.error({ err: error, relay: id }, 'the end of a relay could not be written yet');
    }
  }

  function write(id: string, entry: Running): void {
    const { over } = entry;
    if (!over) return;
    db.transaction(() => {
      rows.end(id, over.at, over.why);
      over.also();
    })();
    running.delete(id);
    entry.endViewing();
    changed();
  }

  function end(pusher: Pusher): void {
    const ended = pusher.close().finally(() => ending.delete(ended));
    ending.add(ended);
  }

  /** The end of it and how long it was is told by its viewing. */
  function tell(by: Viewer, action: string, { cameraId, targetId }: RelayRow, more: object): void {
    audit.append({
      ...('actor' in by ? { actor: by.actor } : { request: by }),
      action,
      target: `camera:${cameraId}`,
      details: { receiver: rows.target(targetId)?.name, ...more },
    });
  }

  /** What cannot be begun is over; a station must start whatever one row holds. */
  function resume(row: RelayRow): void {
    const leftMs = row.until - clock.now();
    if (leftMs <= 0) rows.end(row.id, row.until, 'time');
    else if (!registry.get(row.cameraId) || !rows.target(row.targetId)) {
      rows.end(row.id, clock.now(), 'camera_gone');
    } else run(row, viewerOf(row), Math.min(leftMs, row.until - row.startedAt));
  }

  return {
    start() {
      for (const row of rows.open()) {
        try {
          resume(row);
        } catch (error) {
          log.error({ err: error, relay: row.id }, 'a relay could not be taken up again');
          void guarded(() => rows.end(row.id, clock.now(), 'failed'), { log, work: 'a relay ended' })();
        }
      }
      rows.drop(clock.now() - keepDays() * DAY_MS);
    },
    send(by, { cameraId, targetId, stream = 'main', minutes, reason }) {
      const camera = registry.get(cameraId);
      if (!camera || !registry.stream(cameraId, stream)) throw new AppError('item.not_found');
      targets.require(targetId);
      const same = [...running.values()].some(
        ({ row }) => row.cameraId === cameraId && row.targetId === targetId,
      );
      if (same) throw new AppError('camera.relay_running', { name: camera.name });
      if (running.size >= AT_ONCE) throw new AppError('camera.relay_full', { most: AT_ONCE });
      const startedAt = clock.now();
      const row: RelayRow = {
        id: uuidv7(),
        cameraId,
        targetId,
        stream,
        askedBy: 'actor' in by ? by.actor : (by.user?.name ?? ''),
        askedById: 'actor' in by ? null : (by.user?.id ?? null),
        askedFrom: 'actor' in by ? null : by.ip,
        reason: reason.trim(),
        startedAt,
        until: startedAt + minutes * MINUTE_MS,
        endedAt: null,
        endedWhy: null,
      };
      db.transaction(() => {
        rows.insert(row);
        const { url } = targets.require(targetId);
        tell(by, 'camera.relay_start', row, { url, reason: row.reason, minutes });
      })();
      try {
        run(row, by, minutes * MINUTE_MS);
      } catch (error) {
        rows.end(row.id, clock.now(), 'failed');
        throw error;
      }
      log.info({ relay: row.id, camera: cameraId, target: targetId, minutes }, 'a relay begins');
      return shown(row);
    },
    async stop(by, id) {
      const row = rows.one(id);
      if (!row) throw new AppError('item.not_found');
      finish(id, 'stopped', () => tell(by, 'camera.relay_stop', row, {}));
      await Promise.all(ending);
      return shown(rows.one(id) ?? row);
    },
    cameraGone(cameraId) {
      for (const [id, { row }] of running) if (row.cameraId === cameraId) finish(id, 'camera_gone');
    },
    isTargetInUse: (targetId) => [...running.values()].some(({ row }) => row.targetId === targetId),
    list: (limit) => rows.recent(limit).map(shown),
    /** What is under way stays open in the database, and goes on after the restart. */
    async close() {
      await looks.close();
      for (const { pusher, endViewing } of running.values()) {
        await guarded(endViewing, { log, work: 'a relay’s viewing ended' })();
        end(pusher);
      }
      running.clear();
      await Promise.all(ending);
    },
  };
}

function viewerOf({ askedBy, askedById, askedFrom }: RelayRow): Viewer {
  if (askedById === null || askedFrom === null) return { actor: askedBy };
  return { user: { id: askedById, name: askedBy }, ip: askedFrom };
}
