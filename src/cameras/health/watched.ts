import type { Camera } from '../parts.ts';
import type { CameraState } from '../schemas.ts';
import { type Aspect, type Holds, isUnsure, judge, look } from './hold.ts';
import type { Stillness } from './picture.ts';
import type { HealthCode } from './reasons.ts';
import { NOTHING_TOLD, type Told } from './telling.ts';

/** What one look saw: of each aspect that it could tell of, the fault or null. */
export type Seen = Partial<Record<Aspect, HealthCode | null | undefined>>;

/** One camera under watch. Instants are UTC ms, except where they are said to be monotonic. */
export interface Watched {
  camera: Camera;
  holds: Holds;
  state: CameraState;
  reason: HealthCode | null;
  since: number;
  told: Told;
  lastFrameAt: number | null;
  driftMs: number | null;
  stillness: Stillness | undefined;
  /** Monotonic. */
  nextReachAt: number;
  nextVisitAt: number;
  /** Under way: never two of the same camera. */
  reaching: Promise<void> | undefined;
  visiting: Promise<void> | undefined;
  /** Something of it is not on the disk yet. */
  unsaved: boolean;
}

export function newWatched(camera: Camera, now: number): Watched {
  return {
    camera,
    holds: {},
    state: camera.enabled ? 'unknown' : 'off',
    reason: null,
    since: now,
    told: NOTHING_TOLD,
    lastFrameAt: null,
    driftMs: null,
    stillness: undefined,
    nextReachAt: 0,
    nextVisitAt: 0,
    reaching: undefined,
    visiting: undefined,
    unsaved: true,
  };
}

/** Takes in what a look saw; true where the camera's state or reason has changed by it. */
export function takeIn(watched: Watched, seen: Seen, now: number): boolean {
  const holds = { ...watched.holds };
  for (const [aspect, fault] of Object.entries(seen) as [Aspect, HealthCode | null | undefined][]) {
    if (fault === undefined) continue;
    holds[aspect] = look(holds[aspect], fault, aspect);
  }
  watched.holds = holds;
  const { state, reason } = judge(holds, watched.camera.enabled);
  if (state === watched.state && reason === watched.reason) return false;
  Object.assign(watched, { state, reason, since: now, unsaved: true });
  return true;
}

/** The network has not found it the last time; once more, and it is called unreachable. */
export function isSuspect({ holds: { reach } }: Watched): boolean {
  return reach !== undefined && reach.seen !== null && isUnsure(reach);
}
