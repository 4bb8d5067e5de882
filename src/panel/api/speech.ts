import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import type { EngineRow, TrialResult } from '../../speech/routes.ts';
import type { Choices } from '../editor-routes.ts';
import { http } from './http.ts';
import { type Decisions, decisionsIn, type Readings } from './readings.ts';

const PAUSE_MS = 400;
/** Some services need two minutes for a sentence. */
const TRIAL = { limitMs: 180_000 };

/** What will be said for a text, and the text that this is about: it follows the typing at a distance. */
export interface Spoken extends Readings {
  text: string;
}

/** What the announcer will say; follows the typing at a distance, and a decision at once. */
export function useSpoken(text: string, decisions: Decisions = {}, speed = 1) {
  const [settled] = useDebouncedValue(text, PAUSE_MS);
  const decided = decisionsIn(settled, decisions);
  return useQuery({
    queryKey: ['spoken', settled, decided, speed],
    queryFn: async (): Promise<Spoken> => ({
      ...(await http.post<Readings>('/api/panel/spoken', { text: settled, decisions: decided, speed })),
      text: settled,
    }),
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

/** Who can speak, and how they have been doing. */
export function useEngines() {
  return useQuery({
    queryKey: ['settings', 'engines'],
    queryFn: ({ signal }) => http.get<{ items: EngineRow[] }>('/api/speech/engines', {}, signal),
    select: ({ items }) => items,
  });
}

/** One voice says a few words, and no other in its place. */
export const useTrial = () =>
  useMutation({
    mutationFn: (body: { voice: string; text?: string }) =>
      http.post<TrialResult>('/api/speech/try', body, TRIAL),
  });
