import { useQuery } from '@tanstack/react-query';
import type { CameraView } from '../../cameras/schemas.ts';
import { fetchAll } from './reading.ts';

/** All of them, some dozens: the list is searched and counted in the browser. */
export function useCameras(enabled = true) {
  return useQuery({
    queryKey: ['cameras', 'list'],
    queryFn: ({ signal }) => fetchAll<CameraView>('/api/cameras', {}, signal),
    enabled,
  });
}
