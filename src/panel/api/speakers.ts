import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { Profile } from '../../speakers/profile.ts';
import type {
  Connection,
  CreatedSpeaker,
  NewSpeaker,
  PairingCode,
  PairingState,
  SpeakerInfo,
  SpeakerPatch,
  SpeakerView,
} from '../../speakers/schemas.ts';
import { http } from './http.ts';
import { fetchAll, useRemoval, useWrite } from './reading.ts';

const BASE = '/api/speakers';
const path = (id: string, deed = '') => `${BASE}/${encodeURIComponent(id)}${deed}`;
const TOPICS = ['speakers', 'today'];
/** How often it is asked whether a device has used its pairing code: somebody waits for it. */
const PAIRING_MS = 2_000;

/** All of them, at most some hundreds: the list is searched, and zones are counted, in the browser. */
export function useSpeakers(enabled = true) {
  return useQuery({
    queryKey: ['speakers', 'list'],
    queryFn: ({ signal }) => fetchAll<SpeakerInfo>(BASE, {}, signal),
    enabled,
  });
}

/** @param everyMs asks again and again, while an officer waits for something to happen */
export function useSpeaker(id: string | undefined, everyMs: number | false = false) {
  return useQuery({
    queryKey: ['speakers', 'one', id],
    queryFn: ({ signal }) => http.get<SpeakerView>(path(id ?? ''), {}, signal),
    enabled: id !== undefined,
    refetchInterval: everyMs,
  });
}

export function useSpeakerProfiles() {
  return useQuery({
    queryKey: ['speaker-profiles'],
    queryFn: ({ signal }) => http.get<{ items: Profile[] }>('/api/speaker-profiles', {}, signal),
    select: (answer) => answer.items,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export const useAddSpeaker = () =>
  useWrite((body: NewSpeaker) => http.post<Static<typeof CreatedSpeaker>>(BASE, body), TOPICS);

export const useUpdateSpeaker = (id: string) =>
  useWrite((body: SpeakerPatch) => http.patch<SpeakerView>(path(id), body), TOPICS);

export const useRemoveSpeaker = () => useRemoval((id) => http.delete<void>(path(id)), TOPICS);

export const useTestSpeaker = (id: string) =>
  useWrite(() => http.post<{ playoutId: string }>(path(id, '/test')), TOPICS);

export const useConfirmSpeaker = (id: string) =>
  useWrite((heard: boolean) => http.post<SpeakerView>(path(id, '/confirm'), { heard }), TOPICS);

export const useSpeakerVolume = (id: string) =>
  useWrite((volume: number) => http.put<SpeakerView>(path(id, '/volume'), { volume }), TOPICS);

export const useNewCredentials = (id: string) =>
  useWrite(() => http.post<Connection>(path(id, '/credentials')), TOPICS);

/** Lines for the password and ACL files of an external broker. */
export const useBrokerFiles = () =>
  useWrite(() => http.post<{ passwords: string; acl: string }>(`${BASE}/broker-files`), []);

export const usePairing = () =>
  useWrite(
    (zoneId: string | null) => http.post<Static<typeof PairingCode>>(`${BASE}/pairing`, { zoneId }),
    [],
  );

/** The speaker that this pairing code has made; asked while the code is good. */
export function usePaired(id: string | undefined, isOpen: boolean) {
  return useQuery({
    queryKey: ['pairing', id],
    queryFn: ({ signal }) =>
      http.get<Static<typeof PairingState>>(`${BASE}/pairing/${encodeURIComponent(id ?? '')}`, {}, signal),
    select: (answer) => answer.speaker,
    enabled: id !== undefined && isOpen,
    refetchInterval: ({ state }) => (state.data?.speaker ? false : PAIRING_MS),
  });
}
