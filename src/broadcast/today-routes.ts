import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { addDays, DAY_MS, localDay, localInstant } from '../clock.ts';
import { requireUser } from '../web/identity/require-user.ts';
import { hasRight } from '../web/roles.ts';
import type { Bulletins } from './bulletins/bulletins.ts';
import type { PlayoutsRepository } from './playout/playouts-repository.ts';
import type { PlayoutRecord } from './playout/record.ts';
import { ended } from './playout/state.ts';
import { playoutView } from './playout/view.ts';
import { Today } from './today-schema.ts';

export interface TodayRoutesParts {
  bulletins: Bulletins;
  playouts: PlayoutsRepository;
}

/** Of each list; the log has the rest. */
const MOST = 100;
const MOST_TO_DO = 20;

/** Hôm nay: what is on air, what comes, what was, and what waits for whoever asks. */
const todayRoutes: FastifyPluginAsyncTypebox<TodayRoutesParts> = async (app, { bulletins, playouts }) => {
  /** What is over, and what of the rest of the day will not come. */
  function done(from: number, now: number, to: number): PlayoutRecord[] {
    const cancelled = playouts.list({ from: now, to, state: 'cancelled' }, MOST);
    return [...cancelled, ...playouts.list({ from, to: now }, MOST)]
      .filter(({ state }) => ended(state))
      .reverse();
  }

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
      const speakers = app.speakers.list().filter(({ enabled }) => enabled);
      const online = speakers.filter((speaker) => speaker.online).length;
      return {
        now,
        clockTrusted: app.clock.trusted(),
        day,
        onAir: playouts.playing().map(playoutView),
        next: playouts.beforeAir(0, to).slice(0, MOST).map(playoutView),
        done: done(from, now, to).map(playoutView),
        needsMe: {
          toApprove: bulletins.toApprove(user, MOST_TO_DO),
          returned: bulletins.returnedTo(user, MOST_TO_DO),
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
