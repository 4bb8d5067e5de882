import { mock } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import { createAlerts } from '../../../src/alerts/alerts.ts';
import { EVENT_ALERT_RULES } from '../../../src/cameras/events/alert-rules.ts';
import { createCameraEvents } from '../../../src/cameras/events/camera-events.ts';
import { createChanges } from '../../../src/cameras/events/changes.ts';
import { channelOf } from '../../../src/cameras/events/channel.ts';
import type { Camera, CameraEvent } from '../../../src/cameras/parts.ts';
import { createAccountGate } from '../../../src/cameras/sign-in/account-gate.ts';
import { DAY_MS } from '../../../src/clock.ts';
import { migrate } from '../../../src/db/migrate.ts';
import { openDatabase } from '../../../src/db/open.ts';
import { OnvifError, type OnvifEvent, type PullPointOptions } from '../../../src/protocols/onvif/index.ts';
import { cameraOf } from '../health/rig.ts';

interface Point {
  options: PullPointOptions;
  closed: boolean;
}

/** The events of cameras on a clock of its own; `points` are what it listens to. */
function rig(t: Test, cameras: Camera[]) {
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
      events.range({ cameraId, from: 0, to: Number.MAX_SAFE_INTEGER, before: '', limit: 1_000 }),
  };
}

const event = (changes: Partial<OnvifEvent> = {}): OnvifEvent => ({
  kind: 'motion',
  active: true,
  cameraAt: 5,
  source: 'VideoSource_1',
  topic: 'RuleEngine/CellMotionDetector/Motion',
  initial: false,
  ...changes,
});
const listening = { listening: true, error: null, nextTryMs: 0 };

t.test('motion begins and ends: told at once, kept, repeats left out', async (t) => {
  const { points, told, pass, rows } = rig(t, [cameraOf(0)]);
  await pass(2);
  t.equal(points.length, 1);
  const { options } = points[0] as Point;
  options.onState?.(listening);
  options.onEvent(event({ active: false, initial: true }));
  options.onEvent(event());
  options.onEvent(event());
  options.onEvent(event({ kind: 'other' }));
  t.match(told, [{ cameraId: 'cam-000', kind: 'motion', active: true }]);
  options.onEvent(event({ active: false, cameraAt: null }));
  t.equal(told.length, 2);
  await pass(2);
  t.match(rows(), [
    { active: false, cameraAt: null },
    { active: true, cameraAt: 5, source: 'VideoSource_1' },
  ]);
});

t.test('whoever can no longer be heard does not move for ever', async (t) => {
  const { points, told, pass } = rig(t, [cameraOf(0)]);
  await pass(2);
  const { options } = points[0] as Point;
  options.onState?.(listening);
  options.onEvent(event());
  options.onState?.({ listening: false, error: new OnvifError('timeout', 'x'), nextTryMs: 1_000 });
  t.match(told.at(-1), { active: false });
  options.onState?.(listening);
  options.onEvent(event({ initial: true }));
  t.match(told.at(-1), { active: true }, 'it still moves');
  await pass(620);
  t.match(told.at(-1), { active: false }, 'no news for ten minutes');
});

t.test('a refused account ends the listening until it may be tried again', async (t) => {
  const { points, open, pass, gate } = rig(t, [cameraOf(0)]);
  await pass(2);
  points[0]?.options.onState?.({ listening: false, error: new OnvifError('refused', 'x'), nextTryMs: 1 });
  t.equal(open().length, 0);
  t.notOk(gate.mayTry('cam-000'));
  await pass(3_000);
  t.equal(points.length, 1);
  await pass(700);
  t.equal(points.length, 2);
});

t.test('one pull point a recorder, for the channels that want it; changes are followed', async (t) => {
  const channel = (i: number) =>
    cameraOf(i, { unitKey: 'nvr', onvifUrl: 'http://nvr/', channel: `VideoSource_${i}` });
  const cameras = [channel(0), channel(1), cameraOf(2), cameraOf(3, { onvifUrl: null })];
  const { points, told, open, pass, wanted } = rig(t, cameras);
  await pass(4);
  t.equal(open().length, 2);
  const nvr = points.find(({ options }) => options.url === 'http://nvr/');
  nvr?.options.onEvent(event({ source: 'VideoSourceConfig_1' }));
  nvr?.options.onEvent(event({ source: 'Rule_7' }));
  t.match(told, [{ cameraId: 'cam-001' }]);
  t.equal(told.length, 1);
  wanted.delete('cam-002');
  await pass(2);
  t.equal(open().length, 1);
  cameras[0] = channel(0);
  await pass(2);
  t.ok(nvr?.closed, 'the camera is another one: listened to anew');
  t.equal(open().length, 1);
  nvr?.options.onEvent(event({ source: 'VideoSourceConfig_1', active: false }));
  t.equal(told.length, 1, 'what was closed is heard no more');
});

t.test('64 cameras are not begun in one moment', async (t) => {
  const { points, pass } = rig(
    t,
    Array.from({ length: 64 }, (_none, i) => cameraOf(i)),
  );
  await pass(2);
  t.equal(points.length, 8);
  await pass(20);
  t.equal(points.length, 64);
});

t.test('a camera that never rests fills neither the disk nor the log', async (t) => {
  const { points, told, pass, rows } = rig(t, [cameraOf(0)]);
  await pass(2);
  for (let i = 0; i < 500; i++)
    points[0]?.options.onEvent(event({ active: i % 2 === 0, source: 'x'.repeat(5_000) }));
  t.equal(told.length, 40);
  await pass(2);
  t.equal(rows().length, 40);
  t.equal(rows()[0]?.source.length, 200);
});

t.test('tampering makes one alert that ends when it has been calm, also over a restart', async (t) => {
  const stand = rig(t, [cameraOf(0)]);
  await stand.pass(2);
  const { options } = stand.points[0] as Point;
  for (let i = 0; i < 4; i++) options.onEvent(event({ kind: 'tamper', active: i % 2 === 0 }));
  t.match(stand.alerts.open(), [{ rule: 'camera.tampered', count: 1, titleEn: /Cổng 0/ }]);
  await stand.pass(30);
  t.equal(stand.alerts.open().length, 1);
  await stand.restart();
  await stand.pass(90);
  t.equal(stand.alerts.open().length, 0);
});

t.test('events are kept for so many days, and only so many', async (t) => {
  const { points, pass, rows, time } = rig(t, [cameraOf(0)]);
  await pass(2);
  points[0]?.options.onEvent(event());
  await pass(2);
  time.at += 29 * DAY_MS;
  points[0]?.options.onEvent(event({ active: false }));
  await pass(3_600);
  t.equal(rows().length, 2);
  time.at += 2 * DAY_MS;
  await pass(3_700);
  t.equal(rows().length, 1);
});

t.test('any sequence: begin and end take turns', async () => {
  const heard = fc.record({ active: fc.boolean(), source: fc.constantFrom('a', 'b'), lost: fc.boolean() });
  fc.assert(
    fc.property(fc.array(heard, { maxLength: 30 }), (all) => {
      const changes = createChanges(() => 0);
      const last = new Map<string, boolean>();
      const follows = ({ source, active }: { source: string; active: boolean }) => {
        const isTurn = (last.get(source) ?? false) !== active;
        last.set(source, active);
        return isTurn;
      };
      return all.every(({ active, source, lost }) => {
        if (lost) return changes.lost(['c']).every(follows);
        const news = changes.hear({ cameraId: 'c', kind: 'motion', active, source });
        return news === undefined || news === 'too_many' || follows(news);
      });
    }),
  );
});

t.test('the channel of an event', async (t) => {
  const channels = ['vs-1', 'vs-2', 'main'].map((channel, i) => cameraOf(i, { channel }));
  t.equal(channelOf('main', channels)?.id, 'cam-002');
  t.equal(channelOf('VideoSourceToken2', channels)?.id, 'cam-001');
  t.equal(channelOf('other', channels), undefined);
  t.equal(channelOf('', channels), undefined);
  t.equal(channelOf('whatever', [cameraOf(5)])?.id, 'cam-005');
  t.equal(channelOf('x', []), undefined);
});
