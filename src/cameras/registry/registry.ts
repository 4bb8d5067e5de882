import type { FastifyBaseLogger } from 'fastify';
import type { Secrets } from '../../config/secrets.ts';
import type { Device, Devices } from '../../devices/index.ts';
import type { Camera, CameraRegistry } from '../parts.ts';
import { openSecrets, type Sealed } from './account.ts';
import type { CameraRow, CamerasRepository } from './cameras-repository.ts';
import { revealSecret } from './stream-secrets.ts';

/** The registry as its own part sees it: it also takes over what was written. */
export interface Registry extends CameraRegistry {
  row(id: string): CameraRow | undefined;
  device(id: string): Device | undefined;
  /** All that is kept sealed, opened for this use. */
  sealed(id: string): Sealed;
  /** Reads them from the database; those without a device are left out, and the log says so. */
  load(log: FastifyBaseLogger): void;
  /** Takes over what has just been committed. */
  take(row: CameraRow): Camera;
  /** Takes over name, zone, place … of its device. */
  refreshDevice(id: string): void;
  drop(id: string): void;
}

interface Entry {
  row: CameraRow;
  device: Device;
  camera: Camera;
}

export interface RegistryParts {
  devices: Devices;
  repository: CamerasRepository;
  secrets: Secrets;
}

/** All cameras, in memory. Empty before `load`. */
export function createRegistry({ devices, repository, secrets }: RegistryParts): Registry {
  const entries = new Map<string, Entry>();

  function put(row: CameraRow, device: Device): Camera {
    const camera = cameraOf(row, device);
    entries.set(row.id, { row, device, camera });
    return camera;
  }

  const sealed = (id: string) => openSecrets(entries.get(id)?.row.credentials ?? null, secrets);

  return {
    get: (id) => entries.get(id)?.camera,
    *all() {
      for (const { camera } of entries.values()) yield camera;
    },
    get size() {
      return entries.size;
    },
    account: (id) => sealed(id).account ?? undefined,
    stream(id, role) {
      const streams = entries.get(id)?.camera.streams ?? [];
      const found = streams.find((stream) => stream.role === role) ?? streams[0];
      return found && revealSecret(found, sealed(id).inUrls);
    },
    row: (id) => entries.get(id)?.row,
    device: (id) => entries.get(id)?.device,
    sealed,
    load(log) {
      const known = new Map(devices.list({ kind: 'camera' }).map((device) => [device.id, device]));
      for (const row of repository.all()) {
        const device = known.get(row.id);
        if (device) put(row, device);
        else log.error({ camera: row.id }, 'a camera without a device is left out');
      }
    },
    take(row) {
      const device = devices.get(row.id);
      if (!device) throw new Error(`camera ${row.id} has no device`);
      return put(row, device);
    },
    refreshDevice(id) {
      const entry = entries.get(id);
      const device = entry && devices.get(id);
      if (device) put(entry.row, device);
    },
    drop: (id) => void entries.delete(id),
  };
}

function cameraOf(row: CameraRow, { name, zoneId }: Device): Camera {
  return Object.freeze({
    id: row.id,
    name,
    zoneId,
    profile: row.profile,
    host: row.host,
    onvifUrl: row.onvifUrl,
    unitKey: row.unitKey,
    channel: row.channel,
    maker: row.maker,
    model: row.model,
    firmware: row.firmware,
    serial: row.serial,
    streams: row.streams,
    ptz: row.ptz,
    enabled: row.enabled,
  });
}
