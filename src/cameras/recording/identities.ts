import type { Camera, CameraRegistry } from '../parts.ts';
import type { IdentitiesRepository, Identity } from './identities-repository.ts';
import type { ModesRepository } from './modes-repository.ts';
import type { SegmentsRepository } from './segments-repository.ts';

/** Where a camera stands, in words. */
export interface Standing {
  zone: string;
  place: string;
}

export interface IdentitiesParts {
  rows: IdentitiesRepository;
  registry: Pick<CameraRegistry, 'get'>;
  standsAt(camera: Camera): Standing;
  modes: Pick<ModesRepository, 'get'>;
  segments: Pick<SegmentsRepository, 'cameras' | 'firstOf'>;
  /** UTC ms. */
  now(): number;
}

export type Identities = ReturnType<typeof createIdentities>;

/** Keeps in mind who each recorded camera was, and when: a recording outlives its camera's name, and the camera. */
export function createIdentities({ rows, registry, standsAt, modes, segments, now }: IdentitiesParts) {
  function presentOf(camera: Camera): Identity {
    const { name, maker, model, serial, firmware, channel } = camera;
    return { name, maker, model, serial, firmware, channel, ...standsAt(camera) };
  }

  /** Writes down who it is, where that is no longer what was written last. */
  function note(cameraId: string): void {
    const camera = registry.get(cameraId);
    if (!camera) return;
    const is = presentOf(camera);
    const was = rows.newest(cameraId);
    const keys = Object.keys(is) as (keyof Identity)[];
    if (was && keys.every((key) => was[key] === is[key])) return;
    rows.add({ cameraId, at: now(), ...is });
  }

  const isRecorded = (cameraId: string) =>
    (modes.get(cameraId)?.mode ?? 'off') !== 'off' || segments.firstOf(cameraId) !== undefined;

  return {
    note,
    /** The same after a change, of a camera of which there are recordings, or will be. */
    changed(cameraId: string): void {
      if (isRecorded(cameraId)) note(cameraId);
    },
    /** At the start: what was recorded before identities were kept, or changed behind a restored backup. */
    noteAll(): void {
      for (const cameraId of segments.cameras()) note(cameraId);
    },
    /** Who it was at an instant; undefined where nobody knows any more. */
    at: rows.at,
    /** What became of it inside a range, oldest first. */
    within: rows.within,
    /** Its name then; '' where nobody knows. */
    nameAt: (cameraId: string, instant: number) =>
      rows.at(cameraId, instant)?.name ?? registry.get(cameraId)?.name ?? '',
  };
}
