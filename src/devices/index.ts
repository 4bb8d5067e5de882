import fp from 'fastify-plugin';
import { createDevices, type Devices } from './devices.ts';
import { deviceRoutes } from './routes.ts';

export type { Devices } from './devices.ts';
export type { DeviceFilter } from './devices-repository.ts';
export type { Device, DeviceInput, DevicePatch } from './schemas.ts';

declare module 'fastify' {
  interface FastifyInstance {
    devices: Devices;
  }
}

declare module '../events.ts' {
  interface Events {
    /** Made, changed or (where `get` finds none) removed. After the transaction, in a turn of its own. */
    'device.changed': { id: string };
  }
}

/** Decorates `devices`: one identity for everything on the network. */
export default fp(
  async (app) => {
    const devices = createDevices({
      db: app.db,
      clock: app.clock,
      hasZone: (id) => app.commune.zone(id) !== undefined,
      // The write may be part of a caller's transaction, which is synchronous: a microtask comes after its commit.
      onChange: (id) => queueMicrotask(() => app.events.emit('device.changed', { id })),
    });
    app.decorate('devices', devices);
    app.commune.tree.hold({ what: 'thiết bị', whatEn: 'devices', count: devices.countInZone });
    app.events.on('device.changed', ({ id }) => app.live.changed('devices', id));
    deviceRoutes(app, devices);
  },
  { name: 'devices', dependencies: ['commune'] },
);
