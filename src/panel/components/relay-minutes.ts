import { stationNow, useNow } from '../api/session.ts';

const MINUTE_MS = 60_000;

/** How many minutes a relay still lasts, by its end (UTC ms); 0 or less when it is about to end. */
export function useRelayMinutes(): (until: number) => number {
  // Ticks; a relay that began since the last tick has no more minutes than were asked for.
  const now = Math.max(useNow(), stationNow());
  return (until) => Math.ceil((until - now) / MINUTE_MS);
}
