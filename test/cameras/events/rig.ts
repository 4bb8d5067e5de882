import { mock } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pino } from 'pino';
import type { Test } from 'tap';
import { createAlerts } from '../../../src/alerts/alerts.ts';
import { EVENT_ALERT_RULES } from '../../../src/cameras/events/alert-rules.ts';
import { createCameraEvents } from '../../../src/cameras/events/camera-events.ts';
import type { Camera, CameraEvent } from '../../../src/cameras/parts.ts';
import { createAccountGate } from '../../../src/cameras/sign-in/account-gate.ts';
import { migrate } from '../../../src/db/migrate.ts';
import { openDatabase } from '../../../src/db/open.ts';
import type { OnvifEvent, PullPointOptions } from '../../../src/protocols/onvif/index.ts';

export interface Point {
  options: PullPointOptions;
  closed: boolean;
}

/** The events of cameras on a clock of its own; `points` are what it listens to. */
export function rig(t: Test, cameras: Camera[]) {
  const db = openDatabase(`${t.testdir()}/x.db`);
  migrate(db, t.testdirName);
  const time = { at: 1_800_000_000_000 };
  const now = () => time.at;
  const alerts = createAlerts({ db, clock: { now }, outbox: { append: () => 1 } });
  alerts.define(EVENT_ALERT_RULES);
  const points: Point[] = [];
  const told: CameraEvent[] = [];
  const registry: Parameters<typeof createAccountGate>[0]['registry'] = {
    get: (id) => cameras.find((camera) => camera.id === id),
    all: () => cameras,
    account: () => ({ username: 'admin', password: 'x' }),
  };
  const streams = createAccountGate({ now, registry, changed: () => {} });
  for (const { id } of cameras) streams.accepted(id);
  const gate = streams.onvif;
  const wanted = new Set(cameras.map(({ id }) => id));
  mock.timers.enable({ apis: ['setInterval'] });
  const parts: Parameters<typeof createCameraEvents>[0] = {
    db,
    clock: { now },
    alerts,
    registry,
    gate,
    pullPoint(options) {
      const point: Point = { options, closed: false };
      points.push(point);
      return {
        listening: true,
        close: async () => {
          point.closed = true;
        },
      };
    },
    wanted: ({ id }) => wanted.has(id),
    keepDays: () => 30,
    emit: (event) => told.push(event),
    log: pino({ level: 'silent' }),
  };
  let events = createCameraEvents(parts);
  events.start();
  t.teardown(async () => {
    await events.stop();
    mock.timers.reset();
    db.close();
  });
  return {
    points,
    told,
    gate,
    wanted,
    now,
    time,
    db,
    alerts,
    events: () => events,
    open: () => points.filter(({ closed }) => !closed),
    async pass(seconds: number) {
      for (let i = 0; i < seconds; i += 2) {
        time.at += 2_000;
        mock.timers.tick(2_000);
        await nextTurn();
      }
    },
    async restart() {
      await events.stop();
      events = createCameraEvents(parts);
      events.start();
    },
    rows: (cameraId = 'cam-000') =>
      events.range({ cameraId, from: 0, to: Number.MAX_SAFE_INTEGER, limit: 1_000 }),
  };
}

export const event = (changes: Partial<OnvifEvent> = {}): OnvifEvent => ({
  kind: 'motion',
  active: true,
  cameraAt: 5,
  source: 'VideoSource_1',
  topic: 'RuleEngine/CellMotionDetector/Motion',
  initial: false,
  ...changes,
});
export const listening = { listening: true, error: null, nextTryMs: 0 };
