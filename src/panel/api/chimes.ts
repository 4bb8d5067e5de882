import { useMutation, useQuery } from '@tanstack/react-query';
import { http } from './http.ts';
import { useWrite } from './reading.ts';
import { upload } from './upload.ts';

/** A chime that the commune brought. */
export interface OwnChime {
  id: string;
  name: { vi: string; en: string };
  durationMs: number;
}

export const chimeUrl = (id: string) => `/api/chimes/${encodeURIComponent(id)}`;

/** What shows chimes or lets them be chosen. */
const TOPICS = ['settings'];

export function useOwnChimes() {
  return useQuery({
    queryKey: ['settings', 'chimes'],
    queryFn: ({ signal }) => http.get<{ items: OwnChime[] }>('/api/chimes', {}, signal),
    select: ({ items }) => items,
  });
}

/** Sends a sound file, which the station then checks and masters. */
export const useUploadChime = () =>
  useMutation({
    mutationFn: ({ file, onProgress }: { file: File; onProgress: (part: number) => void }) =>
      upload<OwnChime>('/api/chimes', file, onProgress),
  });

export const useRenameChime = () =>
  useWrite(
    ({ id, name }: { id: string; name: string }) => http.patch<OwnChime>(chimeUrl(id), { name }),
    TOPICS,
  );

export const useRemoveChime = () => useWrite((id: string) => http.delete<void>(chimeUrl(id)), TOPICS);
