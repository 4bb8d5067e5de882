import { useQuery } from '@tanstack/react-query';
import type {
  ListedPlayout,
  Playout,
  PlayoutDetail,
  PlayoutKind,
  PlayoutState,
} from '../../broadcast/schemas.ts';
import { http } from './http.ts';
import { fetchAll, usePages, useWrite } from './reading.ts';

const path = (id: string, deed = '') => `/api/playouts/${encodeURIComponent(id)}${deed}`;

interface PlayoutFilter {
  /** UTC milliseconds. */
  from?: number;
  to?: number;
  state?: PlayoutState;
  kind?: PlayoutKind;
  /** What one speaker was told to play, with what it did; at most 92 days at once. */
  speakerId?: string;
}

export function usePlayouts(filter: PlayoutFilter) {
  return usePages<ListedPlayout>(['playouts', 'list'], '/api/playouts', { ...filter });
}

/** What is planned of a bulletin. */
export function usePlansOf(bulletinId: string) {
  return useQuery({
    queryKey: ['playouts', 'plans', bulletinId],
    queryFn: ({ signal }) => fetchAll<Playout>('/api/playouts', { bulletinId, state: 'planned' }, signal),
  });
}

/** All playouts of a span, such as the week shown. */
export function usePlayoutsBetween(from: number, to: number) {
  return useQuery({
    queryKey: ['playouts', 'between', from, to],
    queryFn: ({ signal }) => fetchAll<Playout>('/api/playouts', { from, to }, signal),
    placeholderData: (previous) => previous,
  });
}

export function usePlayout(id: string | undefined) {
  return useQuery({
    queryKey: ['playouts', 'one', id],
    queryFn: ({ signal }) => http.get<PlayoutDetail>(path(id ?? ''), {}, signal),
    enabled: id !== undefined,
    // While it sounds, the page shows who plays; live events may be a second apart.
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.state) ? 2000 : false),
  });
}

/** Something may still happen to it. */
export function isUnderWay(state: PlayoutState): boolean {
  return state === 'preparing' || state === 'ready' || state === 'playing';
}

export const useCancelPlayout = () =>
  useWrite((id: string) => http.post<Playout>(path(id, '/cancel')), ['playouts', 'today']);

export const useStopPlayout = () =>
  useWrite((id: string) => http.post<Playout>(path(id, '/stop')), ['playouts', 'today']);
