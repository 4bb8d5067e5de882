import t from 'tap';
import { readCameraClock } from '../../src/cameras/read-clock.ts';
import { cameraOf } from './health/rig.ts';

const HOUR_MS = 3_600_000;

t.test('how far a clock is off, and whether it keeps our time', async (t) => {
  const read = (clock: {
    cameraAt?: number | null;
    offsetMs: number;
    localCalledUtc?: boolean;
    zoneMs?: number;
  }) =>
    readCameraClock(
      cameraOf(0),
      undefined,
      {
        connect: async () =>
          ({ clock: { cameraAt: 1, localCalledUtc: false, zoneMs: null, ...clock } }) as never,
        now: () => 0,
      },
      AbortSignal.timeout(1_000),
    );
  t.same(await read({ offsetMs: 45_000 }), { driftMs: 45_000, otherZone: false });
  t.match(await read({ offsetMs: 7 * HOUR_MS }), { driftMs: 7 * HOUR_MS });
  t.match(await read({ offsetMs: 7 * HOUR_MS - 4_000, localCalledUtc: true }), { driftMs: -4_000 });
  t.match(await read({ offsetMs: 0, cameraAt: null }), { driftMs: null });
  t.match(await read({ offsetMs: 0, zoneMs: 7 * HOUR_MS }), { otherZone: false });
  t.match(await read({ offsetMs: 0, zoneMs: 8 * HOUR_MS }), { otherZone: true });
});
