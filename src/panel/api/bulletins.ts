import { useMutation, useQuery } from '@tanstack/react-query';
import type {
  Bulletin,
  BulletinDetail,
  BulletinInput,
  BulletinState,
  BulletinUpdate,
  Playout,
  PlayRequest,
  Preview,
} from '../../broadcast/schemas.ts';
import { http } from './http.ts';
import { fetchAll, usePages, useWrite } from './reading.ts';
import { bodyOf, type Read } from './readings.ts';

const path = (id: string, deed = '') => `/api/bulletins/${encodeURIComponent(id)}${deed}`;

export function useBulletins(filter: { state?: BulletinState; q?: string }) {
  return usePages<Bulletin>(['bulletins', 'list'], '/api/bulletins', filter);
}

/** Every bulletin that may be aired, for choosing one. */
export function useApprovedBulletins(enabled = true) {
  return useQuery({
    queryKey: ['bulletins', 'approved'],
    queryFn: ({ signal }) => fetchAll<Bulletin>('/api/bulletins', { state: 'approved' }, signal),
    enabled,
  });
}

export function useBulletin(id: string | undefined) {
  return useQuery({
    queryKey: ['bulletins', 'one', id],
    queryFn: ({ signal }) => http.get<Read<BulletinDetail>>(path(id ?? ''), {}, signal),
    enabled: id !== undefined,
  });
}

export const useCreateBulletin = () =>
  useWrite((body: Read<BulletinInput>) => http.post<Bulletin>('/api/bulletins', bodyOf(body)), ['bulletins']);

export const useUpdateBulletin = (id: string) =>
  useWrite((body: Read<BulletinUpdate>) => http.put<Bulletin>(path(id), bodyOf(body)), ['bulletins']);

export type BulletinDeed = 'submit' | 'approve' | 'return' | 'withdraw' | 'archive';

interface Step {
  id: string;
  deed: BulletinDeed;
  version: number;
  /** Only with `return`. */
  reason?: string;
}

/** One step of the approval; the station refuses it where somebody else has changed the text meanwhile. */
export const useBulletinStep = () =>
  useWrite(
    ({ id, deed, version, reason }: Step) =>
      http.post<Bulletin>(path(id, `/${deed}`), reason === undefined ? { version } : { version, reason }),
    ['bulletins', 'today'],
  );

export const usePlayBulletin = (id: string) =>
  useWrite((body: PlayRequest) => http.post<Playout>(path(id, '/play'), body), ['playouts', 'today']);

export interface Heard {
  text: string;
  voice: string | null;
  speed: number;
  chime: string | null;
  /** False: without the commune's greeting and closing. */
  framed?: false;
}

/** A long text takes a slow machine a while to speak. */
const PREVIEW = { limitMs: 60_000 };

/** Renders a text that need not be saved yet, for listening to. */
export const usePreview = () =>
  useMutation({
    mutationFn: (body: Read<Heard>) => http.post<Preview>('/api/speech/preview', bodyOf(body), PREVIEW),
  });
