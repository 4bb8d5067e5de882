import { useQuery } from '@tanstack/react-query';
import type { Adoption, AdoptionBody, Search, SearchBody } from '../../cameras/discovery/schemas.ts';
import { http } from './http.ts';
import { useWrite } from './reading.ts';

const SEARCH = '/api/camera-search';
const ADOPTION = '/api/camera-adoption';
const TOPICS = ['cameras'];
/** Somebody watches how it goes on. */
const WATCHING_MS = 500;

/** The newest search, whoever began it. */
export function useSearch() {
  return useQuery({
    queryKey: ['cameras', 'search'],
    queryFn: ({ signal }) => http.get<Search>(SEARCH, {}, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? WATCHING_MS : false),
  });
}

export const useBeginSearch = () => useWrite((body: SearchBody) => http.post<Search>(SEARCH, body), TOPICS);

export const useCancelSearch = () => useWrite(() => http.delete<Search>(SEARCH), TOPICS);

/** What became of the cameras that were to be added last. */
export function useAdoption() {
  return useQuery({
    queryKey: ['cameras', 'adoption'],
    queryFn: ({ signal }) => http.get<Adoption>(ADOPTION, {}, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? WATCHING_MS : false),
  });
}

export const useBeginAdoption = () =>
  useWrite((body: AdoptionBody) => http.post<Adoption>(ADOPTION, body), TOPICS);
