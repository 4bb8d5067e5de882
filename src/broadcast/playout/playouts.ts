import type { FastifyInstance } from 'fastify';
import type { BulletinsRepository } from '../bulletins/bulletins-repository.ts';
import type { BroadcastSettings } from '../config.ts';
import { createEmergency } from '../emergency/emergency.ts';
import type { Templates } from '../emergency/templates.ts';
import type { Warm } from '../emergency/warm.ts';
import type { SchedulesRepository } from '../schedules/schedules-repository.ts';
import { createAir } from './air.ts';
import { createDispatch } from './dispatch.ts';
import { createEngine } from './engine.ts';
import { createLog } from './log.ts';
import { createNotices } from './notices.ts';
import { createPlanner } from './planner.ts';
import { createPlay } from './play.ts';
import { playoutsRepository } from './playouts-repository.ts';
import { createPreparer } from './prepare.ts';
import { createReach } from './reach.ts';
import type { PlayoutRecord } from './record.ts';
import { createRecovery } from './recovery.ts';
import { createReminders } from './reminders.ts';
import { createReports } from './reports.ts';
import { forgetOld } from './retention.ts';
import { spanReader } from './spans.ts';
import { createStarter } from './start.ts';
import { createStopper } from './stop.ts';
import { targetsRepository } from './targets-repository.ts';

export interface PlayoutsParts {
  app: FastifyInstance;
  settings(): Readonly<BroadcastSettings>;
  schedules: SchedulesRepository;
  bulletinRows: BulletinsRepository;
  templates: Templates;
  warm: Warm;
}

/** Everything that makes a playout sound, put together: planner → prepare → dispatch → start → reports. */
export function createPlayouts({ app, settings, schedules, bulletinRows, templates, warm }: PlayoutsParts) {
  const rows = playoutsRepository(app.db);
  const targets = targetsRepository(app.db);
  const bulletin = bulletinRows.get;
  const air = createAir(app.clock);
  const notices = createNotices(app, schedules.ofBulletin);
  const log = createLog({ app, playouts: rows, targets });
  const reach = createReach({ app, playouts: rows, targets });
  const starter = createStarter({ app, air, log, targets });
  const poke = () => engine.poke();
  const forget = (id: string) => dispatch.forget(id);

  const emergencyUnderWay = () =>
    air.all().some(({ record, stopped }) => record.kind === 'emergency' && !stopped) ||
    rows.emergencyComing();

  const reports = createReports({ app, air, log, playouts: rows, targets, notices, onFree: poke });
  const preparer = createPreparer({
    app,
    log,
    playouts: rows,
    notices,
    reach,
    bulletin,
    onRendered: keepDuration,
    onReady: poke,
  });
  const dispatch = createDispatch({
    app,
    settings,
    air,
    log,
    playouts: rows,
    preparer,
    starter,
    reach,
    notices,
    bulletin,
    emergencyUnderWay,
    refused: (id) => stopper.refused(id),
    whyLate: (record) => engine.whyLate(record),
  });
  const stopper = createStopper({ app, air, log, playouts: rows, targets, notices, forget, onFree: poke });
  const planner = createPlanner({
    app,
    schedules,
    playouts: rows,
    log,
    bulletin,
    onDropped(plans) {
      for (const { id } of plans) forget(id);
      if (plans[0]) notices.dropped(plans[0]);
    },
    onPlanned: poke,
  });
  const engine = createEngine({
    app,
    air,
    playouts: rows,
    planner,
    preparer,
    dispatch,
    reports,
    stopper,
    recovery: createRecovery({ app, settings, air, log, playouts: rows, targets, notices }),
    lookBackMs() {
      const { graceSeconds, waitMinutes, replayMinutes } = settings();
      return Math.max(graceSeconds, (waitMinutes + 1) * 60, replayMinutes * 60) * 1_000;
    },
    lookAheadMs: () => settings().prepareSeconds * 1_000,
    remind: createReminders({
      notices,
      playouts: rows,
      warningMs: () => settings().approvalWarningMinutes * 60_000,
    }),
  });
  const { emergencyLeadMs } = dispatch;
  const emergency = createEmergency({
    app,
    settings,
    templates,
    warm,
    emergencyUnderWay,
    log,
    starter,
    notices,
    bulletin,
    emergencyLeadMs,
    onDue: poke,
  });
  let stopReports = () => {};

  /** What one reading takes is known now, for the checks of later schedules. */
  function keepDuration({ bulletinId, bulletinVersion, durationMs, repeats, chime }: PlayoutRecord): void {
    if (bulletinId === null || bulletinVersion === null || durationMs === null) return;
    if (repeats === 1 && chime === null) bulletinRows.setDuration(bulletinId, bulletinVersion, durationMs);
  }

  return {
    rows,
    targets,
    planner,
    engine,
    stopper,
    emergency,
    play: createPlay({ app, settings, log, onDue: poke }),
    spans: spanReader(app.db),
    unplan(scheduleId: string): void {
      planner.unplan(scheduleId);
      notices.forget(scheduleId);
    },
    bulletinChanged(id: string): void {
      planner.bulletinChanged(id);
      poke();
    },
    speakerBack: preparer.speakerBack,
    async daily(): Promise<void> {
      await planner.planAll();
      notices.expire(app.clock.now());
    },
    /** Forgets what is older than the commune keeps, as long as `goOn` says so. */
    async forgetOld(goOn: () => boolean): Promise<void> {
      const { logDays, targetDays } = settings();
      const now = app.clock.now();
      await forgetOld(rows, targets, { now, logDays, targetDays, goOn });
    },
    start(): void {
      stopReports = reports.start();
      engine.start();
    },
    async stop(): Promise<void> {
      await engine.stop();
      stopper.retry();
      stopReports();
    },
  };
}
