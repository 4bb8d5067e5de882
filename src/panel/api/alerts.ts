import type { Alert, AlertState } from '../../alerts/schemas.ts';
import { http } from './http.ts';
import { usePages, useWrite } from './reading.ts';

const TOPICS = ['alerts', 'today'];
const path = (id: string, deed: string) => `/api/alerts/${encodeURIComponent(id)}/${deed}`;

export function useAlerts(state: AlertState) {
  return usePages<Alert>(['alerts', 'list'], '/api/alerts', { state });
}

export const useAcknowledge = () =>
  useWrite((id: string) => http.post<Alert>(path(id, 'acknowledge')), TOPICS);

/** Shows it again at once. */
export const useUnsnooze = () => useWrite((id: string) => http.delete<Alert>(path(id, 'snooze')), TOPICS);

export const useSnooze = () =>
  useWrite(
    ({ id, until }: { id: string; until: number }) => http.post<Alert>(path(id, 'snooze'), { until }),
    TOPICS,
  );
