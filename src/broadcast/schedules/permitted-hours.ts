import { DAY_MS, LOCAL_OFFSET_MS, localTime } from '../../clock.ts';

/** The hours in which the commune may be spoken to, as `HH:MM`; `from` later than `to` passes midnight. */
export interface Hours {
  readonly from: string;
  readonly to: string;
}

/** Whether an instant lies in from ≤ local time < to; equal ends mean the whole day. */
export function permitted(hours: Hours, instant: number): boolean {
  const { from, to } = hours;
  const time = localTime(instant).slice(0, 5);
  if (from === to) return true;
  return from < to ? time >= from && time < to : time >= from || time < to;
}

/** The first end of the permitted hours after an instant, or `undefined` when there is none. */
export function permittedUntil(hours: Hours, instant: number): number | undefined {
  if (hours.from === hours.to) return undefined;
  const midnight = instant - ((instant + LOCAL_OFFSET_MS) % DAY_MS);
  const [hour = 0, minute = 0] = hours.to.split(':').map(Number);
  const end = midnight + (hour * 60 + minute) * 60_000;
  return end > instant ? end : end + DAY_MS;
}
