import fc from 'fast-check';
import t from 'tap';
import { countTargets, outcome, over } from '../../src/broadcast/playout/outcome.ts';
import {
  expired,
  left,
  type Moment,
  type Report,
  reported,
  START_GRACE_MS,
  settled,
  type Target,
} from '../../src/broadcast/playout/target.ts';

const DUE = Date.UTC(2026, 11, 1, 1, 0);
const DURATION = 30_000;
const TARGET: Target = {
  speakerId: 'a',
  name: 'Loa',
  zoneId: null,
  acknowledges: 'finished',
  state: 'commanded',
  commandedAt: DUE - 3_000,
  acceptedAt: null,
  startedAt: null,
  finishedAt: null,
  lateMs: null,
  error: null,
  detail: null,
  voice: 'vi',
  away: false,
};
const at = (elapsed: number): Moment => ({ now: DUE + elapsed, elapsed, dueAt: DUE, durationMs: DURATION });

type Step = [elapsed: number, what: Report['kind'] | 'time' | 'left', at?: number];

/** Runs reports and silences past one row. */
function run(target: Target, ...steps: Step[]): Target {
  return steps.reduce((row, [elapsed, what, told]) => {
    if (what === 'time') return expired(row, at(elapsed));
    if (what === 'left') return left(row);
    return reported(row, { kind: what, at: told ?? DUE + elapsed }, at(elapsed));
  }, target);
}

t.test('a speaker that says everything', async (t) => {
  const row = run(TARGET, [-2_900, 'accepted'], [12, 'started'], [DURATION + 20, 'finished']);
  t.match(row, { state: 'finished', lateMs: 12, acceptedAt: DUE - 2_900, startedAt: DUE + 12, error: null });
});

t.test('what goes wrong, and what is made of it', async (t) => {
  const cases: [name: string, steps: Step[], wanted: object][] = [
    ['never answers', [[START_GRACE_MS + 1, 'time']], { state: 'failed', error: 'no_answer' }],
    [
      'was away all along',
      [
        [0, 'left'],
        [START_GRACE_MS + 1, 'time'],
      ],
      { state: 'failed', error: 'offline' },
    ],
    [
      'accepts and never starts',
      [
        [-2_000, 'accepted'],
        [START_GRACE_MS + 1, 'time'],
      ],
      { state: 'failed', error: 'no_start' },
    ],
    [
      'starts late, after it was given up',
      [
        [-2_000, 'accepted'],
        [START_GRACE_MS + 1, 'time'],
        [START_GRACE_MS + 4_000, 'started'],
        [START_GRACE_MS + 4_000 + DURATION, 'finished'],
      ],
      { state: 'finished', lateMs: START_GRACE_MS + 4_000, error: null },
    ],
    [
      'leaves in the middle',
      [
        [0, 'started'],
        [5_000, 'left'],
        [DURATION + 11_000, 'time'],
      ],
      { state: 'failed', error: 'left' },
    ],
    [
      'leaves, and comes back having played it all',
      [
        [0, 'started'],
        [5_000, 'left'],
        [DURATION + 4_000, 'finished', DUE + DURATION],
      ],
      { state: 'finished', error: null },
    ],
    [
      'starts and never finishes',
      [
        [0, 'started'],
        [DURATION + 11_000, 'time'],
      ],
      { state: 'failed', error: 'no_finish' },
    ],
    [
      'claims to be done too early',
      [
        [0, 'started'],
        [9_000, 'finished'],
      ],
      { state: 'failed', error: 'cut_short' },
    ],
    ['claims to be done without a start', [[1_000, 'finished']], { state: 'failed', error: 'cut_short' }],
    [
      'is switched off by hand',
      [
        [0, 'started'],
        [3_000, 'stopped'],
      ],
      { state: 'failed', error: 'stopped_there' },
    ],
    ['says that it failed', [[0, 'failed']], { state: 'failed', error: 'device' }],
  ];
  for (const [name, steps, wanted] of cases) t.match(run(TARGET, ...steps), wanted, name);
});

t.test('a speaker that cannot say is unknown, never heard', async (t) => {
  const mute = { ...TARGET, acknowledges: 'none' as const };
  t.equal(run(mute, [DURATION - 1, 'time']).state, 'commanded');
  t.equal(run(mute, [DURATION, 'time']).state, 'unknown');
  const polite = { ...TARGET, acknowledges: 'accepted' as const };
  t.equal(run(polite, [START_GRACE_MS + 1, 'time']).error, 'no_answer', 'it could have accepted');
  t.equal(run(polite, [-2_000, 'accepted'], [DURATION, 'time']).state, 'unknown');
  const starts = { ...TARGET, acknowledges: 'started' as const };
  t.match(run(starts, [40, 'started'], [DURATION + 40, 'time']), {
    state: 'finished',
    finishedAt: null,
    lateMs: 40,
  });
  t.match(run(starts, [40, 'started'], [900, 'left'], [DURATION + 40, 'time']), {
    state: 'failed',
    error: 'left',
  });
});

t.test('clocks that are wrong', async (t) => {
  t.equal(run(TARGET, [30, 'started', DUE + 3_600_000]).lateMs, 30, 'a device an hour ahead: by its arrival');
  const stepped: Moment = { now: DUE + 3_600_030, elapsed: 30, dueAt: DUE, durationMs: DURATION };
  t.equal(
    reported(TARGET, { kind: 'started', at: DUE + 3_600_030 }, stepped).lateMs,
    30,
    'the station stepped on',
  );
  const back: Moment = {
    now: DUE - 3_600_000 + DURATION,
    elapsed: DURATION,
    dueAt: DUE,
    durationMs: DURATION,
  };
  const started = run(TARGET, [0, 'started']);
  t.equal(
    reported(started, { kind: 'finished', at: back.now }, back).state,
    'finished',
    'the station stepped back',
  );
});

t.test('what had to wait for the network of the speaker counts from when it happened', async (t) => {
  const told = (kind: Report['kind'], elapsed: number, age: number): [Report, Moment] => [
    { kind, at: DUE + elapsed - age, age },
    at(elapsed),
  ];
  const away = run(TARGET, [-2_000, 'accepted'], [-1_000, 'left'], [START_GRACE_MS + 1, 'time']);
  t.match(away, { state: 'failed', error: 'offline' });
  const back = reported(away, ...told('started', 20_000, 19_988));
  t.match(back, { state: 'started', lateMs: 12, startedAt: DUE + 12 });
  const heard = reported(back, { kind: 'finished', at: DUE + DURATION + 20 }, at(DURATION + 20));
  t.match(heard, { state: 'finished', error: null }, 'it has sounded whole');
  const late = reported(back, ...told('finished', DURATION + 9_000, 8_980));
  t.match(late, { state: 'finished', finishedAt: DUE + DURATION + 20 });
  const early = reported(TARGET, ...told('started', 1_000, 3_600_000));
  t.equal(early.lateMs, -3_000, 'never before it was commanded');
  const cut = reported(back, ...told('finished', 20_500, 10_500));
  t.match(cut, { state: 'failed', error: 'cut_short' });
});

t.test('the outcome of several', async (t) => {
  const of = (...states: Target['state'][]) =>
    outcome(states.map((state, i) => ({ ...TARGET, speakerId: String(i), state })));
  t.same(of(), { event: 'failed', reason: 'no_speaker' });
  t.same(of('finished', 'finished'), { event: 'played', reason: null });
  t.same(of('finished', 'failed'), { event: 'partial', reason: 'some_failed' });
  t.same(of('failed', 'failed'), { event: 'failed', reason: 'all_failed' });
  t.same(of('unknown', 'unknown'), { event: 'unknown', reason: 'all_unknown' });
  t.same(of('unknown', 'finished'), { event: 'partial', reason: 'some_unknown' });
  t.same(of('unknown', 'failed'), { event: 'partial', reason: 'some_failed' });
  t.same(of('stopped', 'stopped'), { event: 'interrupted', reason: 'emergency' });
  t.same(of('stopped', 'finished'), { event: 'partial', reason: 'emergency' });
  t.same(of('stopped', 'failed'), { event: 'interrupted', reason: 'emergency' });
});

const kind = fc.constantFrom(
  'accepted',
  'ready',
  'started',
  'finished',
  'stopped',
  'failed',
  'time',
  'left',
) as fc.Arbitrary<Step[1]>;
const steps = fc.array(
  fc.tuple(fc.integer({ min: -3_000, max: 120_000 }), kind, fc.option(fc.integer(), { nil: undefined })),
  { maxLength: 12 },
);
const acknowledges = fc.constantFrom('none', 'accepted', 'started', 'finished') as fc.Arbitrary<
  Target['acknowledges']
>;

t.test('whatever is said in whatever order, it ends, and is heard only where a speaker said so', async () => {
  fc.assert(
    fc.property(acknowledges, steps, (acknowledges, steps) => {
      const path = [...steps].sort(([a], [b]) => a - b) as Step[];
      let row = run({ ...TARGET, acknowledges }, ...path);
      // Reports stop coming: time alone must end it.
      for (const elapsed of [121_000, 300_000]) row = expired(row, at(elapsed));
      const said = path.map(([, what]) => what);
      const heard = said.includes('finished') || (said.includes('started') && acknowledges !== 'finished');
      return settled(row) && over([row], at(300_000)) && (row.state !== 'finished' || heard);
    }),
    { numRuns: 3000 },
  );
});

t.test('counts add up, and an outcome is played only if all finished', async () => {
  const state = fc.constantFrom('finished', 'failed', 'stopped', 'unknown') as fc.Arbitrary<Target['state']>;
  fc.assert(
    fc.property(fc.array(state, { maxLength: 8 }), (states) => {
      const rows = states.map((state, i): Target => ({ ...TARGET, speakerId: String(i), state }));
      const counts = countTargets(rows);
      const played = outcome(rows).event === 'played';
      return (
        counts.total === rows.length &&
        counts.finished + counts.failed + counts.unknown <= counts.total &&
        played === (rows.length > 0 && counts.finished === counts.total)
      );
    }),
  );
});
