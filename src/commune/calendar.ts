import { addDays, DAY_MS, localInstant, weekday } from '../clock.ts';
import { invalid } from '../errors.ts';
import type { Holiday } from './config.ts';
import { holidaysOf, STATUTORY } from './holidays.ts';
import { lunarCalendar } from './lunar/calendar.ts';
import { lunarText } from './lunar/text.ts';
import type { CalendarDay } from './schemas.ts';

const MAX_DAYS = 400;

export type Calendar = ReturnType<typeof createCalendar>;

/**
 * Solar and lunar days with their holidays.
 * @param own the holidays in the commune's settings, the same list until they change; they come before the
 *   statutory ones
 */
export function createCalendar(own: () => readonly Holiday[]) {
  const lunar = lunarCalendar();
  /** Holidays by year, good for as long as the settings are these. */
  let known = new Map<string, ReadonlyMap<string, string>>();
  let knownFor: readonly Holiday[] | undefined;

  function holiday(day: string): string | null {
    const mine = own();
    if (mine !== knownFor) {
      known = new Map();
      knownFor = mine;
    }
    const year = day.slice(0, 4);
    let days = known.get(year);
    if (!days) {
      days = holidaysOf(Number(year), [...mine, ...STATUTORY], lunar);
      known.set(year, days);
    }
    return days.get(day) ?? null;
  }

  /** One local day `YYYY-MM-DD` of 1900 to 2199. */
  function day(text: string): CalendarDay {
    const date = lunar.of(text);
    return {
      day: text,
      weekday: weekday(text),
      lunar: { ...date, text: lunarText(date) },
      holiday: holiday(text),
    };
  }

  /** Each day from `from` to `to` inclusive, at most 400; throws `input.invalid`. */
  function days(from: string, to: string): CalendarDay[] {
    checkDay('from', from);
    checkDay('to', to);
    const count = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
    if (count < 1)
      throw invalid('to', 'ngày cuối không được trước ngày đầu', 'the last day must not be before the first');
    if (count > MAX_DAYS)
      throw invalid('to', `mỗi lần xem nhiều nhất ${MAX_DAYS} ngày`, `at most ${MAX_DAYS} days at a time`);
    return Array.from({ length: count }, (_, i) => day(addDays(from, i)));
  }

  return { day, days };
}

function checkDay(field: string, day: string): void {
  if (localInstant(day, '00:00') === undefined)
    throw invalid(
      field,
      'không có ngày này; ghi dạng 2026-03-15',
      'there is no such day; write it like 2026-03-15',
    );
  if (day < '1900-01-01' || day > '2199-12-31')
    throw invalid(field, 'lịch chỉ có từ năm 1900 đến năm 2199', 'the calendar reaches from 1900 to 2199');
}
