import { deviceUrl } from './address.ts';
import type { ServiceUrls } from './device.ts';
import { OnvifError } from './error.ts';
import { findServices } from './line.ts';
import { askProfiles, readProfiles } from './media.ts';
import { openSession } from './session.ts';

/** Where makers have their media service, for one that keeps to itself where its services are. */
const USUAL_PATHS = ['/onvif/Media', '/onvif/media_service', '/onvif/device_service'];

export interface AnybodyOptions {
  /** Device service. */
  url: string;
  /** For all questions together. */
  deadlineMs: number;
  /** For one. */
  requestMs: number;
  signal: AbortSignal;
}

/**
 * Whether a camera tells its media profiles to anybody: the media service itself is asked, since some guard only what
 * the device service tells. Sends no account. False also for what does not answer; never throws.
 */
export async function tellsAnybody({ url, deadlineMs, requestMs, signal }: AnybodyOptions): Promise<boolean> {
  const over = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
  try {
    const device = deviceUrl(url);
    const options = { account: undefined, requestMs, now: Date.now, signal: over };
    // Without an account no token is made that would need the camera's clock.
    const session = openSession(options, async () => session.clock);
    const services = await findServices(session, device).catch(unlessGone);
    for (const { at, media2 } of placesOf(services, device)) {
      const answer = await session.ask(at, askProfiles(media2).body).catch(unlessGone);
      if (answer && readProfiles(answer).length > 0) return true;
    }
    return false;
  } catch {
    return false;
  }
}

function placesOf(services: ServiceUrls | undefined, device: URL): { at: URL; media2: boolean }[] {
  const { media, media2 } = services ?? {};
  if (!media && !media2) return USUAL_PATHS.map((path) => ({ at: new URL(path, device), media2: false }));
  return [
    ...(media ? [{ at: media, media2: false }] : []),
    ...(media2 ? [{ at: media2, media2: true }] : []),
  ];
}

/** What one service refuses another may tell; where nobody answers any more, all are done. */
function unlessGone(error: unknown): undefined {
  if (!(error instanceof OnvifError) || error.kind === 'unreachable') throw error;
}
