import { child, textOf } from './pick.ts';
import type { ClockReading } from './types.ts';
import type { XmlElement } from './xml.ts';

const HOUR_MS = 3_600_000;
/** Two clocks that differ by whole hours, give or take this, are one clock in two zones. */
const NEAR_MS = 90_000;
/** The same where the camera names the zone itself. */
const NEAR_NAMED_MS = 1_800_000;
const QUARTER_MS = 900_000;

/**
 * What GetSystemDateAndTime tells (ONVIF Core 8.3.5); `sentAt` and `gotAt` by the box's clock, UTC ms. The camera's
 * second is taken as begun half a second ago.
 */
export function readClock(response: XmlElement, sentAt: number, gotAt: number): ClockReading {
  const facts = child(response, 'SystemDateAndTime');
  const utc = dateTime(child(facts, 'UTCDateTime'));
  const local = dateTime(child(facts, 'LocalDateTime'));
  const middle = (sentAt + gotAt) / 2;
  // A few give local time only; then that is what their tokens are judged by.
  const cameraAt = utc ?? local;
  const offsetMs = cameraAt === null ? 0 : Math.round(cameraAt + 500 - middle);
  const timeZone = textOf(child(facts, 'TimeZone', 'TZ'), 60);
  const named = zoneOf(timeZone);
  const localCalledUtc =
    cameraAt !== null && utc === (local ?? utc) && (wholeHours(offsetMs) || isZone(offsetMs, named));
  return {
    cameraAt,
    offsetMs,
    ntp: textOf(child(facts, 'DateTimeType')) === 'NTP',
    timeZone,
    zoneMs: localCalledUtc
      ? Math.round(offsetMs / HOUR_MS) * HOUR_MS
      : utc !== null && local !== null && local !== utc
        ? toQuarter(local - utc)
        : named,
    localCalledUtc,
  };
}

/**
 * How far local time is ahead of UTC by a POSIX time zone (IEEE 1003.1, 8.3: `CST-7:00:00`, `<+07>-7`), ms; null for
 * anything else. Of `GMT+7` and `UTC+7` nobody knows: POSIX means the west, most who write it the east.
 */
export function zoneOf(timeZone: string): number | null {
  const [, name = '', sign = '', hours = '', minutes = '0'] =
    /^(<[^>]{1,20}>|[a-z]{3,10})([+-]?)(\d{1,2})(?::(\d{2}))?(?!\d)/i.exec(timeZone) ?? [];
  if (hours === '' || Number(hours) > 14) return null;
  const ms = (Number(hours) + Number(minutes) / 60) * HOUR_MS;
  if (ms === 0) return 0;
  if (sign === '+' && /^(gmt|utc)$/i.test(name)) return null;
  return sign === '-' ? ms : -ms;
}

function toQuarter(ms: number): number {
  return Math.round(ms / QUARTER_MS) * QUARTER_MS;
}

/** Ahead by a number of hours that is a time zone's east of Greenwich, and by next to nothing else. */
function wholeHours(offsetMs: number): boolean {
  const hours = Math.round(offsetMs / HOUR_MS);
  return hours > 0 && hours <= 14 && Math.abs(offsetMs - hours * HOUR_MS) < NEAR_MS;
}

/** Ahead by the zone that it names. */
function isZone(offsetMs: number, named: number | null): boolean {
  return named !== null && named > 0 && Math.abs(offsetMs - named) < NEAR_NAMED_MS;
}

/** Null where a part is missing or is none of a clock's. */
function dateTime(element: XmlElement | undefined): number | null {
  const part = (group: string, name: string, low: number, high: number) => {
    const text = textOf(child(element, group, name));
    const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
    return value >= low && value <= high ? value : Number.NaN;
  };
  const at = Date.UTC(
    part('Date', 'Year', 1970, 2200),
    part('Date', 'Month', 1, 12) - 1,
    part('Date', 'Day', 1, 31),
    part('Time', 'Hour', 0, 24),
    part('Time', 'Minute', 0, 59),
    part('Time', 'Second', 0, 61),
  );
  return Number.isNaN(at) ? null : at;
}
