import { addDays, DAY_MS, localInstant, weekday } from '../clock.ts';
import { invalid } from '../errors.ts';
import type { Holiday } from './config.ts';
import { holidayOn, STATUTORY } from './holidays.ts';
import { lunarCalendar } from './lunar/calendar.ts';
import { lunarText } from './lunar/text.ts';
import type { CalendarDay } from './schemas.ts';

const MAX_DAYS = 400;

export type Calendar = ReturnType<typeof createCalendar>;

/**
 * Solar and lunar days with their holidays.
 * @param own the holidays in the commune's settings, read anew at each use; they come before the statutory ones
 */
export function createCalendar(own: () => readonly Holiday[]) {
  const lunar = lunarCalendar();

  /** One local day `YYYY-MM-DD` of 1900 to 2199. */
  function day(text: string): CalendarDay {
    const date = lunar.of(text);
    return {
      day: text,
      weekday: weekday(text),
      lunar: { ...date, text: lunarText(date) },
      holiday: holidayOn(text, [...own(), ...STATUTORY], lunar),
    };
  }

  /** Each day from `from` to `to` inclusive, at most 400; throws `input.invalid`. */
  function days(from: string, to: string): CalendarDay[] {
    checkDay('from', from);
    checkDay('to', to);
    const count = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
    if (count < 1) throw invalid('to', 'ngày cuối phải sau ngày đầu');
    if (count > MAX_DAYS) throw invalid('to', `mỗi lần xem nhiều nhất ${MAX_DAYS} ngày`);
    return Array.from({ length: count }, (_, i) => day(addDays(from, i)));
  }

  return { day, days };
}

function checkDay(field: string, day: string): void {
  if (localInstant(day, '00:00') === undefined)
    throw invalid(field, 'không có ngày này; ghi dạng 2026-03-15');
  if (day < '1900-01-01' || day > '2199-12-31') throw invalid(field, 'lịch chỉ có từ năm 1900 đến năm 2199');
}
