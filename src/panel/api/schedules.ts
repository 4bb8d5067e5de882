import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Schedule, ScheduleCheck, ScheduleInput, ScheduleUpdate } from '../../broadcast/schemas.ts';
import { type ApiError, http } from './http.ts';
import { fetchAll, useRemoval, useWrite } from './reading.ts';

const path = (id: string) => `/api/schedules/${encodeURIComponent(id)}`;
const TOPICS = ['schedules', 'playouts', 'today'];

export function useSchedules() {
  return useQuery({
    queryKey: ['schedules', 'list'],
    queryFn: ({ signal }) => fetchAll<Schedule>('/api/schedules', {}, signal),
  });
}

export function useSchedule(id: string | undefined) {
  return useQuery({
    queryKey: ['schedules', 'one', id],
    queryFn: ({ signal }) => http.get<Schedule>(path(id ?? ''), {}, signal),
    enabled: id !== undefined,
  });
}

/** What a schedule would do, before it is saved: its next occurrences, overlaps and warnings. */
export function useScheduleCheck(input: ScheduleInput | undefined, id: string | undefined) {
  return useQuery<ScheduleCheck, ApiError>({
    queryKey: ['schedules', 'check', input, id],
    queryFn: () => http.post<ScheduleCheck>('/api/schedules/check', id ? { ...input, id } : input),
    enabled: input !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: false,
    retry: false,
  });
}

export const useCreateSchedule = () =>
  useWrite((body: ScheduleInput) => http.post<Schedule>('/api/schedules', body), TOPICS);

export const useUpdateSchedule = (id: string) =>
  useWrite((body: ScheduleUpdate) => http.put<Schedule>(path(id), body), TOPICS);

export const useDeleteSchedule = () => useRemoval((id) => http.delete<void>(path(id)), TOPICS);
