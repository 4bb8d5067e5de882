import { useQuery } from '@tanstack/react-query';
import type { CameraSummary } from '../../cameras/summary/schemas.ts';
import { http } from './http.ts';

/** Whoever has no right to alerts is told of none; so late at most is such a person. */
const AGAIN_MS = 60_000;

/** All cameras in a few figures, with the gravest open alert about them; refreshed by every change of either. */
export function useCameraSummary(enabled = true) {
  return useQuery({
    queryKey: ['camera-summary'],
    queryFn: ({ signal }) => http.get<CameraSummary>('/api/camera-summary', {}, signal),
    refetchInterval: AGAIN_MS,
    enabled,
  });
}
