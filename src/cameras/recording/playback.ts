import type { FastifyRequest } from 'fastify';

interface Look {
  /** The person behind the request. */
  by: Pick<FastifyRequest, 'user' | 'ip'>;
  cameraId: string;
  kind: 'playback' | 'export';
  reason?: string;
  /** Of the recording that is looked at, UTC ms. */
  from: number;
  to: number;
}

/** Notes who looks at what, before a picture is given (viewing/). */
export interface ViewingNotes {
  /** The function returned notes the end. */
  begin(look: Look): () => void;
  /** Of a look that reaches ever further. */
  follow(look: Look): { reach(from: number, to: number): void; end(): void };
}

interface Looking extends ReturnType<ViewingNotes['follow']> {
  /** All that belongs to this look, UTC ms. */
  within: { from: number; to: number };
  timer: NodeJS.Timeout;
}

/** A player fetches a segment a minute: who fetches nothing for so long has stopped. */
const OVER_MS = 90_000;
const REMEMBERED = 500;

/**
 * Many requests for segments of the range that was listed before them are one look at a recording: from the first to
 * the end of the last that was fetched.
 */
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
      if (known && touches(known.within, from, to)) {
        known.reach(from, to);
        clearTimeout(known.timer);
        known.timer = rearm(key);
        return;
      }
      end(key);
      const asked = listed.get(key);
      const within = asked && touches(asked, from, to) ? asked : { from, to };
      const look = viewings.follow({ by: request, cameraId, kind: 'playback', from, to });
      going.set(key, { ...look, within, timer: rearm(key) });
    },
    close(): void {
      for (const key of [...going.keys()]) end(key);
    },
  };
}

const touches = (range: { from: number; to: number }, from: number, to: number) =>
  range.from < to && range.to > from;
