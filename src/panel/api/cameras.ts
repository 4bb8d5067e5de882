import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { CameraEventView } from '../../cameras/events/schemas.ts';
import type { RecordingInput, RecordingView } from '../../cameras/recording/schemas.ts';
import type { CameraProfile } from '../../cameras/registry/profile.ts';
import type { AccountChange, CameraPatch, NewCamera } from '../../cameras/registry/schemas.ts';
import type { CameraHealth, CameraView } from '../../cameras/schemas.ts';
import type { CameraSecurity, SecurityJob } from '../../cameras/security/schemas.ts';
import { http } from './http.ts';
import { fetchAll, usePages, useRemoval, useWrite } from './reading.ts';

const BASE = '/api/cameras';
const SECURITY_JOB = '/api/camera-security-check';
const path = (id: string, deed = '') => `${BASE}/${encodeURIComponent(id)}${deed}`;
const TOPICS = ['cameras'];
/** The station asks the camera itself before it answers, and a slow one takes its time. */
const ASKING = { limitMs: 60_000 };

/** All of them, some dozens: the list is searched and counted in the browser. */
export function useCameras(enabled = true) {
  return useQuery({
    queryKey: ['cameras', 'list'],
    queryFn: ({ signal }) => fetchAll<CameraView>(BASE, {}, signal),
    enabled,
  });
}

export function useCamera(id: string) {
  return useQuery({
    queryKey: ['cameras', 'one', id],
    queryFn: ({ signal }) => http.get<CameraView>(path(id), {}, signal),
  });
}

export function useCameraProfiles() {
  return useQuery({
    queryKey: ['camera-profiles'],
    queryFn: ({ signal }) => http.get<{ items: CameraProfile[] }>('/api/camera-profiles', {}, signal),
    select: (answer) => answer.items,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** By its RTSP address, or by its host, which is asked with this account once. */
export const useAddCamera = () =>
  useWrite((body: NewCamera) => http.post<{ cameras: CameraView[] }>(BASE, body, ASKING), TOPICS);

export const useUpdateCamera = (id: string) =>
  useWrite((body: CameraPatch) => http.patch<CameraView>(path(id), body), TOPICS);

/** Several at once, as on the map. */
export const useUpdateAnyCamera = () =>
  useWrite(({ id, ...body }: CameraPatch & { id: string }) => http.patch<CameraView>(path(id), body), TOPICS);

export const useRemoveCamera = (recordings: 'keep' | 'delete') =>
  useRemoval((id) => http.delete<void>(`${path(id)}?recordings=${recordings}`), TOPICS);

export const useCameraAccount = (id: string) =>
  useWrite((body: AccountChange) => http.put<CameraView>(path(id, '/account'), body), TOPICS);

/** Model, firmware and streams, anew from the camera. */
export const useReadCamera = (id: string) =>
  useWrite(() => http.post<CameraView>(path(id, '/read'), {}, ASKING), TOPICS);

/** Looks how it is, now. */
export const useCheckCamera = (id: string) =>
  useWrite(() => http.post<CameraHealth>(path(id, '/check'), {}, ASKING), TOPICS);

/** Sets its clock to the station's; `ntp` is the server that it is to follow, null none, undefined as it is. */
export const useSetCameraClock = (id: string) =>
  useWrite(
    (ntp: string | null | undefined) =>
      http.post<{ driftMs: number; ntp: boolean; timeZone: string; localCalledUtc: boolean }>(
        path(id, '/clock'),
        ntp === undefined ? {} : { ntp },
        ASKING,
      ),
    TOPICS,
  );

export function useCameraSecurity(id: string) {
  return useQuery({
    queryKey: ['cameras', 'one', id, 'security'],
    queryFn: ({ signal }) => http.get<CameraSecurity>(path(id, '/security'), {}, signal),
  });
}

/** In the background: the live event tells when it is over. */
export const useCheckSecurity = (id: string) =>
  useWrite(() => http.post<SecurityJob>(path(id, '/security/check')), TOPICS);

/** Of all cameras, one after the other, in the background. */
export const useCheckAllSecurity = () => useWrite(() => http.post<SecurityJob>(SECURITY_JOB, {}), TOPICS);

/** What was checked by then stays. */
export const useCancelSecurity = () => useWrite(() => http.delete<SecurityJob>(SECURITY_JOB), TOPICS);

/** How far the running check is; asked often only while one runs. */
export function useSecurityJob() {
  return useQuery({
    queryKey: ['cameras', 'security-job'],
    queryFn: ({ signal }) => http.get<SecurityJob>(SECURITY_JOB, {}, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 1_000 : false),
  });
}

export const useTryFactoryPassword = (id: string) =>
  useWrite(() => http.post<CameraSecurity>(path(id, '/security/factory-password'), {}, ASKING), TOPICS);

export function useCameraRecording(id: string, enabled = true) {
  return useQuery({
    queryKey: ['cameras', 'one', id, 'recording'],
    queryFn: ({ signal }) => http.get<RecordingView>(path(id, '/recording'), {}, signal),
    enabled,
  });
}

export const useSetCameraRecording = (id: string) =>
  useWrite(
    (body: Static<typeof RecordingInput>) => http.put<RecordingView>(path(id, '/recording'), body),
    TOPICS,
  );

/** What it reported of itself, newest first. */
export const useCameraEvents = (id: string) =>
  usePages<CameraEventView>(['cameras', 'one', id, 'events'], path(id, '/events'));

/** The latest picture. Each one is noted as a look at the camera. */
export const snapshotUrl = (id: string, stream: 'main' | 'sub') => path(id, `/snapshot?stream=${stream}`);
