import { DAY_MS, LOCAL_OFFSET_MS } from '../../clock.ts';
import { lunation, newMoon, sunLongitude } from './astronomy.ts';

/** A day of the Vietnamese calendar. The year is the solar year in which its Tết falls. */
export interface LunarDate {
  day: number;
  /** 1 tháng Giêng … 12 tháng Chạp. */
  month: number;
  year: number;
  /** A leap month carries the number of the month before it. */
  leap: boolean;
}

export interface LunarMonth {
  year: number;
  month: number;
  leap: boolean;
  /** 29 or 30. */
  days: number;
  /** Its first day, in days since 1/1/1970. */
  start: number;
}

export interface LunarCalendar {
  /** The lunar date of a local day `YYYY-MM-DD`, 1900 to 2199. */
  of(day: string): LunarDate;
  /** The local day of a lunar date; undefined where there is none (the 30th of a short month, a leap month). */
  solar(date: LunarDate): string | undefined;
  /** The months of a lunar year, in order: 12 or 13. */
  months(year: number): readonly LunarMonth[];
}

const UNIX_EPOCH_JD = 2_440_587.5;
const LOCAL_OFFSET_DAYS = LOCAL_OFFSET_MS / DAY_MS;
const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;

/**
 * The Vietnamese lunar calendar for UTC+7, computed from the sun and the moon by the rules that Hồ Ngọc Đức
 * describes: a month begins on the day of the new moon; the winter solstice falls in month 11; between two months
 * 11 that are 13 apart, the first month without a major solar term is the leap one. It differs from the Chinese
 * calendar where a new moon or a term falls between 23:00 and 24:00 (Tết 1985 and 2007).
 * Years once computed are remembered.
 */
export function lunarCalendar(): LunarCalendar {
  const years = new Map<number, LunarMonth[]>();

  function months(year: number): LunarMonth[] {
    let known = years.get(year);
    if (!known) {
      known = [
        ...betweenSolstices(year).filter((month) => month.month <= 10),
        ...betweenSolstices(year + 1).filter((month) => month.month > 10),
      ].map((month) => ({ ...month, year }));
      years.set(year, known);
    }
    return known;
  }

  return {
    months,
    of(day) {
      const number = Date.parse(`${day}T00:00:00Z`) / DAY_MS;
      const solarYear = Number(day.slice(0, 4));
      if (!(solarYear >= FIRST_YEAR && solarYear <= LAST_YEAR) || Number.isNaN(number)) {
        throw new RangeError(`no lunar date for ${day}`);
      }
      const isBefore = (month: LunarMonth) => month.start <= number;
      const found = months(solarYear).findLast(isBefore) ?? months(solarYear - 1).findLast(isBefore);
      if (!found) throw new RangeError(`no lunar date for ${day}`);
      return { day: number - found.start + 1, month: found.month, year: found.year, leap: found.leap };
    },
    solar({ day, month, year, leap }) {
      if (year < FIRST_YEAR || year > LAST_YEAR) return undefined;
      const found = months(year).find((one) => one.month === month && one.leap === leap);
      if (!found || day < 1 || day > found.days) return undefined;
      return new Date((found.start + day - 1) * DAY_MS).toISOString().slice(0, 10);
    },
  };
}

/** The months from month 11 of the year before up to, not including, month 11 of `year`. */
function betweenSolstices(year: number): LunarMonth[] {
  const first = solsticeLunation(year - 1);
  const count = solsticeLunation(year) - first;
  const starts = Array.from({ length: count + 1 }, (_, i) => newMoonDay(first + i));
  const terms = starts.map(majorTerm);
  const leapAt = count === 13 ? terms.findIndex((term, i) => i > 0 && term === terms[i + 1]) : count;
  return Array.from({ length: count }, (_, i) => {
    const [start = 0, next = 0] = starts.slice(i, i + 2);
    const number = 11 + i - (i >= leapAt ? 1 : 0);
    return { year, month: ((number - 1) % 12) + 1, leap: i === leapAt, days: next - start, start };
  });
}

/** The lunation whose month holds the winter solstice of `year`: the last that begins on or before its day. */
function solsticeLunation(year: number): number {
  const newYearsEve = Date.UTC(year, 11, 31) / DAY_MS + UNIX_EPOCH_JD;
  const k = lunation(newYearsEve);
  return majorTerm(newMoonDay(k)) >= 9 ? k - 1 : k;
}

/** The local day on which the k-th new moon falls, in days since 1/1/1970. */
function newMoonDay(k: number): number {
  return Math.floor(newMoon(k) - UNIX_EPOCH_JD + LOCAL_OFFSET_DAYS);
}

/** Which twelfth of the year the sun is in as a local day begins: 0 spring equinox … 9 winter solstice … 11. */
function majorTerm(localDay: number): number {
  return Math.floor(sunLongitude(localDay - LOCAL_OFFSET_DAYS + UNIX_EPOCH_JD) / 30);
}
