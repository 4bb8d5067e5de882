import fc from 'fast-check';
import t from 'tap';
import {
  dayExists,
  firstOccurrences,
  meeting,
  occurrences,
  type Rule,
} from '../../src/broadcast/schedules/occurrences.ts';
import { permitted, permittedUntil } from '../../src/broadcast/schedules/permitted-hours.ts';
import { DAY_MS, localDay, localInstant, localTime, weekday } from '../../src/clock.ts';

const at = (day: string, time: string) => {
  const instant = localInstant(day, time);
  if (instant === undefined) throw new Error(`no such instant: ${day} ${time}`);
  return instant;
};
const WEEKLY: Rule = {
  kind: 'weekly',
  date: null,
  days: [1, 2, 3, 4, 5, 6, 7],
  times: ['05:30', '17:00'],
  from: null,
  to: null,
  except: [],
};
const ONCE: Rule = { ...WEEKLY, kind: 'once', date: '2026-12-01', days: [], times: ['08:00'] };
const read = (instants: number[]) => instants.map((i) => `${localDay(i)} ${localTime(i).slice(0, 5)}`);

t.test('once: its day and times, in local wall time', async (t) => {
  t.same(occurrences(ONCE, at('2026-11-01', '00:00'), at('2027-01-01', '00:00')), [
    Date.UTC(2026, 11, 1, 1, 0),
  ]);
  t.same(occurrences(ONCE, at('2026-12-01', '08:00') + 1, at('2027-01-01', '00:00')), [], 'past');
  t.same(occurrences(ONCE, 0, at('2026-12-01', '08:00')), [], 'the end is not included');
});

t.test('weekly: days × times × range, without the exceptions', async (t) => {
  const rule = { ...WEEKLY, days: [1, 3], from: '2026-11-30', to: '2026-12-09', except: ['2026-12-02'] };
  t.same(read(occurrences(rule, at('2026-11-01', '00:00'), at('2027-01-01', '00:00'))), [
    '2026-11-30 05:30',
    '2026-11-30 17:00',
    '2026-12-07 05:30',
    '2026-12-07 17:00',
    '2026-12-09 05:30',
    '2026-12-09 17:00',
  ]);
});

t.test('midnight belongs to the day that begins, in any order of times', async (t) => {
  const rule = { ...WEEKLY, times: ['23:59', '00:00'], days: [weekday('2026-12-01')] };
  t.same(read(occurrences(rule, at('2026-11-30', '12:00'), at('2026-12-03', '00:00'))), [
    '2026-12-01 00:00',
    '2026-12-01 23:59',
  ]);
});

t.test('days that do not exist', async (t) => {
  for (const day of ['2026-02-31', '2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', 'x', '']) {
    t.equal(dayExists(day), false, day);
    t.same(occurrences({ ...ONCE, date: day }, 0, at('2030-01-01', '00:00')), [], `no occurrence on ${day}`);
  }
  t.equal(dayExists('2028-02-29'), true);
});

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
const instant = fc.integer({ min: at('2026-01-01', '00:00'), max: at('2028-12-31', '00:00') });
const day = instant.map(localDay);
const rule: fc.Arbitrary<Rule> = fc.record({
  kind: fc.constant('weekly' as const),
  date: fc.constant(null),
  days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  times: fc.array(time, { minLength: 1, maxLength: 5 }),
  from: fc.option(day, { nil: null }),
  to: fc.option(day, { nil: null }),
  except: fc.array(day, { maxLength: 5 }),
});

t.test('every occurrence fits its rule, each once and in order', async () => {
  fc.assert(
    fc.property(rule, instant, fc.integer({ min: 0, max: 40 }), (rule, after, days) => {
      const before = after + days * DAY_MS;
      const found = occurrences(rule, after, before);
      return found.every((instant, i) => {
        const on = localDay(instant);
        return (
          instant >= after &&
          instant < before &&
          instant > (found[i - 1] ?? 0) &&
          rule.days.includes(weekday(on)) &&
          rule.times.includes(localTime(instant).slice(0, 5)) &&
          !rule.except.includes(on) &&
          (rule.from === null || on >= rule.from) &&
          (rule.to === null || on <= rule.to)
        );
      });
    }),
  );
});

t.test('none is missed, and a span may be cut anywhere', async () => {
  fc.assert(
    fc.property(rule, instant, fc.nat(10 * DAY_MS), fc.nat(10 * DAY_MS), (rule, after, first, second) => {
      const cut = after + first;
      const whole = occurrences(rule, after, cut + second);
      const parts = [...occurrences(rule, after, cut), ...occurrences(rule, cut, cut + second)];
      const minutes = Math.ceil(after / 60_000);
      let count = 0;
      for (let minute = minutes; minute * 60_000 < cut + second; minute += 1) {
        const i = minute * 60_000;
        const on = localDay(i);
        const fits =
          rule.times.includes(localTime(i).slice(0, 5)) &&
          rule.days.includes(weekday(on)) &&
          !rule.except.includes(on) &&
          (rule.from ?? on) <= on &&
          (rule.to ?? on) >= on;
        if (fits) count += 1;
      }
      return JSON.stringify(whole) === JSON.stringify(parts) && count === whole.length;
    }),
    { numRuns: 20 },
  );
});

t.test('the first few are the first of all', async () => {
  fc.assert(
    fc.property(
      rule,
      instant,
      fc.nat(60 * DAY_MS),
      fc.integer({ min: 1, max: 12 }),
      (rule, after, span, count) => {
        const all = occurrences(rule, after, after + span);
        const first = firstOccurrences(rule, after, after + span, count);
        return JSON.stringify(first) === JSON.stringify(all.slice(0, count));
      },
    ),
  );
});

t.test('what shares a moment with something else', async (t) => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(200), { maxLength: 30 }),
      fc.integer({ min: 1, max: 40 }),
      fc.nat(200),
      fc.integer({ min: 1, max: 60 }),
      (instants, length, from, lasts) => {
        const coming = instants.sort((a, b) => a - b);
        const to = from + lasts;
        const expected = coming.filter((at) => at < to && at + length > from);
        return JSON.stringify(meeting(coming, length, from, to)) === JSON.stringify(expected);
      },
    ),
  );
  t.same(meeting([10], 5, 15, 20), [], 'touching ends do not meet');
});

t.test('permitted hours', async (t) => {
  const day = { from: '05:00', to: '21:00' };
  t.equal(permitted(day, at('2026-12-01', '04:59')), false);
  t.equal(permitted(day, at('2026-12-01', '05:00')), true);
  t.equal(permitted(day, at('2026-12-01', '20:59')), true);
  t.equal(permitted(day, at('2026-12-01', '21:00')), false);
  const night = { from: '22:00', to: '05:00' };
  t.equal(permitted(night, at('2026-12-01', '23:30')), true, 'hours may pass midnight');
  t.equal(permitted(night, at('2026-12-01', '12:00')), false);
  t.equal(permitted({ from: '00:00', to: '00:00' }, at('2026-12-01', '03:00')), true, 'the whole day');
  t.equal(permittedUntil(day, at('2026-12-01', '20:00')), at('2026-12-01', '21:00'));
  t.equal(permittedUntil(night, at('2026-12-01', '23:00')), at('2026-12-02', '05:00'));
  t.equal(permittedUntil({ from: '00:00', to: '00:00' }, 0), undefined);
});
