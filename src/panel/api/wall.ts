import { useQuery } from '@tanstack/react-query';
import type { StreamRole } from '../../cameras/schemas.ts';
import { http } from './http.ts';
import { useWrite } from './reading.ts';

const path = (cameraId: string, deed: string) => `/api/cameras/${encodeURIComponent(cameraId)}${deed}`;
/** A camera that no longer answers is not waited for while somebody holds a key. */
const MOVE_LIMIT_MS = 5_000;
/** Where nobody watches, the station has to open the stream first. */
const SNAPSHOT_LIMIT_MS = 30_000;

/** −1…1 each. */
export interface Speed {
  pan: number;
  tilt: number;
  zoom: number;
}

export interface Preset {
  token: string;
  name: string;
}

/** @param ms it stops by itself after that */
export function moveCamera(cameraId: string, speed: Speed, ms: number): Promise<void> {
  return http.post(path(cameraId, '/ptz'), { ...speed, ms }, { limitMs: MOVE_LIMIT_MS });
}

export function stopCamera(cameraId: string): Promise<void> {
  return http.post(path(cameraId, '/ptz/stop'), {}, { limitMs: MOVE_LIMIT_MS });
}

/** They are in the camera, so that each asking is one of the camera. */
export function usePresets(cameraId: string) {
  return useQuery({
    queryKey: ['camera-presets', cameraId],
    queryFn: ({ signal }) => http.get<{ items: Preset[] }>(path(cameraId, '/ptz/presets'), {}, signal),
    select: (answer) => answer.items,
    refetchOnWindowFocus: false,
  });
}

const TOPICS = ['camera-presets'];
const preset = (token: string) => `/ptz/presets/${encodeURIComponent(token)}`;

export const useGoToPreset = (cameraId: string) =>
  useWrite((token: string) => http.post<void>(path(cameraId, `${preset(token)}/go`)), []);

export const useStorePreset = (cameraId: string) =>
  useWrite((name: string) => http.post<Preset>(path(cameraId, '/ptz/presets'), { name }), TOPICS);

export const useRemovePreset = (cameraId: string) =>
  useWrite((token: string) => http.delete<void>(path(cameraId, preset(token))), TOPICS);

/** The latest picture as JPEG. Throws ApiError as every request. */
export async function fetchSnapshot(cameraId: string, stream: StreamRole): Promise<Blob> {
  const address = path(cameraId, `/snapshot?stream=${stream}`);
  let answer: Response;
  try {
    answer = await fetch(address, {
      headers: { accept: 'image/jpeg, application/json' },
      signal: AbortSignal.timeout(SNAPSHOT_LIMIT_MS),
    });
  } catch {
    throw http.unreachable();
  }
  if (!answer.ok) http.answer(address, answer.status, await answer.text());
  return answer.blob();
}
