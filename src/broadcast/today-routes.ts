import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { addDays, DAY_MS, localDay, localInstant } from '../clock.ts';
import { requireUser } from '../web/identity/require-user.ts';
import { hasRight } from '../web/roles.ts';
import type { Bulletins } from './bulletins/bulletins.ts';
import type { BulletinsRepository } from './bulletins/bulletins-repository.ts';
import type { PlayoutsRepository } from './playout/playouts-repository.ts';
import { BEFORE_AIR, ended } from './playout/state.ts';
import { playoutView } from './playout/view.ts';
import { Today } from './today-schema.ts';

export interface TodayRoutesParts {
  bulletins: Bulletins;
  bulletinRows: BulletinsRepository;
  playouts: PlayoutsRepository;
}

/** More than a commune broadcasts on any day. */
const MOST = 200;
const MOST_TO_DO = 20;

/** Hôm nay: what is on air, what comes, what was, and what waits for whoever asks. */
const todayRoutes: FastifyPluginAsyncTypebox<TodayRoutesParts> = async (
  app,
  { bulletins, bulletinRows, playouts },
) => {
  app.get(
    '/api/today',
    {
      config: { right: 'playout.read' },
      schema: { tags: ['playouts'], summary: 'Today at a glance', response: { 200: Today } },
    },
    (request) => {
      const user = requireUser(request);
      const now = app.clock.now();
      const day = localDay(now);
      const from = localInstant(day, '00:00') ?? now;
      const to = localInstant(addDays(day, 1), '00:00') ?? from + DAY_MS;
      const today = playouts.list({ from, to }, MOST).reverse();
      const speakers = app.speakers.list().filter(({ enabled }) => enabled);
      const online = speakers.filter((speaker) => speaker.online).length;
      const listOf = (state: 'submitted' | 'returned') => bulletinRows.list({ state }, MOST_TO_DO);
      return {
        now,
        clockTrusted: app.clock.trusted(),
        day,
        onAir: playouts.playing().map(playoutView),
        next: today.filter(({ state }) => BEFORE_AIR.includes(state)).map(playoutView),
        done: today.filter(({ state }) => ended(state)).map(playoutView),
        needsMe: {
          toApprove: listOf('submitted').filter((bulletin) => bulletins.mayApprove(user, bulletin)),
          returned: listOf('returned').filter(({ authorId }) => authorId === user.id),
          alerts: hasRight(user.role, 'alert.read') ? app.alerts.untaken() : 0,
          speakersOffline: speakers.length - online,
        },
        everPlayed: playouts.everPlayed(),
        speakers: { total: speakers.length, online },
      };
    },
  );
};

export default todayRoutes;
