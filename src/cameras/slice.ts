import type { FastifyInstance } from 'fastify';
import type { Onvif } from '../protocols/onvif/index.ts';
import type { CamerasSettings } from './config.ts';
import type { Camera } from './parts.ts';
import { addByHand } from './registry/by-hand.ts';
import { camerasRepository } from './registry/cameras-repository.ts';
import { type Audit, createManaging } from './registry/managing.ts';
import { readCameraProfiles } from './registry/profile.ts';
import { readUnitAgain } from './registry/read-again.ts';
import { createRegistry } from './registry/registry.ts';
import type { NewCamera } from './registry/schemas.ts';
import { type CameraFacts, viewOf } from './registry/view.ts';
import type { CameraHealth } from './schemas.ts';

/** The parts of this slice, put together. Nothing is open before `start`. */
export type Slice = ReturnType<typeof createSlice>;

export function createSlice(app: FastifyInstance, settings: () => Readonly<CamerasSettings>, onvif: Onvif) {
  const log = app.log.child({ slice: 'cameras' });
  const now = () => app.clock.now();
  const profiles = readCameraProfiles();
  const repository = camerasRepository(app.db);
  const registry = createRegistry({ devices: app.devices, repository, secrets: app.secrets });
  const managing = createManaging({
    db: app.db,
    devices: app.devices,
    registry,
    repository,
    profiles,
    secrets: app.secrets,
    now,
    changed: (cameraId) => app.events.emit('camera.changed', { cameraId }),
    removed: (cameraId, recordings) => app.events.emit('camera.removed', { cameraId, recordings }),
  });
  const reading = { onvif, profiles, registry, managing, now };

  const facts: CameraFacts = {
    health: ({ enabled }): CameraHealth => ({
      state: enabled ? 'unknown' : 'off',
      reason: null,
      text: '',
      textEn: '',
      since: null,
      lastFrameAt: null,
      driftMs: null,
    }),
    recording: () => ({ mode: 'off', running: false }),
    securityScore: () => null,
  };

  return {
    log,
    settings,
    profiles,
    registry,
    managing,
    facts,
    viewOf: (camera: Camera) => viewOf(camera, registry, profiles, facts),
    byHand: (input: NewCamera, audit: Audit) => addByHand(reading, input, audit),
    readAgain: (id: string, audit: Audit) => readUnitAgain(reading, id, audit),
    async start() {
      registry.load(log);
    },
    async stop() {},
  };
}
