import type { CameraEvent } from '../parts.ts';

type Kind = CameraEvent['kind'];

/** What a camera reports, as far as it was not known. */
export interface Change {
  cameraId: string;
  kind: Kind;
  active: boolean;
  source: string;
}

/** What is under way, with the last news of it, UTC ms. */
interface State extends Change {
  at: number;
}

/** A camera whose motion begins and ends more often is broken or hostile: the rest of the minute is told, not kept. */
const CHANGES_A_MINUTE = 40;
const MINUTE_MS = 60_000;
/** Things that may be under way at one camera: it names them itself, and may name a new one each time. */
const SOURCES_MAX = 32;
/** Some report that motion begins and never that it ends. */
const LONGEST_MOTION_MS = 10 * MINUTE_MS;

/** How things stand at each camera, so that repeats and what was so before are no events. */
export function createChanges(now: () => number) {
  /** By camera. What is not here is at rest. */
  const states = new Map<string, Map<string, State>>();
  /** Sources of each camera that were there before a flood. */
  const seen = new Map<string, Set<string>>();
  const rates = new Map<string, { since: number; count: number }>();

  const keyOf = ({ kind, source }: Change) => `${kind} ${source}`;
  const statesOf = (cameraId: string) => [...(states.get(cameraId)?.values() ?? [])];

  function isTooMany(cameraId: string): boolean {
    const rate = rates.get(cameraId);
    if (!rate || now() - rate.since >= MINUTE_MS) {
      rates.set(cameraId, { since: now(), count: 1 });
      return false;
    }
    rate.count++;
    return rate.count > CHANGES_A_MINUTE;
  }

  /** Ends all that is under way. */
  function end(cameraIds: readonly string[]): Change[] {
    return cameraIds.flatMap(statesOf).map((state) => {
      const { cameraId, kind, source } = state;
      states.get(cameraId)?.delete(keyOf(state));
      return { cameraId, kind, active: false, source };
    });
  }

  return {
    /**
     * Also how things stand when we begin to listen: what is under way is news, what is not is none.
     * @returns whether the change is to be kept, or only told; undefined where it is none
     */
    hear(change: Change): 'kept' | 'told' | undefined {
      const { cameraId, active } = change;
      const key = keyOf(change);
      const underWay = states.get(cameraId) ?? new Map<string, State>();
      const known = underWay.get(key);
      if (known && active) known.at = now();
      if ((known !== undefined) === active) return undefined;
      const isFlood = isTooMany(cameraId);
      const sources = seen.get(cameraId) ?? new Set();
      // Sources made up without end would fill the memory, and nobody would ever end what they began.
      if (active && (underWay.size >= SOURCES_MAX || (isFlood && !sources.has(key)))) return undefined;
      seen.set(cameraId, sources.add(key));
      if (sources.size > 2 * SOURCES_MAX) sources.delete([...sources][0] as string);
      if (active) states.set(cameraId, underWay.set(key, { ...change, at: now() }));
      else underWay.delete(key);
      return isFlood ? 'told' : 'kept';
    },
    /** The camera can no longer be heard: what it began may have ended since. */
    lost: end,
    /** Cameras with motion of which there was no news for too long: asked once more, before it is taken to be over. */
    stale: (): string[] =>
      [...states.keys()].filter((cameraId) =>
        statesOf(cameraId).some(({ kind, at }) => kind === 'motion' && now() - at >= LONGEST_MOTION_MS),
      ),
    isActive: (cameraId: string, kind: Kind) => statesOf(cameraId).some((state) => state.kind === kind),
    forget(cameraId: string): void {
      rates.delete(cameraId);
      states.delete(cameraId);
      seen.delete(cameraId);
    },
  };
}
