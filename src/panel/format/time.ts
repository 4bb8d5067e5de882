import { addDays, DAY_MS, localDay, localTime, weekday } from '../../clock.ts';

export type Language = 'vi' | 'en';

const WEEKDAYS: Record<Language, readonly string[]> = {
  vi: ['thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
};
const SHORT_WEEKDAYS: Record<Language, readonly string[]> = {
  vi: ['T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'CN'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
};
const NEAR_DAYS: Record<Language, Record<number, string>> = {
  vi: { [-1]: 'hôm qua', 0: 'hôm nay', 1: 'ngày mai' },
  en: { [-1]: 'yesterday', 0: 'today', 1: 'tomorrow' },
};

/** `iso` is 1 (Monday) … 7 (Sunday). */
export function weekdayName(iso: number, language: Language): string {
  return WEEKDAYS[language][iso - 1] ?? '';
}

export function shortWeekdayName(iso: number, language: Language): string {
  return SHORT_WEEKDAYS[language][iso - 1] ?? '';
}

/** `2026-11-24` → `24/11/2026`, in both languages: the country writes it so. */
export function dayNumbers(day: string): string {
  const [year, month, date] = day.split('-');
  return `${date}/${month}/${year}`;
}

/** `thứ Ba 24/11/2026`. */
export function dayText(day: string, language: Language): string {
  return `${weekdayName(weekday(day), language)} ${dayNumbers(day)}`;
}

/** `hôm nay`, `ngày mai`, `hôm qua`, else `thứ Ba 24/11/2026`. */
export function nearDayText(day: string, today: string, language: Language): string {
  const distance = (Date.parse(day) - Date.parse(today)) / DAY_MS;
  return NEAR_DAYS[language][distance] ?? dayText(day, language);
}

/** `07:30` in Asia/Ho_Chi_Minh. */
export function clockText(instant: number): string {
  return localTime(instant).slice(0, 5);
}

/** `07:30:05` in Asia/Ho_Chi_Minh. */
export function secondsText(instant: number): string {
  return localTime(instant);
}

/** `thứ Ba 24/11/2026, 07:30`. */
export function instantText(instant: number, language: Language): string {
  return `${dayText(localDay(instant), language)}, ${clockText(instant)}`;
}

/** Beginning and end to the second; the end has a day only where it is another one. */
export function spanTexts(from: number, to: number, language: Language): { from: string; to: string } {
  const [first, last] = [localDay(from), localDay(to)];
  const end = secondsText(to);
  return {
    from: `${dayText(first, language)}, ${secondsText(from)}`,
    to: first === last ? end : `${dayText(last, language)}, ${end}`,
  };
}

/** `hôm nay, 07:30`, else the whole date. */
export function nearInstantText(instant: number, now: number, language: Language): string {
  return `${nearDayText(localDay(instant), localDay(now), language)}, ${clockText(instant)}`;
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', DAY_MS],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/** Clocks that agree this well show nothing as being in the future. */
const NOW_MS = 5000;
const JUST_NOW: Record<Language, string> = { vi: 'vừa xong', en: 'just now' };

/** `5 phút trước`, `sau 2 giờ nữa`. */
export function relativeText(instant: number, now: number, language: Language): string {
  const distance = instant - now;
  if (Math.abs(distance) < NOW_MS) return JUST_NOW[language];
  const [unit, size] = UNITS.find(([, ms]) => Math.abs(distance) >= ms) ?? ['second' as const, 1000];
  const text = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(
    Math.trunc(distance / size),
    unit,
  );
  // “Hôm kia” stands in the middle of a line.
  return text.charAt(0).toLocaleLowerCase(language) + text.slice(1);
}

/** `1:05` or `1:02:05`: how a player shows a length. */
export function lengthText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

const PARTS: Record<Language, readonly [hours: string, minutes: string, seconds: string]> = {
  vi: ['giờ', 'phút', 'giây'],
  en: ['h', 'min', 's'],
};

/** `1 giờ 2 phút`, `1 phút 31 giây`, `8 giây`: a length that nobody takes for a time of day. */
export function durationText(ms: number, language: Language): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [hour, minute, second] = PARTS[language];
  const parts: [number, string][] =
    seconds < 3600
      ? [
          [Math.floor(seconds / 60), minute],
          [seconds % 60, second],
        ]
      : [
          [Math.floor(seconds / 3600), hour],
          [Math.floor((seconds % 3600) / 60), minute],
        ];
  const told = parts.filter(([n]) => n > 0).map(([n, unit]) => `${n} ${unit}`);
  return told.join(' ') || `0 ${second}`;
}

/** Monday of the week of a local day. */
export function mondayOf(day: string): string {
  return addDays(day, 1 - weekday(day));
}

/**
 * The day a person means by `24/11/2026`, `24/11` (the coming one), `24.11.26`, `24-11-2026`, or, where a phone's
 * keys have no `/`, `24112026` or `2411`; undefined where there is none.
 */
export function parseDay(text: string, today: string): string | undefined {
  const match =
    /^\s*(\d{1,2})[/.,\- ](\d{1,2})(?:[/.,\- ](\d{2}|\d{4}))?\s*$/.exec(text) ??
    /^\s*(\d{2})(\d{2})(\d{4})?\s*$/.exec(text);
  if (!match) return undefined;
  const [, date = '', month = '', yearText] = match;
  const shape = (year: number) => `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const thisYear = Number(today.slice(0, 4));
  const year = yearText ? Number(yearText.length === 2 ? `20${yearText}` : yearText) : thisYear;
  let day = shape(year);
  if (!yearText && day < today) day = shape(thisYear + 1);
  const parsed = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day) ? day : undefined;
}

/** The time a person means by `7h30`, `7:30`, `0730`, `7 giờ`, `7h` as `HH:MM`; undefined where there is none. */
export function parseTime(text: string): string | undefined {
  const match = /^\s*(\d{1,2})\s*(?:[:hg.]|giờ)?\s*(\d{2})?\s*(?:phút|'|p)?\s*$/i.exec(text);
  if (!match) return undefined;
  const [, hour = '', minute = '00'] = match;
  if (Number(hour) > 23 || Number(minute) > 59) return undefined;
  return `${hour.padStart(2, '0')}:${minute}`;
}
