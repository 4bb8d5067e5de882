import t from 'tap';
import { createCalendar } from '../../src/commune/calendar.ts';
import type { Holiday } from '../../src/commune/config.ts';

const none: Holiday[] = [];
const statutory = createCalendar(() => none);

t.test('a day', async (t) => {
  t.strictSame(statutory.day('2026-02-17'), {
    day: '2026-02-17',
    weekday: 2,
    lunar: { day: 1, month: 1, year: 2026, leap: false, text: 'mồng một tháng Giêng năm Bính Ngọ' },
    holiday: 'Tết Nguyên đán',
  });
});

t.test('statutory holidays', async (t) => {
  const holidays = statutory
    .days('2026-01-01', '2026-12-31')
    .flatMap(({ day, holiday }) => (holiday ? [`${day} ${holiday}`] : []));
  t.strictSame(holidays, [
    '2026-01-01 Tết Dương lịch',
    '2026-02-16 Tết Nguyên đán',
    '2026-02-17 Tết Nguyên đán',
    '2026-02-18 Tết Nguyên đán',
    '2026-02-19 Tết Nguyên đán',
    '2026-04-26 Giỗ Tổ Hùng Vương',
    '2026-04-30 Ngày Chiến thắng',
    '2026-05-01 Ngày Quốc tế Lao động',
    '2026-09-02 Quốc khánh',
  ]);
});

t.test('the last day of the lunar year is a holiday, be it the 29th or the 30th', async (t) => {
  t.equal(statutory.day('2026-02-15').holiday, null);
  t.equal(statutory.day('2024-02-08').holiday, null);
  t.equal(statutory.day('2024-02-09').holiday, 'Tết Nguyên đán');
});

t.test('the commune’s own days, by both calendars', async (t) => {
  const own: Holiday[] = [
    { name: 'Nghỉ Tết thêm', calendar: 'solar', day: 5, month: 2, year: 2027, days: 6 },
    { name: 'Hội làng', calendar: 'lunar', day: 12, month: 2, year: 0, days: 2 },
    { name: 'Giỗ làng', calendar: 'lunar', day: 30, month: 12, year: 2026, days: 1 },
    { name: 'Ngày cuối năm', calendar: 'solar', day: 31, month: 12, year: 0, days: 2 },
    { name: 'Không bao giờ', calendar: 'solar', day: 31, month: 2, year: 0, days: 1 },
  ];
  const { day } = createCalendar(() => own);
  t.equal(day('2027-02-04').holiday, null);
  t.equal(day('2027-02-05').holiday, 'Nghỉ Tết thêm', 'comes before the statutory one');
  t.equal(day('2027-02-10').holiday, 'Nghỉ Tết thêm');
  t.equal(day('2027-02-11').holiday, null);
  t.equal(day('2026-03-30').holiday, 'Hội làng');
  t.equal(day('2026-03-31').holiday, 'Hội làng');
  t.equal(day('2027-03-19').holiday, 'Hội làng');
  t.equal(day('2026-12-31').holiday, 'Ngày cuối năm');
  t.equal(day('2027-01-01').holiday, 'Ngày cuối năm', 'lasts over the end of the year');
  t.equal(day('2026-03-03').holiday, null, '31/2 is no day');
});

t.test('ranges', async (t) => {
  t.equal(statutory.days('2026-02-27', '2026-03-02').length, 4);
  t.equal(statutory.days('2026-01-01', '2026-01-01').length, 1);
  const refused: [string, string, string][] = [
    ['2026-02-31', '2026-03-02', 'from'],
    ['2026-02-01', 'mai', 'to'],
    ['2026-03-02', '2026-03-01', 'to'],
    ['2026-01-01', '2027-02-05', 'to'],
    ['1899-12-31', '1900-01-01', 'from'],
    ['2199-12-31', '2200-01-01', 'to'],
  ];
  for (const [from, to, field] of refused) {
    t.throws(() => statutory.days(from, to), { code: 'input.invalid', details: { field } }, `${from} ${to}`);
  }
});

t.test('the settings are read anew', async (t) => {
  let own: Holiday[] = none;
  const { day } = createCalendar(() => own);
  t.equal(day('2026-06-01').holiday, null);
  own = [{ name: 'Ngày hội', calendar: 'solar', day: 1, month: 6, year: 2026, days: 1 }];
  t.equal(day('2026-06-01').holiday, 'Ngày hội');
  t.equal(day('2027-06-01').holiday, null);
});

t.test('a year with many holidays takes well under a turn of 10 ms', async (t) => {
  const own = Array.from({ length: 100 }, (_, i): Holiday => {
    return { name: `Ngày ${i}`, calendar: 'lunar', day: 30, month: 1 + (i % 12), year: 0, days: 2 };
  });
  const { days } = createCalendar(() => own);
  const times = Array.from({ length: 8 }, () => {
    const start = performance.now();
    days('2026-01-01', '2026-12-31');
    return performance.now() - start;
  });
  // The best of several, since other tests run beside this one.
  t.ok(Math.min(...times) < 10);
});
