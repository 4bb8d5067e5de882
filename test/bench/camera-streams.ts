import { setTimeout as sleep } from 'node:timers/promises';
import type { CameraView } from '../../src/cameras/schemas.ts';
import type { RtspHost, StreamSpec } from '../lab/cameras/rtsp/rtsp-host.ts';
import { RtspLab } from '../lab/cameras/rtsp/rtsp-lab.ts';
import type { ApiClient } from '../lab/station/api-client.ts';

export const ACCOUNT = { username: 'admin', password: 'Camera@2024#' };
/** What a commune's cameras send: a key frame a second, 4,000 kbit/s, sound as AAC. */
export const MAIN: StreamSpec = { width: 1920, height: 1080, fps: 25, gop: 25, audio: 'aac', phaseMs: 0 };

export interface LabCameras {
  ids: string[];
  /** Their addresses, without the account. */
  urls: string[];
  end(): Promise<void>;
}

/** So many cameras of the lab, added by their RTSP addresses; each has a port of its own. */
export async function addCameras(api: ApiClient, count: number, spec: StreamSpec): Promise<LabCameras> {
  const lab = await RtspLab.start();
  const ids: string[] = [];
  const urls: string[] = [];
  try {
    for (let i = 0; i < count; i++) {
      const host: RtspHost = await lab.host({ account: ACCOUNT });
      const { url } = await host.stream('/main', spec);
      const body = { name: `Camera ${i + 1}`, url, ...ACCOUNT };
      const { cameras } = await api.post<{ cameras: CameraView[] }>('/api/cameras', body);
      ids.push(...cameras.map(({ id }) => id));
      urls.push(url);
    }
  } catch (error) {
    await lab.stop();
    throw error;
  }
  return { ids, urls, end: () => lab.stop() };
}

/** The address with its account, for a program to compare with. */
export function withAccount(url: string): string {
  const { username, password } = ACCOUNT;
  return url.replace('://', `://${encodeURIComponent(username)}:${encodeURIComponent(password)}@`);
}

/** Looks every 20 ms; throws where it does not hold in time. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 30_000,
): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not within ${withinMs / 1_000} s: ${what}`);
    await sleep(20);
  }
}
