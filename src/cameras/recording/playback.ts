import type { FastifyRequest } from 'fastify';

/** Notes who looks at what, before a picture is given; the function returned notes the end (viewing/). */
export interface ViewingNotes {
  begin(start: {
    /** The person behind the request. */
    by: Pick<FastifyRequest, 'user' | 'ip'>;
    cameraId: string;
    kind: 'playback' | 'export';
    reason?: string;
    /** Of the recording that is looked at, UTC ms. */
    from: number;
    to: number;
  }): () => void;
}

interface Looking {
  from: number;
  to: number;
  end(): void;
  timer: NodeJS.Timeout;
}

/** A player fetches a segment a minute: who fetches nothing for so long has stopped. */
const OVER_MS = 90_000;
const REMEMBERED = 500;

/** Many requests for segments are one look at a recording: the range that was listed before them. */
export function createPlayback(viewings: ViewingNotes) {
  /** The range that each person last listed of each camera. */
  const listed = new Map<string, { from: number; to: number }>();
  const going = new Map<string, Looking>();
  const keyOf = (request: FastifyRequest, cameraId: string) => `${request.user?.id ?? ''} ${cameraId}`;

  function end(key: string): void {
    const looking = going.get(key);
    if (!looking) return;
    clearTimeout(looking.timer);
    going.delete(key);
    looking.end();
  }

  function rearm(key: string): NodeJS.Timeout {
    return setTimeout(() => end(key), OVER_MS).unref();
  }

  return {
    listed(request: FastifyRequest, cameraId: string, from: number, to: number): void {
      const key = keyOf(request, cameraId);
      listed.delete(key);
      listed.set(key, { from, to });
      const [oldest] = listed.keys();
      if (listed.size > REMEMBERED && oldest !== undefined) listed.delete(oldest);
    },
    /** Before a segment is given. Throws where the look cannot be written down. */
    looks(request: FastifyRequest, cameraId: string, from: number, to: number): void {
      const key = keyOf(request, cameraId);
      const known = going.get(key);
      if (known && known.from <= from && known.to >= to) {
        clearTimeout(known.timer);
        known.timer = rearm(key);
        return;
      }
      end(key);
      const asked = listed.get(key);
      const fits = asked && asked.from < to && asked.to > from;
      const range = fits ? { from: Math.min(asked.from, from), to: Math.max(asked.to, to) } : { from, to };
      const done = viewings.begin({ by: request, cameraId, kind: 'playback', ...range });
      going.set(key, { ...range, end: done, timer: rearm(key) });
    },
    close(): void {
      for (const key of [...going.keys()]) end(key);
    },
  };
}
