import { useQuery } from '@tanstack/react-query';
import type { Relay, RelayRequest, RelayTarget, RelayTargetInput } from '../../cameras/relay/schemas.ts';
import type { Viewing } from '../../cameras/viewing/schemas.ts';
import { http } from './http.ts';
import { usePages, useRemoval, useWrite } from './reading.ts';

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
