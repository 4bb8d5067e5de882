import { useQuery } from '@tanstack/react-query';
import type { MapFacts } from '../../cameras/map/routes.ts';
import { http } from './http.ts';
import { useWrite } from './reading.ts';
import { upload } from './upload.ts';

const MAP = '/api/commune-map';
const TOPICS = ['cameras'];

/** The picture on which cameras are placed; null where nobody has brought one. */
export function useCommuneMap() {
  return useQuery({
    queryKey: ['cameras', 'map'],
    queryFn: ({ signal }) => http.get<{ picture: MapFacts | null }>(`${MAP}/facts`, {}, signal),
    select: (answer) => answer.picture,
  });
}

/** The address of that very picture: another one has another. */
export const mapUrl = (id: string) => `${MAP}?id=${encodeURIComponent(id)}`;

export const useUploadMap = () =>
  useWrite((file: File) => upload<MapFacts>(MAP, file, undefined, 'PUT'), TOPICS);

export const useRemoveMap = () => useWrite(() => http.delete<void>(MAP), TOPICS);
