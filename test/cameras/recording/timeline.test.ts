import fc from 'fast-check';
import t from 'tap';
import { BoxTime } from '../../../src/cameras/recording/box-time.ts';
import { MemoryBudget } from '../../../src/cameras/recording/memory-budget.ts';
import { MotionWindow } from '../../../src/cameras/recording/motion-window.ts';
import { PreRoll } from '../../../src/cameras/recording/pre-roll.ts';
import { readTimeline } from '../../../src/cameras/recording/read-timeline.ts';
import { type RecordingState, statesRepository } from '../../../src/cameras/recording/states-repository.ts';
import { timelineOf } from '../../../src/cameras/recording/timeline.ts';
import { CAMERA, handClock, openStore } from './rig.ts';

const state = (at: number, name: RecordingState, reason: string | null = null) => ({
  cameraId: CAMERA,
  at,
  state: name,
  reason,
});
const segment = (startedAt: number, endedAt: number | null) => ({
  startedAt,
  endedAt,
  reason: 'continuous' as const,
});

t.test('each gap has its reason', (t) => {
  const S = 1_000;
  const { spans, gaps } = timelineOf({
    from: 0,
    to: 1_000 * S,
    now: 900 * S,
    oldest: 50 * S,
    segments: [
      segment(50 * S, 110 * S),
      segment(110 * S, 170 * S),
      segment(300 * S, 360 * S),
      segment(800 * S, null),
    ],
    states: [
      state(-5, 'continuous'),
      state(180 * S, 'lost', 'camera.no_frames'),
      state(299 * S, 'waiting'),
      state(300 * S, 'continuous'),
      state(361 * S, 'disk_full'),
      state(500 * S, 'no_folder'),
      state(600 * S, 'box_off'),
      state(700 * S, 'motion'),
      state(800 * S, 'continuous'),
    ],
  });
  t.same(
    spans.map(({ from, to }) => [from / S, to / S]),
    [
      [50, 170],
      [300, 360],
      [800, 900],
    ],
  );
  t.same(
    gaps.map(({ from, to, why, reason }) => [from / S, to / S, why, reason]),
    [
      [0, 50, 'deleted', null],
      [170, 300, 'lost', 'camera.no_frames'],
      [360, 500, 'disk_full', null],
      [500, 600, 'no_folder', null],
      [600, 700, 'box_off', null],
      [700, 800, 'still', null],
      [900, 1_000, 'future', null],
    ],
  );
  t.end();
});

t.test('what is not on the disk yet is no gap', (t) => {
  const S = 1_000;
  const today = (writtenUntil: number, now: number) =>
    timelineOf({
      from: 0,
      to: 86_400 * S,
      now,
      oldest: 0,
      segments: [segment(0, writtenUntil)],
      states: [state(-5, 'continuous')],
    }).gaps.map(({ from, to, why }) => [from, to, why]);
  t.same(today(599_400, 600 * S), [[600 * S, 86_400 * S, 'future']]);
  t.same(today(598_100, 600 * S), [[600 * S, 86_400 * S, 'future']], 'a camera of one picture a second');
  t.same(
    today(590 * S, 600 * S),
    [
      [590 * S, 600 * S, 'unknown'],
      [600 * S, 86_400 * S, 'future'],
    ],
    'a piece that is missing is told',
  );
  t.end();
});

t.test('spans and gaps fill the range, in order, whatever there is', (t) => {
  const names: RecordingState[] = [
    'off',
    'waiting',
    'continuous',
    'motion',
    'lost',
    'slow',
    'disk_full',
    'box_off',
  ];
  const instants = fc.integer({ min: 0, max: 1_000_000 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(instants, fc.integer({ min: 1, max: 90_000 })), { maxLength: 12 }),
      fc.array(fc.tuple(instants, fc.constantFrom(...names)), { maxLength: 12 }),
      instants,
      (parts, changes, now) => {
        const segments = parts.sort(([a], [b]) => a - b).map(([at, length]) => segment(at, at + length));
        const states = changes.sort(([a], [b]) => a - b).map(([at, name]) => state(at, name));
        const { spans, gaps } = timelineOf({ from: 1_000, to: 900_000, now, segments, states, oldest: 0 });
        const all = [...spans, ...gaps].sort((a, b) => a.from - b.from);
        let at = 1_000;
        for (const { from, to } of all) {
          // Just before now, the newest piece may not be on the disk yet.
          const tolerance = from === now ? 2_000 : 1_000;
          if (to <= from || from - at > tolerance) return false;
          at = Math.max(at, to);
        }
        return Math.abs(at - 900_000) <= 1_000;
      },
    ),
    { numRuns: 500 },
  );
  t.end();
});

t.test('the box’s time of a stream follows a slow clock of the camera, and no stall', (t) => {
  const clock = handClock();
  const time = new BoxTime(clock);
  const began = clock.at;
  for (let i = 0; i < 36_000; i++) {
    // 100 ppm slow, a fragment 200 ms; a delay of up to 50 ms, now and then of 2 s.
    clock.pass(200.02);
    const late = i % 500 === 499 ? 2_000 : (i * 7) % 50;
    if (time.observe(clock.at + late, (i + 1) * 200)) t.fail('the clock was not set');
  }
  t.ok(Math.abs(time.at(7_200_000) - began - 7_200_720) < 60, String(time.at(7_200_000) - began));
  clock.at -= 3_600_000;
  t.equal(time.observe(clock.at, 7_200_200), true, 'the clock was set');
  t.end();
});

t.test('pre-roll keeps whole groups of pictures, within its bounds', (t) => {
  const fragment = (i: number, bytes = 10) => ({
    data: Buffer.alloc(bytes),
    key: i % 5 === 0,
    at: 0,
    decodeMs: i * 200,
    durationMs: 200,
  });
  const ring = new PreRoll({ ms: 3_000, bytes: 1_000 }, new MemoryBudget().shareOf(CAMERA));
  for (let i = 3; i < 100; i++) ring.push(fragment(i));
  const kept = ring.take();
  t.equal(kept[0]?.key, true);
  t.ok(kept.length >= 15 && kept.length < 21);
  t.same(ring.take(), []);
  for (let i = 0; i < 100; i++) ring.push(fragment(i, 300));
  t.equal(ring.take().length, 5, 'the newest group is kept whole, though it is big');
  for (let i = 0; i < 100; i++) ring.push(fragment(i, 1_000));
  t.ok(ring.take().length <= 4, 'but not one beyond all measure');
  t.end();
});

t.test('motion: while it lasts, and some time after', (t) => {
  const motion = new MotionWindow(20_000);
  motion.report(false, 0);
  t.equal(motion.isOpen(1), false, 'an end without a beginning');
  motion.report(true, 1_000);
  t.equal(motion.isOpen(60_000), true);
  motion.report(false, 61_000);
  t.equal(motion.isOpen(80_000), true);
  t.equal(motion.isOpen(82_000), false);
  motion.report(true, 100_000);
  t.equal(motion.isOpen(2_000_000), true, 'whoever hears it says when it is over');
  t.end();
});

t.test('a camera that was never to be recorded has lost nothing', (t) => {
  const { db, rows, store } = openStore(t);
  const history = statesRepository(db);
  const read = () =>
    readTimeline(
      { rows, history, openOf: store.openOf },
      { cameraId: CAMERA, from: 1_000, to: 90_000, now: 60_000 },
    ).gaps.map(({ from, to, why }) => [from, to, why]);
  t.same(read(), [
    [1_000, 60_000, 'off'],
    [60_000, 90_000, 'future'],
  ]);
  history.add(state(30_000, 'lost'));
  t.same(read()[0], [1_000, 30_000, 'unknown'], 'what was before the first state is not known');
  t.end();
});

t.test('what is forgotten leaves the state that was in force at the cut-off', (t) => {
  const { db } = openStore(t);
  const history = statesRepository(db);
  for (const [at, name] of [
    [0, 'off'],
    [1_000, 'continuous'],
    [2_000, 'lost'],
    [9_000, 'continuous'],
  ] as const)
    history.add(state(at, name));
  t.equal(history.forget(5_000, 100), 2);
  t.equal(history.forget(5_000, 100), 0);
  t.match(history.at(CAMERA, 5_000), { state: 'lost' });
  t.equal(history.at(CAMERA, 1_500), undefined);
  const input = { from: 0, to: 1_900, now: 10_000, segments: [], states: [], oldest: undefined };
  t.match(timelineOf(input).gaps, [{ why: 'unknown' }], 'not known is not off');
  t.end();
});
