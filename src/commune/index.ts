import fp from 'fastify-plugin';
import { type Commune, createCommune } from './commune.ts';
import { CalendarSettings } from './config.ts';
import { communeRoutes } from './routes.ts';
import { zoneRoutes } from './zone-routes.ts';

export type { Commune } from './commune.ts';
export type { CalendarDay, Profile, Province, Zone } from './schemas.ts';
export type { ZoneHolder } from './zones.ts';

declare module 'fastify' {
  interface FastifyInstance {
    commune: Commune;
  }
}

declare module '../events.ts' {
  interface Events {
    /** After the commit. A change of the profile also renames the root zone. */
    'commune.changed': { part: 'profile' | 'zones' | 'calendar' };
  }
}

/** Decorates `commune`: profile and official codes, the zone tree, the calendar. */
export default fp(
  async (app) => {
    const settings = app.settings.section('calendar', CalendarSettings);
    const commune = createCommune({
      db: app.db,
      clock: app.clock,
      holidays: () => settings.get().holidays,
    });
    app.decorate('commune', commune);

    app.events.on('commune.changed', ({ part }) => {
      if (part !== 'zones') app.live.changed('commune');
      if (part !== 'calendar') app.live.changed('zones');
    });
    app.events.on('settings.changed', ({ section }) => {
      if (section === settings.name) app.events.emit('commune.changed', { part: 'calendar' });
    });

    communeRoutes(app, commune, () => app.events.emit('commune.changed', { part: 'profile' }));
    zoneRoutes(app, commune, () => app.events.emit('commune.changed', { part: 'zones' }));
  },
  { name: 'commune', dependencies: ['settings', 'web'] },
);
