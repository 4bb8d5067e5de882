import fc from 'fast-check';
import t from 'tap';
import { COMMAND_LEAD_MS, decide, type Facts, LATE_LEAD_MS } from '../../src/broadcast/playout/decide.ts';

const AT = Date.UTC(2026, 11, 1, 1, 0);
const FACTS: Facts = {
  now: AT - COMMAND_LEAD_MS,
  plannedAt: AT,
  emergency: false,
  givesWay: false,
  approved: true,
  ready: true,
  error: undefined,
  hours: { from: '05:00', to: '21:00' },
  graceMs: 60_000,
  whyLate: 'late',
  waitedMs: undefined,
  waitMs: 600_000,
  emergencyLeadMs: 800,
  speakers: () => ({ count: 2, busyForMs: 0 }),
};
const ask = (facts: Partial<Facts>) => decide({ ...FACTS, ...facts });
const busy = () => ({ count: 2, busyForMs: 5_000 });

t.test('when it begins', async (t) => {
  t.same(ask({}), { act: 'start', startAt: AT }, 'commanded ahead, for the second');
  t.same(ask({ now: AT - COMMAND_LEAD_MS - 1 }), { act: 'hold' });
  t.same(
    ask({ now: AT + 5_000 }),
    { act: 'start', startAt: AT + 5_000 + LATE_LEAD_MS },
    'late, but together',
  );
  t.same(ask({ now: AT + 60_001 }), { act: 'end', event: 'missed', reason: 'late' });
  t.same(ask({ ready: false }), { act: 'hold' }, 'its audio is still being made');
});

t.test('why it does not', async (t) => {
  t.same(ask({ approved: false }), { act: 'hold' }, 'a leader still has three seconds');
  t.same(ask({ approved: false, now: AT }), { act: 'end', event: 'missed', reason: 'not_approved' });
  t.same(ask({ speakers: () => ({ count: 0, busyForMs: 0 }) }), {
    act: 'end',
    event: 'failed',
    reason: 'no_speaker',
  });
  t.same(ask({ hours: { from: '18:00', to: '20:00' } }), {
    act: 'end',
    event: 'missed',
    reason: 'quiet_hours',
  });
  t.same(ask({ ready: false, now: AT + 60_001, error: { vi: 'đầy', en: 'full' } }), {
    act: 'end',
    event: 'failed',
    reason: 'prepare_failed',
    details: { error: 'đầy', errorEn: 'full' },
  });
});

t.test('the line', async (t) => {
  t.same(ask({ speakers: busy }), { act: 'wait' });
  t.same(
    ask({ speakers: busy, now: AT + 300_000, waitedMs: 303_000 }),
    { act: 'wait' },
    'waiting is no lateness',
  );
  t.same(ask({ speakers: busy, now: AT + 600_000, waitedMs: 600_001 }), {
    act: 'end',
    event: 'missed',
    reason: 'busy',
    details: { minutes: 10 },
  });
  t.match(ask({ now: AT + 300_000, waitedMs: 303_000 }), { act: 'start' }, 'its turn');
});

t.test('an emergency asks for nothing but speakers and audio', async (t) => {
  const emergency = { emergency: true, hours: { from: '18:00', to: '20:00' }, speakers: busy, now: AT };
  t.same(ask(emergency), { act: 'start', startAt: AT + 800 });
  t.same(ask({ ...emergency, emergencyLeadMs: 0 }), { act: 'start', startAt: 0 });
});

t.test('never before its time, never unapproved, never in the past', async () => {
  const facts = fc.record({
    now: fc.integer({ min: AT - 200_000, max: AT + 1_000_000 }),
    emergency: fc.boolean(),
    approved: fc.boolean(),
    ready: fc.boolean(),
    error: fc.option(fc.record({ vi: fc.string(), en: fc.string() }), { nil: undefined }),
    waitedMs: fc.option(fc.nat(1_000_000), { nil: undefined }),
    count: fc.nat(2),
    busyForMs: fc.constantFrom(0, 1, 60_000),
  });
  fc.assert(
    fc.property(facts, ({ count, busyForMs, ...given }) => {
      const decision = ask({ ...given, speakers: () => ({ count, busyForMs }) });
      if (decision.act !== 'start') return true;
      const inTime = given.emergency || decision.startAt >= given.now;
      return (
        given.approved &&
        given.ready &&
        count > 0 &&
        inTime &&
        given.now >= AT - COMMAND_LEAD_MS &&
        (given.emergency || busyForMs === 0)
      );
    }),
    { numRuns: 3000 },
  );
});
