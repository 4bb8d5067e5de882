import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { createSteadyClock } from '../db/steady-clock.ts';
import audioRoutes from './audio-routes.ts';
import { type Bulletins, createBulletins } from './bulletins/bulletins.ts';
import { bulletinsRepository } from './bulletins/bulletins-repository.ts';
import { createPreviews } from './bulletins/preview.ts';
import bulletinRoutes from './bulletins/routes.ts';
import { BroadcastSettings } from './config.ts';
import { startChores } from './daily.ts';
import emergencyRoutes from './emergency/routes.ts';
import { createTemplates } from './emergency/templates.ts';
import { templatesRepository } from './emergency/templates-repository.ts';
import { createWarm } from './emergency/warm.ts';
import { MUTE, watchForMuteness } from './mute.ts';
import { onceADay } from './once-a-day.ts';
import { ALERT_RULES } from './playout/notices.ts';
import { createPlayouts } from './playout/playouts.ts';
import playoutRoutes from './playout/routes.ts';
import { createRecordings, type Recordings } from './recordings/recordings.ts';
import { recordingsRepository } from './recordings/recordings-repository.ts';
import recordingRoutes from './recordings/routes.ts';
import { createCheck } from './schedules/check.ts';
import scheduleRoutes from './schedules/routes.ts';
import { createSchedules } from './schedules/schedules.ts';
import { schedulesRepository } from './schedules/schedules-repository.ts';
import todayRoutes from './today-routes.ts';

export type { Bulletin, Playout, PlayoutState, Schedule } from './schemas.ts';

/** Decorates nothing: what other slices need to know comes as events and over the API. */
export default fp(
  async (app) => {
    const section = app.settings.section('broadcast', BroadcastSettings);
    app.alerts.define([...ALERT_RULES, MUTE]);
    const bulletinRows = bulletinsRepository(app.db);
    const scheduleRows = schedulesRepository(app.db);
    const templateRows = templatesRepository(app.db);

    const recordings = createRecordings(app, recordingsRepository(app.db));
    const previews = createPreviews(app, bulletinRows);
    const bulletins: Bulletins = createBulletins({
      app,
      rows: bulletinRows,
      selfApproval: () => section.get().selfApproval,
      checkRecordings: recordings.check,
      renderAhead: previews.ahead,
      scheduled: scheduleRows.enabledOf,
    });
    const warm = createWarm(app, templateRows);
    const templates = createTemplates({ app, rows: templateRows, warm });
    const playouts = createPlayouts({
      app,
      settings: section.get,
      schedules: scheduleRows,
      bulletinRows,
      templates,
      warm,
    });
    const schedules = createSchedules({
      app,
      rows: scheduleRows,
      settings: section.get,
      bulletin: bulletinRows.get,
      recordingsMs: recordings.lengthOf,
      check: createCheck({ app, settings: section.get, spans: playouts.spans }),
      plan: playouts.planner.plan,
      unplan: playouts.unplan,
      nextOf: (id) => playouts.rows.nextOf(id, app.clock.now()),
    });
    app.commune.tree.hold({ what: 'lịch phát', whatEn: 'schedules', count: scheduleRows.inZone });
    app.commune.tree.hold({
      what: 'lượt phát đã hẹn giờ',
      whatEn: 'playouts planned by hand',
      count: playouts.rows.plannedInZone,
    });
    app.commune.tree.hold({
      what: 'nơi diễn tập chọn trong Cài đặt',
      whatEn: 'drill zone in the settings',
      count: (zoneId) => Number(section.get().drillZone === zoneId),
    });
    const { ownChimes } = app.speech;
    ownChimes.hold({ what: 'bản tin', whatEn: 'bulletins', count: bulletinRows.withChime });
    ownChimes.hold({ what: 'lịch phát', whatEn: 'schedules', count: scheduleRows.withChime });
    ownChimes.hold({ what: 'mẫu khẩn cấp', whatEn: 'emergency templates', count: templateRows.withChime });

    await app.register(bulletinRoutes, { bulletins, rows: bulletinRows, previews });
    await app.register(scheduleRoutes, { schedules, rows: scheduleRows });
    const { rows, targets, stopper, play, emergency } = playouts;
    await app.register(playoutRoutes, { playouts: rows, targets, bulletins, stopper, play });
    await app.register(emergencyRoutes, { emergency, stopper, templates, rows: templateRows });
    await app.register(todayRoutes, { bulletins, playouts: rows });
    await app.register(audioRoutes);
    await app.register(recordingRoutes, { recordings });
    run(app, { playouts, warm, recordings, section: section.name });
  },
  { name: 'broadcast', dependencies: ['settings', 'web', 'commune', 'alerts', 'speech', 'speakers'] },
);

interface Running {
  playouts: ReturnType<typeof createPlayouts>;
  warm: ReturnType<typeof createWarm>;
  recordings: Recordings;
  section: string;
}

/** Starts what runs by itself once the station is whole, and ends it with the station. */
function run(app: FastifyInstance, { playouts, warm, recordings, section }: Running): void {
  const offs = [
    app.events.on('bulletin.changed', ({ id }) => playouts.bulletinChanged(id)),
    app.events.on('settings.changed', (changed) => {
      if (changed.section.startsWith('speech')) warm.keep();
      if (changed.section === section) playouts.engine.poke();
    }),
    app.events.on('speaker.state', ({ speakerId, online }) => {
      if (online) playouts.speakerBack(speakerId);
    }),
  ];
  let stopChores = async () => {};
  let stopWatching = async () => {};
  let isOpen = true;
  const forget = onceADay({
    clock: app.clock,
    steady: createSteadyClock({ clock: app.clock, lastAlive: app.clock.lastAlive }),
    async work() {
      await playouts.forgetOld(() => isOpen);
      await recordings.dropUnused();
    },
  });
  const hourly = async () => {
    warm.keep();
    await playouts.planner.planAll();
    await forget();
  };
  app.addHook('onReady', async () => {
    stopChores = startChores({ daily: playouts.daily, hourly, log: app.log.child({ slice: 'broadcast' }) });
    playouts.start();
    warm.keep();
    stopWatching = watchForMuteness(app);
  });
  app.addHook('preClose', async () => {
    isOpen = false;
    for (const off of offs) off();
    await stopChores();
    await stopWatching();
    await Promise.all([playouts.stop(), warm.stop()]);
  });
}
