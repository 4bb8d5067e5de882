import type { Onvif } from '../protocols/onvif/index.ts';
import type { Account, Camera } from './parts.ts';

const HOUR_MS = 3_600_000;
const DEADLINE_MS = 10_000;

/**
 * How far a camera's clock is off, ms; null where it does not say. One that calls its local time UTC is off only by
 * what is left of the whole hours. Throws OnvifError.
 */
export async function readDrift(
  { onvifUrl }: Camera,
  account: Account | undefined,
  { connect, now }: { connect: Onvif['connect']; now(): number },
  signal: AbortSignal,
): Promise<number | null> {
  const camera = await connect({ url: onvifUrl ?? '', account, deadlineMs: DEADLINE_MS, now, signal });
  const { cameraAt, offsetMs, localCalledUtc } = camera.clock;
  if (cameraAt === null) return null;
  return localCalledUtc ? offsetMs - Math.round(offsetMs / HOUR_MS) * HOUR_MS : offsetMs;
}
