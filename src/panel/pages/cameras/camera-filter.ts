import type { CameraView } from '../../../cameras/schemas.ts';
import type { Zone } from '../../../commune/schemas.ts';
import { withBelow } from '../../components/zones/zone-tree.ts';
import { searchable } from '../../format/number.ts';
import { CAMERA_STATES } from './camera-pill.tsx';
import { isInsecure } from './security-score.ts';

/** States, and what is wrong beside the state. The page *Hôm nay* leads to these by name. */
export const CAMERA_FILTERS = [...CAMERA_STATES, 'notRecorded', 'insecure'] as const;
export type CameraFilter = (typeof CAMERA_FILTERS)[number];

/** As the station counts them: of a camera that nobody watches nothing else is wrong. */
export function isOf(filter: CameraFilter, { health, recording, securityScore }: CameraView): boolean {
  if (filter === 'notRecorded') return recording.failed && !['off', 'down'].includes(health.state);
  if (filter === 'insecure') return isInsecure(securityScore) && health.state !== 'off';
  return health.state === filter;
}

/** As its profile calls it where the camera does not say. */
export function makerOf({ maker, profileName }: CameraView): string {
  return maker || profileName.en;
}

interface Wanted {
  filter: CameraFilter | 'all';
  zoneId: string;
  maker: string;
  q: string;
}

/** By name; '' takes everything. */
export function filterCameras(
  cameras: CameraView[],
  zones: Zone[],
  { filter, zoneId, maker, q }: Wanted,
): CameraView[] {
  const inside = zoneId ? withBelow(zones, [zoneId]) : undefined;
  const wanted = searchable(q.trim());
  return cameras
    .filter((camera) => {
      const { name, place, model, host } = camera;
      const isInside = !inside || (camera.zoneId !== null && inside.has(camera.zoneId));
      const words = [name, place, camera.maker, model, host];
      return (
        (filter === 'all' || isOf(filter, camera)) &&
        isInside &&
        (maker === '' || makerOf(camera) === maker) &&
        words.some((text) => searchable(text).includes(wanted))
      );
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'vi', { numeric: true }));
}
