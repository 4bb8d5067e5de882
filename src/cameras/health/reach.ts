import { probePort } from '../../protocols/tcp-probe.ts';
import type { Camera } from '../parts.ts';
import { type Place, placesOf } from '../places.ts';

export interface ReachParts {
  probe?: typeof probePort;
  /** The stream that is asked for; undefined where none is known. */
  streamUrl(cameraId: string): string | undefined;
  monotonic(): number;
}

const TIMEOUT_MS = 3_000;
/** The channels of one recorder have the same address: one of them asks for all. */
const SHARED_MS = 2_000;

/**
 * Whether cameras are there: one of the TCP ports under which they are known takes a connection. `reaches` never
 * throws; it takes at most 3 s.
 */
export function createReach({ probe = probePort, streamUrl, monotonic }: ReachParts) {
  const recent = new Map<string, { at: number; answer: Promise<boolean>; for: Set<string> }>();

  function isOpen(cameraId: string, { host, port }: Place, signal: AbortSignal): Promise<boolean> {
    const key = `${host} ${port}`;
    const now = monotonic();
    for (const [other, { at }] of recent) if (now - at >= SHARED_MS) recent.delete(other);
    const known = recent.get(key);
    // Never the same answer twice: two looks in vain are two.
    if (known && !known.for.has(cameraId)) {
      known.for.add(cameraId);
      return known.answer;
    }
    const answer = probe(host, port, { timeoutMs: TIMEOUT_MS, signal }).then((state) => state === 'open');
    recent.set(key, { at: now, answer, for: new Set([cameraId]) });
    return answer;
  }

  return {
    async reaches({ id, onvifUrl }: Camera, signal: AbortSignal): Promise<boolean> {
      const answers = placesOf([streamUrl(id), onvifUrl]).map(async (place) => {
        if (!(await isOpen(id, place, signal))) throw new Error('it is not open');
      });
      return Promise.any(answers).then(
        () => true,
        () => false,
      );
    },
  };
}
