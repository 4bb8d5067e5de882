import { useQuery } from '@tanstack/react-query';
import { snapshotUrl } from './cameras.ts';
import { ApiError } from './http.ts';

/** For so long a picture serves a list that is opened again. */
const FRESH_MS = 10 * 60_000;
/** The station connects to a camera for it. */
const LIMIT_MS = 45_000;
/** At once: a browser has six connections to the station, and the others must not wait for cameras. */
const AT_ONCE = 2;

/** Lets so many through at a time, in the order in which they came. */
class Gate {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(places: number) {
    this.#free = places;
  }

  async through<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}

const gate = new Gate(AT_ONCE);

async function fetchPicture(id: string, signal: AbortSignal): Promise<Blob> {
  signal.throwIfAborted();
  const given = new AbortController();
  const giveUp = () => given.abort();
  signal.addEventListener('abort', giveUp);
  const limit = setTimeout(giveUp, LIMIT_MS);
  try {
    const response = await fetch(snapshotUrl(id, 'sub'), { signal: given.signal });
    if (!response.ok)
      throw new ApiError(response.status, { code: 'camera.no_picture', message: '', messageEn: '' });
    return await response.blob();
  } finally {
    clearTimeout(limit);
    signal.removeEventListener('abort', giveUp);
  }
}

/** A small picture of a camera, asked for at most every ten minutes. No live event fetches it anew. */
export function useSmallPicture(id: string, enabled: boolean) {
  return useQuery({
    queryKey: ['camera-picture', id],
    queryFn: ({ signal }) => gate.through(() => fetchPicture(id, signal)),
    enabled,
    retry: false,
    staleTime: FRESH_MS,
    gcTime: FRESH_MS,
    refetchOnWindowFocus: false,
  });
}
