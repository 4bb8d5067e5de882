import { useMutation, useQuery } from '@tanstack/react-query';
import { http } from './http.ts';
import { upload } from './upload.ts';

/** A sound file as the station keeps it, mastered. */
export interface Recording {
  id: string;
  name: string;
  durationMs: number;
}

export const LANGUAGES = [
  'tay',
  'thai',
  'muong',
  'khmer',
  'hmong',
  'nung',
  'dao',
  'gia-rai',
  'e-de',
  'ba-na',
  'cham',
  'xo-dang',
  'san-chay',
  'co-ho',
  'khac',
] as const;
export type RecordingLanguage = (typeof LANGUAGES)[number];

export const RECORDINGS_MAX = 5;

export const recordingUrl = (id: string) => `/api/recordings/${encodeURIComponent(id)}`;

/** Name and length of a recording: it never changes. */
export function useRecording(id: string) {
  return useQuery({
    queryKey: ['recordings', 'one', id],
    queryFn: ({ signal }) => http.get<Recording>(`${recordingUrl(id)}/about`, {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Sends a sound file, which the station then checks and masters. */
export const useUploadRecording = () =>
  useMutation({
    mutationFn: ({ file, onProgress }: { file: File; onProgress: (part: number) => void }) =>
      upload<Recording>('/api/recordings', file, onProgress),
  });
