import { LOCAL_OFFSET_MS } from '../clock.ts';
import type { Onvif } from '../protocols/onvif/index.ts';
import type { Account, Camera } from './parts.ts';

const HOUR_MS = 3_600_000;
const DEADLINE_MS = 10_000;

/** A drift of more than this is a clock that is wrong. */
export const CLOCK_OFF_MS = 30_000;

export interface CameraClock {
  /**
   * How far it is off, ms; null where it does not say. One that calls its local time UTC is off only by what is left
   * of the whole hours.
   */
  driftMs: number | null;
  /** Its local time is that of another zone than ours, so that its pictures show another hour. */
  otherZone: boolean;
}

/** Throws OnvifError. */
export async function readCameraClock(
  { onvifUrl }: Camera,
  account: Account | undefined,
  { connect, now }: { connect: Onvif['connect']; now(): number },
  signal: AbortSignal,
): Promise<CameraClock> {
  const camera = await connect({ url: onvifUrl ?? '', account, deadlineMs: DEADLINE_MS, now, signal });
  const { cameraAt, offsetMs, zoneMs, localCalledUtc } = camera.clock;
  const otherZone = zoneMs !== null && zoneMs !== LOCAL_OFFSET_MS;
  if (cameraAt === null) return { driftMs: null, otherZone };
  const hoursMs = localCalledUtc ? Math.round(offsetMs / HOUR_MS) * HOUR_MS : 0;
  return { driftMs: offsetMs - hoursMs, otherZone };
}
