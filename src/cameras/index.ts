import fp from 'fastify-plugin';
import { ALERT_RULES } from './alert-rules.ts';
import { clockRoutes } from './clock/routes.ts';
import { CamerasSettings } from './config.ts';
import { discoveryRoutes } from './discovery/routes.ts';
import { cameraEventRoutes } from './events/routes.ts';
import { healthRoutes } from './health/routes.ts';
import { mapRoutes } from './map/routes.ts';
import { mediaRoutes, mediaSockets } from './media/routes.ts';
import { onvif } from './onvif.ts';
import type { Camera } from './parts.ts';
import { ptzRoutes } from './ptz/routes.ts';
import { exportRoutes } from './recording/export-routes.ts';
import { playbackRoutes } from './recording/playback-routes.ts';
import { removedRoutes } from './recording/removed-routes.ts';
import { recordingRoutes } from './recording/routes.ts';
import { storageRoutes } from './recording/storage-routes.ts';
import { registryRoutes } from './registry/routes.ts';
import type { Relays } from './relay/relays.ts';
import { relayRoutes } from './relay/routes.ts';
import { securityRoutes } from './security/routes.ts';
import { createSlice } from './slice.ts';
import { summaryRoutes } from './summary/routes.ts';
import { viewingRoutes } from './viewing/routes.ts';

export type { Camera } from './parts.ts';
export type { CameraView } from './schemas.ts';

/** `app.cameras`: what other slices may ask. */
export interface Cameras {
  list(): Camera[];
  get(id: string): Camera | undefined;
  /** What the province may command; the only way pictures leave the house. */
  relays: Pick<Relays, 'send' | 'stop' | 'list'>;
}

declare module 'fastify' {
  interface FastifyInstance {
    cameras: Cameras;
  }
}

declare module '../events.ts' {
  interface Events {
    /**
     * Added, or something of it is no longer as it was. After the commit. `access`: address, account, streams or
     * whether it is watched at all: what uses it must begin anew.
     */
    'camera.changed': { cameraId: string; access: boolean };
    /** After the commit. `recordings`: whether they stay until their time is over. */
    'camera.removed': { cameraId: string; recordings: 'keep' | 'delete' };
  }
}

/** Decorates `cameras`: discovery, registry, health, live pictures, recording and relay of the cameras. */
export default fp(
  async (app) => {
    const settings = app.settings.section('cameras', CamerasSettings);
    app.alerts.define(ALERT_RULES);
    const slice = createSlice(app, settings.get, onvif);
    // What is open from here on is closed, also where a later line fails.
    app.addHook('onClose', async () => void slice.recording.closeIndex());
    const { registry } = slice;

    app.decorate('cameras', {
      list: () => [...registry.all()],
      get: registry.get,
      relays: slice.relaying.relays,
    });

    app.events.on('device.changed', ({ id }) => {
      if (!registry.get(id)) return;
      registry.refreshDevice(id);
      slice.watch.health.renamed(id);
      app.live.changed('cameras', id);
    });
    app.events.on('camera.changed', ({ cameraId, access }) => {
      if (access) slice.accessChanged(cameraId);
      slice.watch.changed(cameraId);
      app.live.changed('cameras', cameraId);
    });
    app.events.on('camera.removed', ({ cameraId }) => {
      slice.accessChanged(cameraId);
      slice.relaying.relays.cameraGone(cameraId);
      slice.watch.removed(cameraId);
      app.live.changed('cameras', cameraId);
    });

    registryRoutes(app, slice);
    summaryRoutes(app, slice);
    discoveryRoutes(app, slice);
    ptzRoutes(app, slice);
    clockRoutes(app, slice);
    healthRoutes(app, { registry, ...slice.watch });
    cameraEventRoutes(app, { registry, ...slice.watch });
    securityRoutes(app, { registry, ...slice.watch });
    mediaRoutes(app, slice);
    mediaSockets(app, slice);
    recordingRoutes(app, slice.recording, registry);
    storageRoutes(app, slice.recording);
    removedRoutes(app, slice.recording, registry);
    relayRoutes(app, slice.relaying.relays, slice.relaying.targets);
    viewingRoutes(app, slice.viewings);
    await app.register(playbackRoutes, slice);
    await app.register(exportRoutes, slice);
    await app.register((scope) => mapRoutes(scope, slice));
    app.addHook('onReady', slice.start);
    app.addHook('onClose', slice.stop);
  },
  { name: 'cameras', dependencies: ['settings', 'web', 'commune', 'devices', 'alerts'] },
);
