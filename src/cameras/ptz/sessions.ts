import type { Clock } from '../../clock.ts';
import { type OnvifCamera, OnvifError } from '../../protocols/onvif/index.ts';

/** An officer who steers sends a command every few hundred ms: getting through anew each time would be too slow. */
const KEPT_MS = 60_000;
/** A camera refuses what it took a moment ago where its clock has jumped: then it is got through to anew, once. */
const FRESH_MS = 5_000;

export interface SessionsParts {
  /** Gets through to a camera; throws `camera.*` or OnvifError. */
  connect(cameraId: string): Promise<OnvifCamera>;
  clock: Pick<Clock, 'monotonic'>;
}

interface Session {
  readonly camera: Promise<OnvifCamera>;
  readonly since: number;
  usedAt: number;
}

/** What was got through to lately, by camera. A session holds no connection: forgetting it is all there is to do. */
export function createSessions({ connect, clock }: SessionsParts) {
  const sessions = new Map<string, Session>();

  function open(id: string): Session {
    const now = clock.monotonic();
    for (const [other, { usedAt }] of sessions) if (now - usedAt > KEPT_MS) sessions.delete(other);
    const kept = sessions.get(id);
    if (kept) {
      kept.usedAt = now;
      return kept;
    }
    const session = { camera: connect(id), since: now, usedAt: now };
    sessions.set(id, session);
    return session;
  }

  return {
    /** Does something with a camera. */
    async use<T>(id: string, work: (camera: OnvifCamera) => Promise<T>): Promise<T> {
      const session = open(id);
      try {
        return await work(await session.camera);
      } catch (error) {
        if (sessions.get(id) === session) sessions.delete(id);
        const isStale = clock.monotonic() - session.since > FRESH_MS;
        const isRefused = error instanceof OnvifError && error.kind === 'refused';
        if (!isStale || !isRefused) throw error;
        return work(await open(id).camera);
      }
    },
    /** Its account or address is no longer the same. */
    forget: (id: string) => void sessions.delete(id),
  };
}

export type Sessions = ReturnType<typeof createSessions>;
