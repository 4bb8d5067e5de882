import type { CameraEvent } from '../parts.ts';

type Kind = CameraEvent['kind'];

/** What a camera reports, as far as it was not known. */
export interface Change {
  cameraId: string;
  kind: Kind;
  active: boolean;
  source: string;
}

interface State {
  active: boolean;
  /** Last news of it, UTC ms. */
  at: number;
}

/** A camera whose motion begins and ends more often is broken or hostile: the rest of the minute is told, not kept. */
const CHANGES_A_MINUTE = 40;
const MINUTE_MS = 60_000;
/** Some report that motion begins and never that it ends. */
const LONGEST_MOTION_MS = 10 * MINUTE_MS;

/** How things stand at each camera, so that repeats and what was so before are no events. */
export function createChanges(now: () => number) {
  const states = new Map<string, State & Change>();
  const rates = new Map<string, { since: number; count: number }>();

  const keyOf = ({ cameraId, kind, source }: Change) => JSON.stringify([cameraId, kind, source]);

  function isTooMany(cameraId: string): boolean {
    const rate = rates.get(cameraId);
    if (!rate || now() - rate.since >= MINUTE_MS) {
      rates.set(cameraId, { since: now(), count: 1 });
      return false;
    }
    rate.count++;
    return rate.count > CHANGES_A_MINUTE;
  }

  /** Ends what is under way, of all that `which` chooses. */
  function end(which: (state: State & Change) => boolean): Change[] {
    return [...states.values()]
      .filter((state) => state.active && which(state))
      .map((state) => {
        state.active = false;
        const { cameraId, kind, source } = state;
        return { cameraId, kind, active: false, source };
      });
  }

  return {
    /**
     * Also how things stand when we begin to listen: what is under way is news, what is not is none.
     * @returns whether the change is to be kept, or only told; undefined where it is none
     */
    hear(change: Change): 'kept' | 'told' | undefined {
      const key = keyOf(change);
      const known = states.get(key);
      if (known?.active === change.active) {
        known.at = now();
        return undefined;
      }
      const isNews = known !== undefined || change.active;
      const isFlood = isNews && isTooMany(change.cameraId);
      // Sources made up without end would fill the memory, and nobody would ever end what they began.
      if (isFlood && !known) return undefined;
      states.set(key, { ...change, at: now() });
      if (!isNews) return undefined;
      return isFlood ? 'told' : 'kept';
    },
    /** The camera can no longer be heard: what it began may have ended since. */
    lost: (cameraIds: readonly string[]) => end(({ cameraId }) => cameraIds.includes(cameraId)),
    /** Cameras with motion of which there was no news for too long: asked once more, before it is taken to be over. */
    stale(): string[] {
      const ids = new Set<string>();
      for (const { active, kind, at, cameraId } of states.values())
        if (active && kind === 'motion' && now() - at >= LONGEST_MOTION_MS) ids.add(cameraId);
      return [...ids];
    },
    isActive: (cameraId: string, kind: Kind) =>
      [...states.values()].some(
        (state) => state.active && state.cameraId === cameraId && state.kind === kind,
      ),
    forget(cameraId: string): void {
      rates.delete(cameraId);
      for (const [key, state] of states) if (state.cameraId === cameraId) states.delete(key);
    },
  };
}
