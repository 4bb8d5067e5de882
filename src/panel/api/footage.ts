import { useQuery } from '@tanstack/react-query';
import type {
  ExportInput,
  ExportView,
  FolderInput,
  ProtectedInput,
  ProtectedView,
  RemovedView,
  SegmentView,
  StorageView,
  TimelineView,
} from '../../cameras/recording/schemas.ts';
import type { Relay, RelayRequest, RelayTarget, RelayTargetInput } from '../../cameras/relay/schemas.ts';
import type { Viewing } from '../../cameras/viewing/schemas.ts';
import { http } from './http.ts';
import { fetchAll, usePages, useRemoval, useWrite } from './reading.ts';

const RELAYS = '/api/camera-relays';
const TARGETS = '/api/camera-relay-targets';
const TOPICS = ['cameras'];
const one = (base: string, id: string) => `${base}/${encodeURIComponent(id)}`;

/** Those under way first, then the newest. */
export function useRelays() {
  return useQuery({
    queryKey: ['cameras', 'relays'],
    queryFn: ({ signal }) => http.get<{ items: Relay[] }>(RELAYS, {}, signal),
    select: (answer) => answer.items,
  });
}

export const useStartRelay = () => useWrite((body: RelayRequest) => http.post<Relay>(RELAYS, body), TOPICS);

export const useStopRelay = () => useWrite((id: string) => http.delete<Relay>(one(RELAYS, id)), TOPICS);

/** Where pictures may be sent. */
export function useRelayTargets(enabled: boolean) {
  return useQuery({
    queryKey: ['cameras', 'relay-targets'],
    queryFn: ({ signal }) => http.get<{ items: RelayTarget[] }>(TARGETS, {}, signal),
    select: (answer) => answer.items,
    enabled,
  });
}

export const useAddRelayTarget = () =>
  useWrite((body: RelayTargetInput) => http.post<RelayTarget>(TARGETS, body), TOPICS);

export const useRemoveRelayTarget = () => useRemoval((id) => http.delete<void>(one(TARGETS, id)), TOPICS);

/** Who looked, newest first. */
export function useViewings(cameraId: string) {
  return usePages<Viewing>(['cameras', 'viewings'], '/api/camera-viewings', cameraId ? { cameraId } : {});
}

const of = (cameraId: string, deed: string) => `${one('/api/cameras', cameraId)}/${deed}`;
const EXPORTS = '/api/camera-exports';
/** A day that is still going on grows by this much at most before it is fetched again. */
const GROWS_MS = 15_000;
const PROGRESS_MS = 1_500;

/** What was recorded in a range (UTC ms), what was not and why. `grows`: the range reaches into the future. */
export function useTimeline(cameraId: string, from: number, to: number, grows: boolean) {
  return useQuery({
    queryKey: ['cameras', 'one', cameraId, 'timeline', from, to],
    queryFn: ({ signal }) => http.get<TimelineView>(of(cameraId, 'timeline'), { from, to }, signal),
    refetchInterval: grows && GROWS_MS,
  });
}

/** The pieces of a recording that reach into a range, oldest first; fetching them afterwards is one look. */
export const fetchSegments = (cameraId: string, from: number, to: number, signal: AbortSignal) =>
  fetchAll<SegmentView>(of(cameraId, 'segments'), { from, to }, signal);

export const useProtect = (cameraId: string) =>
  useWrite((body: ProtectedInput) => http.post<ProtectedView>(of(cameraId, 'protected'), body), TOPICS);

export const useUnprotect = (cameraId: string) =>
  useWrite(
    (id: string) => http.delete<void>(`${of(cameraId, 'protected')}/${encodeURIComponent(id)}`),
    TOPICS,
  );

/** Ranges as files, newest first. */
export const useExports = () => usePages<ExportView>(['cameras', 'exports'], EXPORTS);

/** One of them as it is now, asked for often while it is being made. */
export function useExport(given: ExportView) {
  return useQuery({
    queryKey: ['cameras', 'one', given.cameraId, 'export', given.id],
    queryFn: ({ signal }) => http.get<ExportView>(one(EXPORTS, given.id), {}, signal),
    initialData: given,
    enabled: given.endedAt === null,
    refetchInterval: ({ state }) => (state.data?.endedAt === null ? PROGRESS_MS : false),
  });
}

export const useAskExport = () =>
  useWrite((body: ExportInput) => http.post<ExportView>(EXPORTS, body), TOPICS);

export const useRemoveExport = () => useRemoval((id) => http.delete<void>(one(EXPORTS, id)), TOPICS);

export const exportFile = (id: string) => `${one(EXPORTS, id)}/file`;

/** Cameras that are no longer there, of which there are recordings. */
export const useRemovedCameras = () => usePages<RemovedView>(['cameras', 'removed'], '/api/removed-cameras');

export const useEraseRemoved = () =>
  useWrite((id: string) => http.delete<void>(`${one('/api/removed-cameras', id)}/recordings`), TOPICS);

/** Where the recordings lie, and how full that is. */
export function useStorage() {
  return useQuery({
    queryKey: ['cameras', 'storage'],
    queryFn: ({ signal }) => http.get<StorageView>('/api/camera-storage', {}, signal),
  });
}

/** Says that the chosen folder, as it is now, is to be recorded into. */
export const useTakeFolder = () =>
  useWrite((body: FolderInput) => http.post<StorageView>('/api/camera-storage/folder', body), TOPICS);
