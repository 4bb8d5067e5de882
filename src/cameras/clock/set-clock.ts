import type { Clock } from '../../clock.ts';
import { LOCAL_OFFSET_MS } from '../../clock.ts';
import { AppError } from '../../errors.ts';
import type { TimeZone } from '../../protocols/onvif/index.ts';
import type { Camera } from '../parts.ts';
import { asking } from '../registry/camera-error.ts';
import { connectOnce, type ReadingParts } from '../registry/reading.ts';
import type { Registry } from '../registry/registry.ts';

/** Indochina Time; there is no summer time. */
const VIETNAM: TimeZone = { name: 'ICT-7', ms: LOCAL_OFFSET_MS };

export interface SetClockParts extends ReadingParts {
  registry: Registry;
  clock: Pick<Clock, 'now' | 'trusted'>;
}

export interface ClockSet {
  /** The camera's clock minus the box's after it was set, ms. */
  driftMs: number;
  /** It follows an NTP server now. */
  ntp: boolean;
  timeZone: string;
  /** It calls its local time UTC, so that its pictures may show another hour than it tells. */
  localCalledUtc: boolean;
}

/** Throws what stands in the way of setting this camera's clock. */
export function checkClock({ registry, clock }: SetClockParts, id: string): Camera & { onvifUrl: string } {
  const camera = registry.get(id);
  if (!camera) throw new AppError('item.not_found');
  const { onvifUrl } = camera;
  if (onvifUrl === null) throw new AppError('camera.rtsp_only');
  if (!clock.trusted()) throw new AppError('camera.own_clock');
  return { ...camera, onvifUrl };
}

/**
 * Gives a camera the box's time, and has it follow an NTP server: a host, `null` for none any more, undefined for
 * leaving that as it is. By hand first: many follow an NTP server only from a time that is nearly right.
 */
export async function setCameraClock(
  parts: SetClockParts,
  id: string,
  ntp: string | null | undefined,
): Promise<ClockSet> {
  const { registry, clock } = parts;
  const { onvifUrl } = checkClock(parts, id);
  return asking(
    (async () => {
      const camera = await connectOnce(parts, {
        url: onvifUrl,
        account: registry.account(id) ?? null,
        of: { camera: id },
      });
      const followed = camera.clock.ntp;
      // Setting it by hand ends its following: where that is to stay, NTP sets the time.
      if (ntp !== undefined || !followed) await camera.setClock(clock.now(), VIETNAM);
      if (typeof ntp === 'string') await camera.setNtp(ntp, VIETNAM);
      const { offsetMs, ntp: follows, timeZone, localCalledUtc } = await camera.measureClock();
      return {
        driftMs: Math.round(offsetMs),
        ntp: follows,
        timeZone: timeZone.slice(0, 100),
        localCalledUtc,
      };
    })(),
  );
}
