import type { StreamRole } from '../schemas.ts';
import type { Frames, GrabbedFrame } from './frames.ts';

const KEPT_MS = 1_000;

export interface Snapshots {
  /** As Frames.grab with the JPEG; those who ask in the same second get the same one. */
  take(cameraId: string, role: StreamRole): Promise<GrabbedFrame>;
}

/** Pictures for people: however many ask, a camera is asked once a second. */
export function createSnapshots(frames: Pick<Frames, 'grab'>): Snapshots {
  const taken = new Map<string, Promise<GrabbedFrame>>();

  async function grab(key: string, cameraId: string, role: StreamRole): Promise<GrabbedFrame> {
    try {
      return await frames.grab(cameraId, { role, jpeg: true, forPerson: true });
    } finally {
      setTimeout(() => taken.delete(key), KEPT_MS).unref();
    }
  }

  return {
    take(cameraId, role) {
      const key = `${cameraId}/${role}`;
      const own = taken.get(key) ?? grab(key, cameraId, role);
      taken.set(key, own);
      return own;
    },
  };
}
