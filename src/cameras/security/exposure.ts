import type { Onvif } from '../../protocols/onvif/index.ts';
import { describeStream } from '../../protocols/rtsp-describe.ts';
import type { Camera } from '../parts.ts';
import { askableStream } from './askable-stream.ts';
import type { Found } from './schemas.ts';

export interface ExposureParts {
  connect: Onvif['connect'];
  describe?: typeof describeStream;
}

const TIMEOUT_MS = 5_000;
const DEADLINE_MS = 12_000;

/** What a camera gives to anybody, without an account. Asks for it once each; never throws. */
export async function lookWithoutAccount(
  camera: Camera,
  { connect, describe = describeStream }: ExposureParts,
  signal: AbortSignal,
): Promise<Found[]> {
  const found: Found[] = [];
  const { onvifUrl } = camera;
  const stream = askableStream(camera);
  if (stream !== undefined) {
    const { outcome } = await describe(stream, { timeoutMs: TIMEOUT_MS, signal });
    if (outcome === 'described') found.push({ code: 'open_stream', details: {} });
  }
  if (onvifUrl !== null && (await tellsAnybody(onvifUrl, connect, signal))) {
    found.push({ code: 'open_onvif', details: {} });
  }
  return found;
}

/** Its profiles and streams, that is; what it is, many tell to anybody. */
async function tellsAnybody(url: string, connect: Onvif['connect'], signal: AbortSignal): Promise<boolean> {
  try {
    const camera = await connect({ url, deadlineMs: DEADLINE_MS, requestMs: TIMEOUT_MS, signal });
    return (await camera.video()).some(({ profiles }) => profiles.length > 0);
  } catch {
    return false;
  }
}
