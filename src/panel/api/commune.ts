import { useQuery } from '@tanstack/react-query';
import type {
  CalendarDay,
  Profile,
  ProfileInput,
  Province,
  Zone,
  ZoneImportResult,
  ZoneInput,
  ZonePatch,
} from '../../commune/schemas.ts';
import { http } from './http.ts';
import { fetchAll, useRemoval, useWrite } from './reading.ts';

const path = (id: string) => `/api/zones/${encodeURIComponent(id)}`;

export function useCommune(enabled = true) {
  return useQuery({
    queryKey: ['commune'],
    queryFn: ({ signal }) => http.get<Profile>('/api/commune', {}, signal),
    enabled,
  });
}

export const useSaveCommune = () =>
  useWrite((body: ProfileInput) => http.put<Profile>('/api/commune', body), ['commune', 'zones']);

export function useProvinces() {
  return useQuery({
    queryKey: ['provinces'],
    queryFn: ({ signal }) => http.get<{ items: Province[] }>('/api/provinces', {}, signal),
    select: (answer) => answer.items,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useZones(enabled = true) {
  return useQuery({
    queryKey: ['zones'],
    queryFn: ({ signal }) => fetchAll<Zone>('/api/zones', {}, signal),
    enabled,
  });
}

export const useAddZone = () => useWrite((body: ZoneInput) => http.post<Zone>('/api/zones', body), ['zones']);

export const useUpdateZone = () =>
  useWrite(({ id, ...body }: ZonePatch & { id: string }) => http.patch<Zone>(path(id), body), ['zones']);

export const useRemoveZone = () => useRemoval((id) => http.delete<void>(path(id)), ['zones']);

export const useImportZones = () =>
  useWrite((names: string[]) => http.post<ZoneImportResult>('/api/zones/import', { names }), ['zones']);

/** Lunar days and holidays, both ends included. */
export function useCalendar(from: string, to: string, enabled = true) {
  return useQuery({
    queryKey: ['calendar', from, to],
    queryFn: ({ signal }) => http.get<{ items: CalendarDay[] }>('/api/calendar', { from, to }, signal),
    select: (answer) => new Map(answer.items.map((day) => [day.day, day])),
    staleTime: 600_000,
    enabled,
  });
}
