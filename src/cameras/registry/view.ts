import type { Camera } from '../parts.ts';
import type { CameraHealth, CameraView } from '../schemas.ts';
import type { CameraProfile } from './profile.ts';
import type { Registry } from './registry.ts';

/** What the other parts know of a camera. */
export interface CameraFacts {
  health(camera: Camera): CameraHealth;
  recording(camera: Camera): CameraView['recording'];
  /** Of the last security check. */
  securityScore(camera: Camera): number | null;
}

/** What the panel shows of one camera; never a password. */
export function viewOf(
  camera: Camera,
  registry: Registry,
  profiles: ReadonlyMap<string, CameraProfile>,
  facts: CameraFacts,
): CameraView {
  const row = registry.row(camera.id);
  const device = registry.device(camera.id);
  if (!row || !device) throw new Error(`camera ${camera.id} is not in the registry`);
  return {
    id: camera.id,
    name: camera.name,
    zoneId: camera.zoneId,
    place: device.place,
    note: device.note,
    macs: device.macs,
    profile: camera.profile,
    // A profile that a newer version has dropped.
    profileName: profiles.get(camera.profile)?.name ?? { vi: camera.profile, en: camera.profile },
    host: camera.host,
    onvif: camera.onvifUrl !== null,
    unitKey: camera.unitKey,
    channel: camera.channel,
    maker: camera.maker,
    model: camera.model,
    firmware: camera.firmware,
    serial: camera.serial,
    streams: [...camera.streams],
    ptz: camera.ptz,
    username: registry.account(camera.id)?.username ?? null,
    owner: row.owner,
    ownerName: row.ownerName,
    conformity: row.conformity,
    mapX: row.mapX,
    mapY: row.mapY,
    enabled: row.enabled,
    health: facts.health(camera),
    recording: facts.recording(camera),
    securityScore: facts.securityScore(camera),
    version: device.version,
  };
}
