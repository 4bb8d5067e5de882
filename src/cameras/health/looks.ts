import { isOldFirmware } from '../firmware-date.ts';
import type { CameraRegistry, StreamHub } from '../parts.ts';
import { STREAM_ROLES, type StreamRole } from '../schemas.ts';
import { isUnsure } from './hold.ts';
import { follow, isFrozen, judgePicture } from './picture.ts';
import { createReach, type ReachParts } from './reach.ts';
import { isShut } from './reasons.ts';
import { type VisitParts, visit } from './visit.ts';
import type { Seen, Watched } from './watched.ts';

export interface LookParts
  extends Pick<VisitParts, 'gate' | 'onvifGate' | 'grab' | 'readClock' | 'describe'>,
    Pick<ReachParts, 'probe'> {
  registry: Pick<CameraRegistry, 'account' | 'stream'>;
  hub: Pick<StreamHub, 'state'>;
  /** off: it is not to be recorded now (also: it waits for motion). */
  recording(cameraId: string): 'off' | 'running' | 'stopped';
  settings(): { healthEverySeconds: number; frameEveryMinutes: number };
  now(): number;
  monotonic(): number;
  /** Takes in what a look has seen. */
  absorb(watched: Watched, seen: Seen): void;
  signal: AbortSignal;
}

/** One that was not found is looked for again after this: two looks in vain, and it is called unreachable. */
const AGAIN_MS = 3_000;
/** A stream in use delivers as long as its last frame is not older. */
const FRESH_MS = 10_000;
/** Soon, where the last visit saw something that is not proven. */
const VISIT_AGAIN_MS = 60_000;
const BUSY_MS = 2_000;
/** Those that come back together are visited over this time. */
const BACK_SPREAD_MS = 60_000;
const SPREAD = 0.2;

/** The two ways of looking at a camera: whether it is there, every few seconds, and a visit every few minutes. */
export function createLooks(parts: LookParts) {
  const { registry, hub, now, monotonic, absorb, signal } = parts;
  const stream = (id: string) => registry.stream(id, 'sub');
  const reach = createReach({
    ...(parts.probe && { probe: parts.probe }),
    monotonic,
    streamUrl: (id) => stream(id)?.url,
  });
  const visitParts: VisitParts = { ...parts, account: (id) => registry.account(id), stream };

  /** What a stream in use says of the camera without asking it; undefined where it is not in use. */
  function inUse(watched: Watched, role: StreamRole): Use | undefined {
    const state = hub.state(watched.camera.id, role);
    if (!state) return undefined;
    const { lastFrameAt, reason } = state;
    if (lastFrameAt !== null) watched.lastFrameAt = Math.max(watched.lastFrameAt ?? 0, lastFrameAt);
    const delivers = !reason && lastFrameAt !== null && now() - lastFrameAt <= FRESH_MS;
    return { delivers, reason };
  }

  /** What can be told of a camera that is there, without asking it anything. */
  function aroundIt({ camera }: Watched): Seen {
    return {
      recording: parts.recording(camera.id) === 'stopped' ? 'camera.not_recording' : null,
      firmware: isOldFirmware(camera.firmware, now()) ? 'camera.old_firmware' : null,
    };
  }

  return {
    /** Takes over when the last frame came. */
    running(watched: Watched): void {
      for (const role of STREAM_ROLES) inUse(watched, role);
    },

    async lookFor(watched: Watched): Promise<void> {
      const [main, sub] = [inUse(watched, 'main'), inUse(watched, 'sub')];
      const delivers = main?.delivers === true || sub?.delivers === true;
      const there = delivers || (await reach.reaches(watched.camera, signal));
      const seen: Seen = { reach: there ? null : 'camera.unreachable', ...(there && aroundIt(watched)) };
      if (delivers) seen.account = null;
      if (there) {
        // Each by itself: one that runs hides no other that is dead.
        seen.main = main ? streamFault(main) : null;
        if (sub) seen.stream = streamFault(sub);
        const shut = [main?.reason, sub?.reason].find(isShut);
        if (!delivers && shut) seen.account = shut;
      }
      const wasAway = watched.holds.reach?.said === 'camera.unreachable';
      absorb(watched, seen);
      const { reach: hold } = watched.holds;
      if (wasAway && hold?.said === null) watched.nextVisitAt = monotonic() + Math.random() * BACK_SPREAD_MS;
      const againMs = isUnsure(hold) ? AGAIN_MS : spread(parts.settings().healthEverySeconds * 1_000);
      watched.nextReachAt = monotonic() + againMs;
    },

    async visit(watched: Watched): Promise<void> {
      const used = inUse(watched, 'sub');
      const runs = used?.delivers === true;
      // A stream of it or of another channel signs in for the first time: the account goes out once.
      if (!runs && parts.gate.isBusy(watched.camera.id)) {
        watched.nextVisitAt = monotonic() + BUSY_MS;
        return;
      }
      const { seen, frame, driftMs } = await visit(watched.camera, runs, visitParts, signal);
      if (frame) {
        watched.lastFrameAt = Math.max(watched.lastFrameAt ?? 0, now());
        watched.stillness = follow(watched.stillness, frame, monotonic());
        seen.picture = isFrozen(watched.stillness, monotonic()) ? 'camera.frozen' : judgePicture(frame);
      }
      // A stream in use is judged by those who use it, every few seconds.
      if (used && !runs) delete seen.stream;
      if (driftMs !== undefined) watched.driftMs = driftMs === null ? null : Math.round(driftMs);
      watched.unsaved = true;
      absorb(watched, seen);
      const { stream: streamHold, picture, clock } = watched.holds;
      const isOpen = [streamHold, picture, clock].some(isUnsure);
      const againMs = isOpen ? VISIT_AGAIN_MS : spread(parts.settings().frameEveryMinutes * 60_000);
      watched.nextVisitAt = monotonic() + againMs;
    },
  };
}

interface Use {
  delivers: boolean;
  reason: string | null;
}

/** undefined: one that has only just begun has neither frames nor a reason. */
function streamFault({ delivers, reason }: Use): Seen['stream'] {
  if (delivers) return null;
  return reason && !isShut(reason) ? 'camera.no_frames' : undefined;
}

/** Never later than asked: it is told within the promised time. */
function spread(ms: number): number {
  return ms * (1 - SPREAD * Math.random());
}
