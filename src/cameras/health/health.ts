import type { FastifyBaseLogger } from 'fastify';
import type { Alerts } from '../../alerts/index.ts';
import type { Clock } from '../../clock.ts';
import type { Db } from '../../db/open.ts';
import { repeat } from '../../repeat.ts';
import type { CameraRegistry } from '../parts.ts';
import type { CameraHealth } from '../schemas.ts';
import type { KeptAccountGate } from '../sign-in/account-gate.ts';
import { healthRepository } from './health-repository.ts';
import { isUnsure } from './hold.ts';
import { fromRow, toRow } from './kept.ts';
import { createLooks, type LookParts } from './looks.ts';
import { createTeller } from './teller.ts';
import { isSuspect, newWatched, type Seen, takeIn, type Watched } from './watched.ts';
import { healthOf } from './wording.ts';

export interface HealthParts
  extends Pick<
    LookParts,
    'hub' | 'onvifGate' | 'grab' | 'readClock' | 'recording' | 'settings' | 'describe' | 'probe'
  > {
  db: Db;
  clock: Pick<Clock, 'now' | 'monotonic'>;
  alerts: Pick<Alerts, 'raise' | 'clear'>;
  /** Asked by all that sign in; what it knows is kept here. */
  gate: KeptAccountGate;
  registry: Pick<CameraRegistry, 'get' | 'all' | 'account' | 'stream'>;
  /** State or reason of a camera has changed. */
  changed(cameraId: string, health: CameraHealth): void;
  log: FastifyBaseLogger;
}

export interface Health {
  start(): void;
  stop(): Promise<void>;
  /** Of a camera that is not watched: unknown. */
  of(cameraId: string): CameraHealth;
  /** The camera's clock minus the box's, ms, as measured last. */
  driftOf(cameraId: string): number | null;
  /** Looks now at all that can be looked at, as often as it takes to be sure that it is away. Rejects never. */
  check(cameraId: string): Promise<CameraHealth>;
  /** New, or something of it has changed. */
  changed(cameraId: string): void;
  /** The gate knows something else of it: to be kept. */
  gateChanged(cameraId: string): void;
  /** In the transaction that removes it. */
  removing(cameraId: string): void;
  /** After the commit. */
  removed(cameraId: string): void;
}

const TICK_MS = 1_000;
const PROBES_AT_ONCE = 32;
const VISITS_AT_ONCE = 3;
const FIRST_VISIT_MS = 3_000;
/** After a start all are looked for within this time. */
const FIRST_LOOKS_MS = 5_000;
const SAVE_MS = 60_000;
const HASTENED_MS = 3_000;
const HASTEN_EVERY_MS = 10_000;
/** A fault of the station itself, such as a full disk, is not met each second for each camera. */
const AFTER_FAILURE_MS = 60_000;

/** How every camera is: looked at in turn, judged (hold.ts), told (teller.ts), kept over a restart (kept.ts). */
export function createHealth(parts: HealthParts): Health {
  const { db, registry, gate, log } = parts;
  const { now, monotonic } = parts.clock;
  const repository = healthRepository(db);
  const cameras = new Map<string, Watched>();
  const ending = new AbortController();
  let stopTicking = async () => {};
  let savedAt = 0;
  let hastenedAt = Number.NEGATIVE_INFINITY;

  const looks = createLooks({ ...parts, now, monotonic, absorb, signal: ending.signal });
  const teller = createTeller({
    alerts: parts.alerts,
    commit: (told, work) =>
      db.transaction(() => {
        work();
        for (const watched of told) save(watched);
      })(),
    now,
    log,
  });

  function save(watched: Watched): void {
    repository.save(toRow(watched, gate.refusal(watched.camera.id)));
    watched.unsaved = false;
  }

  function absorb(watched: Watched, seen: Seen): void {
    const { id } = watched.camera;
    if (ending.signal.aborted || cameras.get(id) !== watched) return;
    const wasSuspect = isSuspect(watched);
    if (takeIn(watched, seen, now())) parts.changed(id, healthOf(watched));
    if (!wasSuspect && isSuspect(watched)) hasten();
  }

  /** One is missing: whether it is alone is known before anybody is told, so that a dead switch makes one alert. */
  function hasten(): void {
    const time = monotonic();
    if (time - hastenedAt < HASTEN_EVERY_MS) return;
    hastenedAt = time;
    for (const watched of cameras.values()) {
      watched.nextReachAt = Math.min(watched.nextReachAt, time + Math.random() * HASTENED_MS);
    }
  }

  function lookNow(watched: Watched): Promise<void> {
    watched.reaching ??= looks
      .lookFor(watched)
      .catch((err) => {
        watched.nextReachAt = monotonic() + AFTER_FAILURE_MS;
        log.error({ err, camera: watched.camera.id }, 'a camera could not be looked for');
      })
      .finally(() => {
        watched.reaching = undefined;
      });
    return watched.reaching;
  }

  function visitNow(watched: Watched): Promise<void> {
    watched.visiting ??= looks
      .visit(watched)
      .catch((err) => {
        watched.nextVisitAt = monotonic() + AFTER_FAILURE_MS;
        log.error({ err, camera: watched.camera.id }, 'a camera could not be visited');
      })
      .finally(() => {
        watched.visiting = undefined;
      });
    return watched.visiting;
  }

  function tick(): void {
    const all = [...cameras.values()];
    const time = monotonic();
    let probes = all.filter(({ reaching }) => reaching).length;
    let visits = all.filter(({ visiting }) => visiting).length;
    // Who has waited longest comes first.
    for (const watched of all.toSorted((a, b) => a.nextReachAt - b.nextReachAt)) {
      if (!watched.camera.enabled || watched.reaching || watched.nextReachAt > time) continue;
      if (probes++ >= PROBES_AT_ONCE) break;
      void lookNow(watched);
    }
    for (const watched of all.toSorted((a, b) => a.nextVisitAt - b.nextVisitAt)) {
      const there = watched.holds.reach?.said === null && watched.holds.reach.seen === null;
      if (!watched.camera.enabled || watched.visiting || watched.nextVisitAt > time || !there) continue;
      if (visits++ >= VISITS_AT_ONCE) break;
      void visitNow(watched);
    }
    teller.tell(all);
    if (time - savedAt >= SAVE_MS) saveAll(time);
  }

  function saveAll(time: number): void {
    savedAt = time;
    const unsaved = [...cameras.values()].filter((watched) => watched.unsaved);
    if (unsaved.length > 0) db.transaction(() => unsaved.forEach(save))();
  }

  function load(): void {
    const rows = new Map(repository.all().map((row) => [row.cameraId, row]));
    const known = [...registry.all()];
    for (const [index, camera] of known.entries()) {
      const row = rows.get(camera.id);
      const { watched, refusal } = row ? fromRow(camera, row, now()) : { watched: newWatched(camera, now()) };
      gate.remember(camera.id, { refusal, taken: watched.holds.account?.said === null });
      cameras.set(camera.id, watched);
      const share = index / known.length;
      watched.nextReachAt = monotonic() + share * FIRST_LOOKS_MS;
      const isKnown = watched.holds.stream !== undefined;
      const visitsMs = parts.settings().frameEveryMinutes * 60_000;
      watched.nextVisitAt = monotonic() + (isKnown ? share * visitsMs : FIRST_VISIT_MS);
    }
    teller.begin([...cameras.values()].filter(({ told }) => told.together).length);
  }

  return {
    start() {
      load();
      savedAt = monotonic();
      stopTicking = repeat(TICK_MS, tick, { log, work: 'cameras looked after' });
    },
    async stop() {
      await stopTicking();
      ending.abort(new Error('the station ends'));
      await Promise.all([...cameras.values()].flatMap(({ reaching, visiting }) => [reaching, visiting]));
      saveAll(monotonic());
    },
    of(id) {
      const watched = cameras.get(id);
      if (watched) looks.running(watched);
      return healthOf(watched);
    },
    driftOf: (id) => cameras.get(id)?.driftMs ?? null,
    async check(id) {
      const watched = cameras.get(id);
      if (watched?.camera.enabled) {
        await lookNow(watched);
        if (isUnsure(watched.holds.reach)) await lookNow(watched);
        if (watched.holds.reach?.seen === null) await visitNow(watched);
      }
      return healthOf(watched);
    },
    changed(id) {
      const camera = registry.get(id);
      if (!camera) return;
      const known = cameras.get(id);
      const watched = known ?? newWatched(camera, now());
      cameras.set(id, watched);
      const wasWatched = known?.camera.enabled;
      watched.camera = camera;
      watched.nextReachAt = monotonic();
      watched.nextVisitAt = monotonic() + FIRST_VISIT_MS;
      if (wasWatched && !camera.enabled) {
        watched.holds = {};
        db.transaction(() => {
          teller.forget(watched);
          save(watched);
        })();
      }
      absorb(watched, {});
    },
    gateChanged(id) {
      const watched = cameras.get(id);
      if (watched) watched.unsaved = true;
    },
    removing(id) {
      const watched = cameras.get(id);
      if (watched) teller.forget(watched);
      repository.remove(id);
    },
    removed: (id) => void cameras.delete(id),
  };
}
