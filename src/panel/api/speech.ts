import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Choices, Spoken } from '../editor-routes.ts';
import { http } from './http.ts';

const PAUSE_MS = 400;

/** What the announcer will say; follows the typing at a distance. */
export function useSpoken(text: string) {
  const [settled] = useDebouncedValue(text, PAUSE_MS);
  return useQuery({
    queryKey: ['spoken', settled],
    queryFn: () => http.post<Spoken>('/api/panel/spoken', { text: settled }),
    enabled: settled.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
}

/** The voices and chimes to choose from. */
export function useChoices() {
  return useQuery({
    queryKey: ['settings', 'choices'],
    queryFn: ({ signal }) => http.get<Choices>('/api/panel/choices', {}, signal),
  });
}
