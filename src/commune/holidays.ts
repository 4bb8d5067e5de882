import { addDays } from '../clock.ts';
import type { Holiday } from './config.ts';
import data from './holidays.json' with { type: 'json' };
import type { LunarCalendar } from './lunar/calendar.ts';

/**
 * Days off by law: Bộ luật Lao động 2019, Đ.112. Tết has five days and Quốc khánh two; which ones is decided year
 * by year. Here stand those that are the same in every decision since 2013: the last day of the year to mồng ba,
 * and 2/9 itself. The rest is entered as a setting when it is announced.
 */
export const STATUTORY = data as readonly Holiday[];

/**
 * The holidays among the days of a solar year: `YYYY-MM-DD` → name. Where several meet, the first rule names the day.
 */
export function holidaysOf(
  year: number,
  rules: readonly Holiday[],
  lunar: LunarCalendar,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const rule of rules) {
    // One that began last year may still last: the end of the lunar year falls in January or February.
    for (const begins of [year - 1, year]) {
      for (const day of daysOf(rule, begins, lunar)) if (!found.has(day)) found.set(day, rule.name);
    }
  }
  return found;
}

function daysOf(rule: Holiday, year: number, lunar: LunarCalendar): string[] {
  if (rule.year !== 0 && rule.year !== year) return [];
  const start = rule.calendar === 'solar' ? solarStart(rule, year) : lunarStart(rule, year, lunar);
  return start === undefined ? [] : Array.from({ length: rule.days }, (_, i) => addDays(start, i));
}

function solarStart({ day, month }: Holiday, year: number): string | undefined {
  const start = new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
  return start.endsWith(`-${String(day).padStart(2, '0')}`) ? start : undefined;
}

/** In a short month what belongs to the 30th is kept on the 29th. */
function lunarStart({ day, month }: Holiday, year: number, lunar: LunarCalendar): string | undefined {
  const date = { day, month, year, leap: false };
  return lunar.solar(date) ?? (day === 30 ? lunar.solar({ ...date, day: 29 }) : undefined);
}
