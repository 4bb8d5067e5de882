import fc from 'fast-check';
import t from 'tap';
import { addDays } from '../../src/clock.ts';
import { type LunarDate, lunarCalendar } from '../../src/commune/lunar/calendar.ts';
import { lunarText, yearName } from '../../src/commune/lunar/text.ts';

const calendar = lunarCalendar();

/** mồng một Tết as published in Việt Nam (month-day), from 1968, the first year counted by UTC+7. */
const TET = `
  1968 01-29  1969 02-16  1970 02-06  1971 01-27  1972 02-15  1973 02-03  1974 01-23  1975 02-11  1976 01-31
  1977 02-18  1978 02-07  1979 01-28  1980 02-16  1981 02-05  1982 01-25  1983 02-13  1984 02-02  1985 01-21
  1986 02-09  1987 01-29  1988 02-17  1989 02-06  1990 01-27  1991 02-15  1992 02-04  1993 01-23  1994 02-10
  1995 01-31  1996 02-19  1997 02-07  1998 01-28  1999 02-16  2000 02-05  2001 01-24  2002 02-12  2003 02-01
  2004 01-22  2005 02-09  2006 01-29  2007 02-17  2008 02-07  2009 01-26  2010 02-14  2011 02-03  2012 01-23
  2013 02-10  2014 01-31  2015 02-19  2016 02-08  2017 01-28  2018 02-16  2019 02-05  2020 01-25  2021 02-12
  2022 02-01  2023 01-22  2024 02-10  2025 01-29  2026 02-17  2027 02-06  2028 01-26  2029 02-13  2030 02-02`;

t.test('Tết from 1968 to 2030', async (t) => {
  const known = [...TET.matchAll(/(\d{4}) (\d{2}-\d{2})/g)];
  t.equal(known.length, 63);
  for (const [, year, monthDay] of known) {
    const tet = { day: 1, month: 1, year: Number(year), leap: false };
    t.equal(calendar.solar(tet), `${year}-${monthDay}`);
    t.strictSame(calendar.of(`${year}-${monthDay}`), tet);
  }
});

t.test('where Việt Nam and China differ, by one hour', async (t) => {
  // China: 20/2/1985, 18/2/2007, 3/2/2030.
  t.strictSame(calendar.of('1985-02-20'), { day: 1, month: 2, year: 1985, leap: false });
  t.strictSame(calendar.of('2007-02-18'), { day: 2, month: 1, year: 2007, leap: false });
  t.strictSame(calendar.of('2030-02-03'), { day: 2, month: 1, year: 2030, leap: false });
});

t.test('leap months', async (t) => {
  const leaps: string[] = [];
  for (let year = 1968; year <= 2034; year++) {
    const found = calendar.months(year).filter((month) => month.leap);
    t.equal(calendar.months(year).length, 12 + found.length);
    leaps.push(...found.map(({ month }) => `${year}/${month}`));
  }
  // 1985 and 1987 are leap in other months than in China (10/1984 and 6/1987).
  const published = `1968/7 1971/5 1974/4 1976/8 1979/6 1982/4 1985/2 1987/7 1990/5 1993/3 1995/8 1998/5 2001/4
    2004/2 2006/7 2009/5 2012/4 2014/9 2017/6 2020/4 2023/2 2025/6 2028/5 2031/3 2033/11`;
  t.strictSame(leaps, published.split(/\s+/));
  t.strictSame(calendar.of('2025-07-25'), { day: 1, month: 6, year: 2025, leap: true });
});

t.test('every day of 1968 to 2034 follows the one before and maps back', async (t) => {
  let before: LunarDate | undefined;
  let problems = 0;
  for (let day = '1968-01-29'; day < '2035-01-01'; day = addDays(day, 1)) {
    const date = calendar.of(day);
    if (calendar.solar(date) !== day) problems++;
    if (before && date.day !== 1 && date.day !== before.day + 1) problems++;
    if (before && date.day === 1 && ![29, 30].includes(before.day)) problems++;
    before = date;
  }
  t.equal(problems, 0);
});

t.test('any day of the three centuries maps back', async () => {
  const days = fc.integer({ min: Date.UTC(1900, 0, 1) / 864e5, max: Date.UTC(2199, 11, 31) / 864e5 });
  fc.assert(
    fc.property(days, (number) => {
      const day = new Date(number * 864e5).toISOString().slice(0, 10);
      const date = calendar.of(day);
      // The last days of 2199 belong to a lunar year that ends in 2200.
      return calendar.solar(date) === (date.year < 1900 ? undefined : day);
    }),
  );
});

t.test('what there is not', async (t) => {
  t.throws(() => calendar.of('1899-12-31'), RangeError);
  t.throws(() => calendar.of('2200-01-01'), RangeError);
  t.throws(() => calendar.of('hôm nay'), RangeError);
  t.throws(() => calendar.of('2026-13-01'), RangeError);
  // Tháng Chạp năm Ất Tỵ has 29 days; Bính Ngọ has no leap month.
  t.equal(calendar.solar({ day: 30, month: 12, year: 2025, leap: false }), undefined);
  t.equal(calendar.solar({ day: 1, month: 6, year: 2026, leap: true }), undefined);
  t.equal(calendar.solar({ day: 1, month: 1, year: 1899, leap: false }), undefined);
});

t.test('in words', async (t) => {
  t.equal(yearName(1984), 'Giáp Tý');
  t.equal(yearName(2026), 'Bính Ngọ');
  const cases: [string, string][] = [
    ['2026-02-17', 'mồng một tháng Giêng năm Bính Ngọ'],
    ['2026-02-26', 'mồng mười tháng Giêng năm Bính Ngọ'],
    ['2026-02-27', 'mười một tháng Giêng năm Bính Ngọ'],
    ['2026-08-27', 'rằm tháng Bảy năm Bính Ngọ'],
    ['2026-08-28', 'mười sáu tháng Bảy năm Bính Ngọ'],
    ['2026-04-26', 'mồng mười tháng Ba năm Bính Ngọ'],
    ['2026-02-10', 'hai mươi ba tháng Chạp năm Ất Tỵ'],
    ['2026-02-16', 'hai mươi chín tháng Chạp năm Ất Tỵ'],
    ['2025-07-25', 'mồng một tháng Sáu nhuận năm Ất Tỵ'],
    ['2024-02-09', 'ba mươi tháng Chạp năm Quý Mão'],
    ['2026-03-09', 'hai mươi mốt tháng Giêng năm Bính Ngọ'],
    ['2026-03-12', 'hai mươi tư tháng Giêng năm Bính Ngọ'],
    ['2026-03-13', 'hai mươi lăm tháng Giêng năm Bính Ngọ'],
    ['2026-12-09', 'mồng một tháng Mười một năm Bính Ngọ'],
  ];
  for (const [day, text] of cases) t.equal(lunarText(calendar.of(day)), text, day);
});
