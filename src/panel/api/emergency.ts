import { useQuery } from '@tanstack/react-query';
import type {
  EmergencyRequest,
  EmergencyTemplate,
  EmergencyTemplateInput,
  EmergencyTemplateUpdate,
  Playout,
  StopAllResult,
} from '../../broadcast/schemas.ts';
import { http } from './http.ts';
import { fetchAll, useRemoval, useWrite } from './reading.ts';

const BASE = '/api/emergency-templates';
const path = (id: string, deed = '') => `${BASE}/${encodeURIComponent(id)}${deed}`;

/** Nobody waits longer in an emergency: the officer then looks at what is on air, and presses again. */
const URGENT = { limitMs: 8_000 };

export const useEmergency = () =>
  useWrite(
    (body: EmergencyRequest) => http.post<Playout>('/api/emergency', body, URGENT),
    ['playouts', 'today'],
  );

export const useStopAll = () =>
  useWrite(
    (cancelMinutes: number) =>
      http.post<StopAllResult>('/api/stop-all', { confirm: true, cancelMinutes }, URGENT),
    ['playouts', 'today'],
  );

export function useEmergencyTemplates() {
  return useQuery({
    queryKey: ['bulletins', 'templates'],
    queryFn: ({ signal }) => fetchAll<EmergencyTemplate>(BASE, {}, signal),
  });
}

export const useCreateTemplate = () =>
  useWrite((body: EmergencyTemplateInput) => http.post<EmergencyTemplate>(BASE, body), ['bulletins']);

export const useUpdateTemplate = () =>
  useWrite(
    ({ id, ...body }: EmergencyTemplateUpdate & { id: string }) =>
      http.put<EmergencyTemplate>(path(id), body),
    ['bulletins'],
  );

export const useReleaseTemplate = () =>
  useWrite((id: string) => http.post<EmergencyTemplate>(path(id, '/release')), ['bulletins']);

export const useDeleteTemplate = () => useRemoval((id) => http.delete<void>(path(id)), ['bulletins']);
