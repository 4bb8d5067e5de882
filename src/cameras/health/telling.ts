import type { HealthCode } from './reasons.ts';

/** What log and alerts say of a camera. */
export interface Told {
  /** undefined: nothing yet; that is not told when it is well. */
  reason: HealthCode | null | undefined;
  /** When faults were told within the last hour, UTC ms. */
  faultsAt: readonly number[];
  /** It is one of many that were lost together, and told with them. */
  together: boolean;
}

export const NOTHING_TOLD: Told = { reason: undefined, faultsAt: [], together: false };

const HOUR_MS = 3_600_000;
/** What has just ended may come back; one fault may turn into another. */
const CALM_MS = 20_000;
/** A camera that went bad so often within the hour must be well for longer: at most about one alert each ten minutes. */
const RESTLESS_FAULTS = 3;
const RESTLESS_CALM_MS = 10 * 60_000;

/**
 * What is to be told now of a camera that has been `reason` since `since`; undefined: nothing (yet).
 * A fault of a camera that was well is told at once, since it was seen twice already (hold.ts).
 */
export function whatToTell(
  told: Told,
  current: { reason: HealthCode | null; since: number },
  now: number,
): HealthCode | null | undefined {
  const { reason, since } = current;
  if (reason === told.reason) return undefined;
  if (told.reason === undefined && reason === null) return undefined;
  if (reason !== null && !told.reason) return reason;
  const calmMs = reason === null ? calmAfter(told.faultsAt, now) : CALM_MS;
  return now - since >= calmMs ? reason : undefined;
}

/** For so long a fault must be over before that is told, ms. @param faultsAt when it was told lately */
export function calmAfter(faultsAt: readonly number[], now: number): number {
  return recently(faultsAt, now).length >= RESTLESS_FAULTS ? RESTLESS_CALM_MS : CALM_MS;
}

/** Those of the last hour. */
export function recently(faultsAt: readonly number[], now: number): readonly number[] {
  return faultsAt.filter((at) => now - at < HOUR_MS);
}

/** The memory after `reason` was told. */
export function afterTelling(told: Told, reason: HealthCode | null, now: number, together = false): Told {
  const recent = recently(told.faultsAt, now);
  return { reason, faultsAt: reason === null ? recent : [...recent, now].slice(-20), together };
}
