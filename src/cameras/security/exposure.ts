import { tellsAnybody } from '../../protocols/onvif/index.ts';
import { describeStream } from '../../protocols/rtsp-describe.ts';
import type { Camera } from '../parts.ts';
import { askableStream } from './askable-stream.ts';
import type { Found } from './schemas.ts';

export interface ExposureParts {
  describe?: typeof describeStream;
  tells?: typeof tellsAnybody;
}

const TIMEOUT_MS = 5_000;
const DEADLINE_MS = 12_000;

/** What a camera gives to anybody, without an account. Asks for it once each; never throws. */
export async function lookWithoutAccount(
  camera: Camera,
  { describe = describeStream, tells = tellsAnybody }: ExposureParts,
  signal: AbortSignal,
): Promise<Found[]> {
  const found: Found[] = [];
  const { onvifUrl } = camera;
  const stream = askableStream(camera);
  if (stream !== undefined) {
    const { outcome } = await describe(stream, { timeoutMs: TIMEOUT_MS, signal });
    if (outcome === 'described') found.push({ code: 'open_stream', details: {} });
  }
  if (onvifUrl !== null) {
    // Its profiles, that is; what it is, many tell to anybody.
    const isOpen = await tells({ url: onvifUrl, deadlineMs: DEADLINE_MS, requestMs: TIMEOUT_MS, signal });
    if (isOpen) found.push({ code: 'open_onvif', details: {} });
  }
  return found;
}
