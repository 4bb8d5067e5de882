import { setTimeout as sleep } from 'node:timers/promises';
import type { CameraView } from '../../src/cameras/schemas.ts';
import { LiveClient } from '../lab/cameras/live-client.ts';
import type { RtspHost, StreamSpec } from '../lab/cameras/rtsp/rtsp-host.ts';
import type { RtspLab } from '../lab/cameras/rtsp/rtsp-lab.ts';
import type { BroadcastRig } from '../lab/station/broadcast-rig.ts';

/** A camera that is pulled out and plugged in again, and what its viewers use to find it. */
export interface Vanishing {
  id: string;
  host: RtspHost;
}

const ACCOUNT = { username: 'admin', password: 'p@ss:/#%&ơ' };
/** As a commune has them: sound that MP4 holds and sound that it does not, both codecs. */
const SPECS: readonly StreamSpec[] = [{ audio: 'pcm_alaw' }, { codec: 'hevc' }, { audio: 'aac' }, {}];
/** A key frame comes each second; the machine may have other work. */
const PICTURE_WITHIN_MS = 30_000;
const LOOK_MS = 50;

/** Each has a port of its own, so that it goes alone. */
export async function addVanishing({ api }: BroadcastRig, lab: RtspLab, number: number): Promise<Vanishing> {
  const host = await lab.host({ account: ACCOUNT });
  const { url } = await host.stream('/main', SPECS[number % SPECS.length]);
  const body = { name: `Camera ${number + 1}`, url, ...ACCOUNT };
  const { cameras } = await api.post<{ cameras: CameraView[] }>('/api/cameras', body);
  return { id: cameras[0]?.id ?? '', host };
}

/**
 * Somebody begins to watch; the camera vanishes, comes back and is seen again. Or, `leaves`: nobody waits for it.
 * Returns what went wrong.
 */
export async function vanishAndReturn(
  { api, station }: BroadcastRig,
  { id, host }: Vanishing,
  leaves: boolean,
): Promise<string | undefined> {
  const query = `camera=${id}&stream=main`;
  const viewer = new LiveClient({ origin: station.url, cookie: api.cookie, query });
  try {
    if (!(await within(PICTURE_WITHIN_MS, () => viewer.fragments > 0))) return 'it was not seen';
    const { lost } = viewer;
    await host.refuse();
    if (!(await within(PICTURE_WITHIN_MS, () => viewer.lost > lost)))
      return 'nobody was told that it is away';
    if (leaves) await viewer.close();
    const { fragments } = viewer;
    await host.accept();
    if (leaves || (await within(PICTURE_WITHIN_MS, () => viewer.fragments > fragments))) return undefined;
    return 'it was not seen again';
  } finally {
    await viewer.close();
  }
}

async function within(ms: number, holds: () => boolean): Promise<boolean> {
  const end = performance.now() + ms;
  while (!holds()) {
    if (performance.now() > end) return false;
    await sleep(LOOK_MS);
  }
  return true;
}
