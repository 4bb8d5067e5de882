/** Time as the station sees it. Tests pass their own. */
export interface Clock {
  /** UTC milliseconds, never below the clock floor (db/clock-floor.ts). */
  now(): number;
  /** Milliseconds since the machine booted: they only ever grow, whatever the wall clock does. */
  monotonic(): number;
  /** False while the machine's wall clock is behind the floor: no schedule may be trusted then. */
  trusted(): boolean;
}

/** Việt Nam has one zone, UTC+7, without summer time since 13/6/1975, so local wall time is plain arithmetic. */
export const LOCAL_OFFSET_MS = 7 * 3_600_000;
export const DAY_MS = 86_400_000;

/** Local calendar day `YYYY-MM-DD` of an instant, in Asia/Ho_Chi_Minh. */
export function localDay(instant: number): string {
  return new Date(instant + LOCAL_OFFSET_MS).toISOString().slice(0, 10);
}

/** Local wall time `HH:MM:SS` of an instant, in Asia/Ho_Chi_Minh. */
export function localTime(instant: number): string {
  return new Date(instant + LOCAL_OFFSET_MS).toISOString().slice(11, 19);
}

/** `HH:MM DD/MM/YYYY` of an instant, in Asia/Ho_Chi_Minh, as people here write it. */
export function instantText(instant: number): string {
  const [year, month, day] = localDay(instant).split('-');
  return `${localTime(instant).slice(0, 5)} ${day}/${month}/${year}`;
}

/**
 * The instant of a local day and wall time (`HH:MM` or `HH:MM:SS`), in Asia/Ho_Chi_Minh.
 * `undefined` where there is no such day or time (31/2, 24:01).
 */
export function localInstant(day: string, time: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !/^\d{2}:\d{2}(:\d{2})?$/.test(time)) return undefined;
  const utc = Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}Z`);
  if (Number.isNaN(utc)) return undefined;
  const instant = utc - LOCAL_OFFSET_MS;
  // Date.parse accepts 2026-02-31 as 3 March, and 24:00: both are refused by reading the result back.
  return localDay(instant) === day && localTime(instant).startsWith(time) ? instant : undefined;
}

/** ISO weekday (1 Monday … 7 Sunday) of a local day. */
export function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** The local day `n` days after `day`. */
export function addDays(day: string, n: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * DAY_MS).toISOString().slice(0, 10);
}
