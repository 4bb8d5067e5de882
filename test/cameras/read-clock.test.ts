import t from 'tap';
import { readDrift } from '../../src/cameras/read-clock.ts';
import { cameraOf } from './health/rig.ts';

t.test('how far a clock is off', async (t) => {
  const drift = (clock: { cameraAt?: number | null; offsetMs: number; localCalledUtc?: boolean }) =>
    readDrift(
      cameraOf(0),
      undefined,
      {
        connect: async () => ({ clock: { cameraAt: 1, localCalledUtc: false, ...clock } }) as never,
        now: () => 0,
      },
      AbortSignal.timeout(1_000),
    );
  t.equal(await drift({ offsetMs: 45_000 }), 45_000);
  t.equal(await drift({ offsetMs: 7 * 3_600_000 }), 7 * 3_600_000);
  t.equal(await drift({ offsetMs: 7 * 3_600_000 - 4_000, localCalledUtc: true }), -4_000);
  t.equal(await drift({ offsetMs: 0, cameraAt: null }), null);
});
