import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import t from 'tap';
import { addDays, instantText, localDay, localInstant, localTime, weekday } from '../src/clock.ts';

t.test('a local wall time is seven hours ahead of UTC', async (t) => {
  t.equal(localInstant('2026-11-24', '07:30'), Date.UTC(2026, 10, 24, 0, 30));
  t.equal(localInstant('2026-11-24', '00:00:05'), Date.UTC(2026, 10, 23, 17, 0, 5));
  t.equal(localDay(Date.UTC(2026, 10, 23, 17)), '2026-11-24');
  t.equal(localTime(Date.UTC(2026, 10, 23, 16, 59, 59)), '23:59:59');
  t.equal(instantText(Date.UTC(2026, 10, 23, 16, 59, 59)), '23:59 23/11/2026', 'as people here write it');
});

t.test('days and times that do not exist are refused', async (t) => {
  for (const [day, time] of [
    ['2026-02-31', '07:00'],
    ['2026-02-29', '07:00'],
    ['2026-13-01', '07:00'],
    ['2026-11-24', '24:00'],
    ['2026-11-24', '12:75'],
    ['24/11/2026', '07:00'],
    ['2026-11-24', '7h30'],
  ] as const) {
    t.equal(localInstant(day, time), undefined, `${day} ${time}`);
  }
  t.ok(localInstant('2028-02-29', '07:00'), 'a leap day exists');
});

t.test('weekdays and days around a year’s end', async (t) => {
  t.equal(weekday('2026-11-22'), 7, 'Sunday');
  t.equal(weekday('2026-11-23'), 1, 'Monday');
  t.equal(addDays('2026-12-31', 1), '2027-01-01');
  t.equal(addDays('2028-03-01', -1), '2028-02-29');
});

t.test('any instant reads back from its local day and time', async (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) / 1000 }), (seconds) => {
      const instant = seconds * 1000;
      return localInstant(localDay(instant), localTime(instant)) === instant;
    }),
  );
  t.pass();
});

t.test('the zone of the machine changes nothing', async (t) => {
  const script = `import { localInstant, localDay } from './src/clock.ts';
    console.log(localInstant('2026-03-08', '02:30'), localDay(${Date.UTC(2026, 10, 23, 17)}));`;
  const inZone = (TZ: string) =>
    execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], {
      env: { ...process.env, TZ },
      encoding: 'utf8',
    });
  t.equal(inZone('America/New_York'), inZone('Asia/Ho_Chi_Minh'));
});
