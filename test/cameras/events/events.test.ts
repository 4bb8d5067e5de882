import t from 'tap';
import { DAY_MS } from '../../../src/clock.ts';
import { OnvifError } from '../../../src/protocols/onvif/index.ts';
import { cameraOf } from '../health/rig.ts';

import { event, listening, type Point, rig } from './rig.ts';

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
  const { points, told, pass, events } = rig(t, [cameraOf(0)]);
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
  t.equal(points[0]?.closed, true);
  const again = points[1] as Point;
  again.options.onState?.(listening);
  again.options.onEvent(event({ initial: true }));
  t.match(told.at(-1), { active: true }, 'asked anew, it says that it still moves');
  t.ok(events().isMoving('cam-000'));
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
  cameras[1] = { ...channel(1), name: 'Cổng mới', zoneId: 'thon-2' };
  await pass(2);
  t.notOk(nvr?.closed, 'another name or place is no reason to listen anew');
  t.equal(told.length, 1);
  cameras[1] = { ...channel(1), onvifUrl: 'http://nvr:81/' };
  cameras[0] = { ...channel(0), onvifUrl: 'http://nvr:81/' };
  await pass(2);
  t.ok(nvr?.closed, 'another address is one');
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
  t.equal(told.length, 500, 'whoever records is told');
  for (let i = 0; i < 500; i++) points[0]?.options.onEvent(event({ source: `made up ${i}` }));
  t.equal(told.length, 500);
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

t.test('each event under a name of its own fills no memory', async (t) => {
  const { points, told, pass, time } = rig(t, [cameraOf(0)]);
  await pass(2);
  const hear = (i: number, active: boolean) =>
    points[0]?.options.onEvent(event({ kind: 'input', active, source: `rule ${i}` }));
  for (let i = 0; i < 100; i++) {
    time.at += 5_000;
    hear(i, true);
  }
  t.equal(told.length, 32, 'so many are under way at once');
  time.at += 60_000;
  for (let i = 0; i < 1_000; i++) hear(1_000 + i, false);
  t.equal(told.length, 32);
  hear(0, false);
  hear(100, true);
  t.match(told.slice(32), [{ active: false }, { active: true }]);
});

t.test('a camera that is tampered with again and again makes a few alerts an hour', async (t) => {
  const { points, pass, alerts } = rig(t, [cameraOf(0)]);
  await pass(2);
  let raised = 0;
  const raise = alerts.raise;
  alerts.raise = (...all) => {
    raised++;
    return raise(...all);
  };
  for (let minute = 0; minute < 60; minute++) {
    points[0]?.options.onEvent(event({ kind: 'tamper', active: minute % 2 === 0 }));
    await pass(65);
  }
  t.ok(raised <= 6, `${raised}`);
  await pass(660);
  t.equal(alerts.open().length, 0);
});

t.test('pages go by time, whatever the ids', async (t) => {
  const { points, pass, events, time, rows } = rig(t, [cameraOf(0)]);
  await pass(2);
  const { options } = points[0] as Point;
  options.onEvent(event());
  await pass(2);
  // The box's clock is set back: later ids with earlier instants.
  time.at -= 3_600_000;
  options.onEvent(event({ active: false }));
  options.onEvent(event());
  await pass(2);
  const all = rows();
  t.strictSame(
    all.map(({ at }) => at),
    all.map(({ at }) => at).sort((a, b) => b - a),
  );
  const query = { cameraId: 'cam-000', from: 0, to: Number.MAX_SAFE_INTEGER, limit: 1 };
  const paged = [];
  for (let before: (typeof all)[number] | undefined; ; ) {
    const [row] = events().range({ ...query, before });
    if (!row) break;
    paged.push(row);
    before = row;
  }
  t.strictSame(paged, all);
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
