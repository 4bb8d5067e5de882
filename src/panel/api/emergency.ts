import { useQuery } from '@tanstack/react-query';
import type {
  EmergencyRequest,
  EmergencyTemplate,
  EmergencyTemplateInput,
  EmergencyTemplateUpdate,
  Playout,
  ReleasedVersion,
  StopAllResult,
} from '../../broadcast/schemas.ts';
import { http } from './http.ts';
import { fetchAll, useRemoval, useWrite } from './reading.ts';
import { bodyOf, type Read } from './readings.ts';

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

const templates = {
  queryKey: ['bulletins', 'templates'],
  queryFn: ({ signal }: { signal: AbortSignal }) => fetchAll<EmergencyTemplate>(BASE, {}, signal),
};

/** Every template as it is being written. */
export const useTemplates = () => useQuery(templates);

/** A template in the version that is in force, which is what would be played. */
export type ReleasedTemplate = EmergencyTemplate & ReleasedVersion;

/** What may be played: the templates in force, each as it was released. */
export const useEmergencyTemplates = () => useQuery({ ...templates, select: inForce });

function inForce(items: EmergencyTemplate[]): ReleasedTemplate[] {
  return items.flatMap((template) => {
    const { released } = template;
    return released ? [{ ...template, ...released, state: 'released' as const }] : [];
  });
}

export const useCreateTemplate = () =>
  useWrite(
    (body: Read<EmergencyTemplateInput>) => http.post<EmergencyTemplate>(BASE, bodyOf(body)),
    ['bulletins'],
  );

export const useUpdateTemplate = () =>
  useWrite(
    ({ id, ...body }: Read<EmergencyTemplateUpdate> & { id: string }) =>
      http.put<EmergencyTemplate>(path(id), bodyOf(body)),
    ['bulletins'],
  );

export const useReleaseTemplate = () =>
  useWrite(
    ({ id, version }: Pick<EmergencyTemplate, 'id' | 'version'>) =>
      http.post<EmergencyTemplate>(path(id, '/release'), { version }),
    ['bulletins'],
  );

export const useDeleteTemplate = () => useRemoval((id) => http.delete<void>(path(id)), ['bulletins']);
