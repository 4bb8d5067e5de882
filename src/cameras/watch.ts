import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { Onvif } from '../protocols/onvif/index.ts';
import type { CamerasSettings } from './config.ts';
import { createCameraEvents } from './events/camera-events.ts';
import { createHealth, type HealthParts } from './health/health.ts';
import { GREY } from './media/decode.ts';
import type { Media } from './media/media.ts';
import type { Camera } from './parts.ts';
import { readCameraClock } from './read-clock.ts';
import type { CameraProfile } from './registry/profile.ts';
import type { Registry } from './registry/registry.ts';
import { createSecurity } from './security/security.ts';

export interface WatchParts {
  registry: Registry;
  profiles: ReadonlyMap<string, CameraProfile>;
  settings: () => Readonly<CamerasSettings>;
  onvif: Pick<Onvif, 'connect' | 'pullPoint'>;
  gate: HealthParts['gate'];
  media: () => Pick<Media, 'hub' | 'frames'>;
  recording: HealthParts['recording'];
  /** It is recorded by motion, so that its events are heard whatever the settings say. */
  byMotion(cameraId: string): boolean;
  isSteady(): boolean;
  log: FastifyBaseLogger;
}

/** Health, events and security of the cameras, put together. Nothing is open before `start`. */
export function createWatch(app: FastifyInstance, parts: WatchParts) {
  const { registry, profiles, settings, onvif, gate, media, log } = parts;
  const { db, clock, alerts } = app;
  const now = () => clock.now();
  const common = { db, clock, alerts, registry, log };

  const health = createHealth({
    ...common,
    gate,
    onvifGate: gate.onvif,
    hub: { state: (id, role) => media().hub.state(id, role) },
    async grab(id, signal) {
      const { grey } = await media().frames.grab(id, { signal });
      return { data: grey, ...GREY };
    },
    readClock: (camera, account, signal) =>
      readCameraClock(camera, account, { connect: onvif.connect, now }, signal),
    recording: parts.recording,
    settings,
    changed(cameraId, { state, reason }) {
      app.events.emit('camera.state', { cameraId, state, reason });
      app.live.changed('cameras', cameraId);
    },
  });

  const events = createCameraEvents({
    ...common,
    gate: gate.onvif,
    pullPoint: onvif.pullPoint,
    wanted: ({ id }) => settings().events || parts.byMotion(id),
    keepDays: () => settings().eventDays,
    isSteady: parts.isSteady,
    emit: (event) => app.events.emit('camera.event', event),
  });

  const security = createSecurity({
    ...common,
    gate,
    profileOf: ({ profile }: Camera) => profiles.get(profile),
    conformityOf: ({ id }) => registry.row(id)?.conformity ?? '',
    driftOf: health.driftOf,
    changed: (id) => app.live.changed('cameras', id ?? 'security'),
  });

  return {
    health,
    events,
    security,
    start() {
      health.start();
      events.start();
    },
    async stop() {
      await Promise.all([health.stop(), events.stop(), security.close()]);
    },
    /** New, or something of it has changed. */
    changed: health.changed,
    /** In the transaction that removes it. Its events are kept for their usual days, since its recordings may be too. */
    removing(id: string): void {
      health.removing(id);
      events.removing(id);
      security.removing(id);
    },
    removed: health.removed,
  };
}
