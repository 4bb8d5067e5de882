import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import type { Alerts } from '../../alerts/index.ts';
import { type Clock, DAY_MS } from '../../clock.ts';
import type { Db } from '../../db/open.ts';
import { repeat } from '../../repeat.ts';
import { calmAfter, recently } from '../health/telling.ts';
import type { CameraEvent } from '../parts.ts';
import { cameraEventsRepository, type EventRange, type EventRow } from './camera-events-repository.ts';
import { type Change, createChanges } from './changes.ts';
import { channelOf } from './channel.ts';
import { createEars, type EarsParts } from './ears.ts';
import type { CameraEventView } from './schemas.ts';

export interface CameraEventsParts extends Pick<EarsParts, 'registry' | 'gate' | 'pullPoint' | 'wanted'> {
  db: Db;
  clock: Pick<Clock, 'now'>;
  alerts: Pick<Alerts, 'raise' | 'clear' | 'open'>;
  /** After this many days they are deleted. */
  keepDays(): number;
  /** Whether the clock can be believed enough to delete by age. */
  isSteady?(): boolean;
  emit(event: CameraEvent): void;
  log: FastifyBaseLogger;
}

export interface CameraEvents {
  start(): void;
  stop(): Promise<void>;
  /** Newest first; `to` is not in it. */
  range(query: EventRange): CameraEventView[];
  isListening(cameraId: string): boolean;
  /** Something moves before it, as far as it said. */
  isMoving(cameraId: string): boolean;
  removing(cameraId: string): void;
}

const LOOK_MS = 2_000;
const PRUNE_MS = 3_600_000;
/** About 30 MB; the days come first. */
const MOST_ROWS = 200_000;
const DROPPED_AT_ONCE = 500;
const SOURCE_LENGTH = 200;
/** Headlights and insects: an alert ends only when nothing has been reported for this long. */
const TAMPER_CALM_MS = 60_000;

/** What cameras report of themselves: heard by pull points, kept, and told to the other slices at once. */
export function createCameraEvents(parts: CameraEventsParts): CameraEvents {
  const { db, clock, alerts, emit, log, isSteady = () => true } = parts;
  const now = () => clock.now();
  const repository = cameraEventsRepository(db);
  const changes = createChanges(now);
  /** Written together: one commit a look, however many cameras see something move. */
  let unwritten: EventRow[] = [];
  /** Who reports more than is kept; told once. */
  const tooMany = new Set<string>();
  /** Cameras with an alert, and since when they have been calm. */
  const tampered = new Map<string, number | null>();
  /** When their alerts were raised within the last hour. */
  const tamperedAt = new Map<string, readonly number[]>();
  let stopLooking = async () => {};
  let stopPruning = async () => {};
  let closed = false;

  const ears = createEars({
    ...parts,
    onEvent({ kind, active, source, cameraAt }, cameras) {
      const camera = channelOf(source, cameras);
      if (!camera || kind === 'other') return;
      const change = { cameraId: camera.id, kind, active, source: source.slice(0, SOURCE_LENGTH) };
      const news = changes.hear(change);
      if (news === 'told') refuse(camera.id);
      if (news) tell(change, { cameraAt, name: camera.name, isKept: news === 'kept' });
    },
    onLost: (cameras) => {
      for (const change of changes.lost(cameras.map(({ id }) => id))) tell(change);
    },
  });

  function refuse(camera: string): void {
    if (tooMany.has(camera)) return;
    tooMany.add(camera);
    log.warn({ camera }, 'a camera reports more events than are kept');
  }

  /** A flood is not kept, but whoever records has to know of it. */
  function tell(
    { cameraId, kind, active, source }: Change,
    {
      cameraAt = null,
      name = '',
      isKept = true,
    }: { cameraAt?: number | null; name?: string; isKept?: boolean } = {},
  ): void {
    const at = now();
    if (isKept) unwritten.push({ id: uuidv7(), cameraId, at, cameraAt, kind, active, source });
    emit({ cameraId, kind, active, at });
    if (kind !== 'tamper') return;
    if (active && !tampered.has(cameraId)) {
      alerts.raise('camera.tampered', cameraId, { name });
      tamperedAt.set(cameraId, [...recently(tamperedAt.get(cameraId) ?? [], at), at]);
    }
    tampered.set(cameraId, active ? null : at);
  }

  function look(): void {
    ears.follow();
    // Many report changes only: asked anew, a camera tells how it is now. What no longer goes on has ended then.
    for (const cameraId of changes.stale()) ears.renew(cameraId);
    for (const [cameraId, since] of tampered) {
      const calmMs = Math.max(TAMPER_CALM_MS, calmAfter(tamperedAt.get(cameraId) ?? [], now()));
      if (since === null || now() - since < calmMs || changes.isActive(cameraId, 'tamper')) continue;
      tampered.delete(cameraId);
      alerts.clear('camera.tampered', cameraId);
    }
    write();
  }

  function write(): void {
    if (unwritten.length === 0) return;
    const rows = unwritten;
    unwritten = [];
    // On a full disk these are lost, and the next ones are tried again (repeat.ts tells of it).
    repository.insertAll(rows);
  }

  async function prune(): Promise<void> {
    tooMany.clear();
    const before = now() - parts.keepDays() * DAY_MS;
    while (!closed && isSteady() && repository.dropBefore(before, DROPPED_AT_ONCE) > 0) await nextTurn();
    for (let extra = repository.count() - MOST_ROWS; extra > 0 && !closed; extra -= DROPPED_AT_ONCE) {
      repository.dropOldest(Math.min(extra, DROPPED_AT_ONCE));
      await nextTurn();
    }
  }

  return {
    start() {
      // What was covered before a restart ends like what is covered now.
      for (const { rule, subject } of alerts.open()) {
        if (rule === 'camera.tampered') tampered.set(subject, now());
      }
      stopLooking = repeat(LOOK_MS, look, { log, work: 'events of cameras heard' });
      stopPruning = repeat(PRUNE_MS, prune, { log, work: 'old events of cameras deleted' });
    },
    async stop() {
      closed = true;
      await stopLooking();
      await stopPruning();
      await ears.close();
      try {
        write();
      } catch (error) {
        log.error({ err: error }, 'the last events of cameras could not be written down');
      }
    },
    range: repository.range,
    isListening: ears.isListening,
    isMoving: (cameraId) => changes.isActive(cameraId, 'motion'),
    removing(cameraId) {
      changes.forget(cameraId);
      tooMany.delete(cameraId);
      tamperedAt.delete(cameraId);
      if (tampered.delete(cameraId)) alerts.clear('camera.tampered', cameraId);
    },
  };
}
