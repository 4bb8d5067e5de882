import { pino } from 'pino';
import t from 'tap';
import { ClockSteps } from '../../src/speakers/clock-steps.ts';
import { Commanded } from '../../src/speakers/commanded.ts';
import type { PlayoutRow } from '../../src/speakers/speakers-repository.ts';

function rig() {
  const time = { wall: 1_000_000, mono: 500 };
  const rows = new Map<string, PlayoutRow>();
  const repository = {
    transaction: <T>(work: () => T) => work(),
    playouts: () => [...rows.values()],
    addPlayout: (row: PlayoutRow) => void rows.set(row.playoutId, row),
  };
  const clock = { now: () => time.wall, monotonic: () => time.mono };
  const make = () => new Commanded({ repository, clock, log: pino({ level: 'silent' }) });
  const pass = (ms: number) => {
    time.wall += ms;
    time.mono += ms;
  };
  return { time, rows, clock, make, pass };
}

const ORDER = {
  playoutId: 'p',
  speakers: ['a', 'b'],
  startsAt: 1_000_000,
  latestStart: 1_030_000,
  durationMs: 5_000,
};

t.test('a playout is known until ten minutes after its latest end, whatever the wall clock does', (t) => {
  const { time, make, pass } = rig();
  const commanded = make();
  commanded.add(ORDER);
  time.wall += 3_600_000;
  t.ok(commanded.knows('p', 'a'));
  t.notOk(commanded.knows('p', 'c'), 'another’s');
  t.strictSame(commanded.of('a'), ['p']);
  time.wall -= 7_200_000;
  pass(634_000);
  t.ok(commanded.knows('p', 'a'));
  pass(2_000);
  t.notOk(commanded.knows('p', 'a'));
  t.equal(commanded.size, 1);
  commanded.forget();
  t.equal(commanded.size, 0, 'and no longer kept');
  commanded.flush();
  t.end();
});

t.test('after a restart it is known to whom it was sent, and since when', (t) => {
  const { rows, make, pass, time } = rig();
  const before = make();
  before.add({ ...ORDER, playoutId: 'ahead', startsAt: null });
  before.add(ORDER);
  before.flush();
  t.strictSame(rows.get('p')?.speakers, ['a', 'b']);
  pass(2_000);
  time.mono = 20;
  const after = make();
  after.load();
  t.ok(after.knows('p', 'a'));
  t.notOk(after.knows('p', 'c'));
  t.strictSame(after.of('a'), ['p'], 'what was only fetched ahead sounds nowhere');
  t.match(after.lastOf('a'), { playoutId: 'p', startsAt: -1_980, durationMs: 5_000 });
  t.equal(after.lastOf('c'), undefined);
  rows.set('old', { playoutId: 'old', until: 2_000_000, speakers: [], startsAt: null, durationMs: 0 });
  const older = make();
  older.load();
  t.ok(older.knows('old', 'anybody'), 'a row of an older version may be anybody’s');
  t.end();
});

t.test('a step of the wall clock is remembered for a while, drift is none', (t) => {
  const { time, clock, pass } = rig();
  const steps = new ClockSteps(clock);
  for (let i = 0; i < 100; i++) {
    pass(60_000);
    time.wall += 20;
    t.notOk(steps.stepped());
  }
  time.wall -= 3_600_000;
  t.ok(steps.stepped());
  pass(140_000);
  t.ok(steps.stepped());
  pass(20_000);
  t.notOk(steps.stepped());
  t.end();
});
