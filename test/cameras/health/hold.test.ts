import fc from 'fast-check';
import t from 'tap';
import {
  ASPECTS,
  type Aspect,
  type Hold,
  type Holds,
  judge,
  look,
} from '../../../src/cameras/health/hold.ts';
import { HEALTH_CODES, HEALTH_REASONS, type HealthCode } from '../../../src/cameras/health/reasons.ts';

const aspect = fc.constantFrom(...(Object.keys(ASPECTS) as Aspect[]));
const fault = fc.constantFrom<HealthCode>(...HEALTH_CODES);
const seen = fc.oneof(fc.constant(null), fault);

function after(looks: readonly (HealthCode | null)[], which: Aspect): Hold | undefined {
  let hold: Hold | undefined;
  for (const one of looks) hold = look(hold, one, which);
  return hold;
}

t.test('what is seen often enough is said, whatever was before', async () => {
  fc.assert(
    fc.property(aspect, fc.array(seen, { maxLength: 12 }), seen, (which, before, last) => {
      const needed = last === null ? ASPECTS[which].good : ASPECTS[which].bad;
      const hold = after([...before, ...new Array<HealthCode | null>(needed).fill(last)], which);
      return hold?.said === last;
    }),
  );
});

t.test('one odd look changes nothing where two are needed', async () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 40 }), (odd) => {
      // Never two faults in a row.
      const looks = odd.flatMap((isOdd) =>
        isOdd ? (['camera.unreachable', null, null] as const) : ([null] as const),
      );
      return [...looks.keys()].every((i) => after([null, ...looks.slice(0, i + 1)], 'reach')?.said === null);
    }),
  );
});

t.test('flapping at each look holds what was said', async (t) => {
  const flapping = Array.from({ length: 30 }, (_none, i) => (i % 2 ? null : ('camera.unreachable' as const)));
  t.equal(after([null, ...flapping], 'reach')?.said, null);
  t.equal(
    after(['camera.unreachable', 'camera.unreachable', null, ...flapping], 'reach')?.said,
    'camera.unreachable',
  );
});

t.test('faults that take turns are faults, and do not flap among themselves', async (t) => {
  const turns: HealthCode[] = [
    'camera.no_frames',
    'camera.no_stream',
    'camera.no_frames',
    'camera.no_stream',
  ];
  t.equal(after([null, ...turns], 'stream')?.said, 'camera.no_stream');
  t.equal(after([null, ...turns, 'camera.no_frames'], 'stream')?.said, 'camera.no_stream');
});

t.test('the state is that of the gravest fault', async () => {
  const holds = fc
    .dictionary(aspect, seen)
    .map(
      (said): Holds =>
        Object.fromEntries(
          Object.entries(said).map(([name, one]) => [name, { said: one, seen: one, times: 1, faulty: 0 }]),
        ),
    );
  fc.assert(
    fc.property(holds, fc.boolean(), (all, enabled) => {
      const { state, reason } = judge(all, enabled);
      if (!enabled) return state === 'off' && reason === null;
      const faults = Object.values(all).flatMap(({ said }) => said ?? []);
      if (faults.length === 0) return reason === null && state === (all.reach ? 'ok' : 'unknown');
      const gravest = HEALTH_CODES[Math.min(...faults.map((code) => HEALTH_CODES.indexOf(code)))];
      const expected = HEALTH_REASONS[gravest as HealthCode].state;
      // What is no more than a remark says nothing of a camera that nobody has reached yet.
      if (expected === 'ok' && all.reach?.said === undefined) return state === 'unknown' && reason === null;
      return reason === gravest && state === expected;
    }),
    { examples: [[{ firmware: { said: 'camera.old_firmware', seen: null, times: 1, faulty: 0 } }, true]] },
  );
});
