import { useQuery } from '@tanstack/react-query';
import type { JsonSchema } from '../pages/settings/json-schema.ts';
import { http } from './http.ts';
import { useWrite } from './reading.ts';

export interface SettingsSection {
  name: string;
  title: { vi: string; en: string };
  schema: JsonSchema;
  /** Whole; a set secret is shown as dots, which sent back keep it. */
  values: Record<string, unknown>;
}

export function useSettings(enabled = true) {
  return useQuery({
    queryKey: ['settings'],
    queryFn: ({ signal }) => http.get<{ items: SettingsSection[] }>('/api/settings', {}, signal),
    select: (answer) => answer.items,
    enabled,
  });
}

export const useSaveSettings = (section: string) =>
  useWrite(
    (values: Record<string, unknown>) =>
      http.put<unknown>(`/api/settings/${encodeURIComponent(section)}`, values),
    ['settings', 'spoken', 'bulletins', 'commune', 'today'],
  );
