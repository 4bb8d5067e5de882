import fp from 'fastify-plugin';
import packageJson from '../../package.json' with { type: 'json' };
import { masterKeyFor } from '../config/secrets.ts';
import { AppError } from '../errors.ts';
import { SYSTEM_RULES } from './alert-rules.ts';
import { type BackupOutcome, type Backups, createBackups } from './backup/backups.ts';
import { createFolderWork } from './backup/folder-work.ts';
import { nightlyBackups } from './backup/nightly.ts';
import { createRecovery, type Recovery } from './backup/recovery.ts';
import { BackupSettings } from './config.ts';
import type { DiskLevel, DiskState } from './disk-watch.ts';
import { createHealth } from './health.ts';
import { STATION, watchMachine } from './machine-watch.ts';
import { systemMetrics } from './metrics.ts';
import systemRoutes from './routes.ts';
import { databaseWrites } from './watchdog.ts';

export type { DiskLevel, DiskState } from './disk-watch.ts';

declare module 'fastify' {
  interface FastifyInstance {
    system: System;
  }
}

declare module '../events.ts' {
  interface Events {
    /** The room on the data's disk got scarce or came back: caches shrink at `low`, stop growing at `full`. */
    'disk.level': { level: DiskLevel; free: number; used: number };
  }
}

export interface System {
  readonly recovery: Recovery;
  readonly backups: Backups;
  /** The room on the data's disk as last seen; undefined before the first look. */
  disk(): DiskState | undefined;
  /** Throws where the station no longer does its work in a way that a restart would mend. */
  alive(): Promise<void>;
}

/** Readiness probes whose failure a restart may mend; a missing program or a full disk it would not. */
const MENDABLE = ['database', 'broadcast'];

/** Health, backup, disk: what keeps the station itself going. Decorates `system`. */
export default fp(
  async (app) => {
    const { alerts, clock, config, db } = app;
    const log = app.log.child({ slice: 'system' });
    const { get: settings } = app.settings.section('backup', BackupSettings);
    alerts.define(SYSTEM_RULES);

    const machine = watchMachine(app);
    const recovery = createRecovery(db, () => alerts.clear('backup.no_code', STATION));
    const backups = createBackups({
      db,
      clock,
      log,
      data: config.data,
      masterKey: masterKeyFor(db, config.data).path,
      settings,
      recovery,
      work: createFolderWork(app.outside.spawn),
      onChange: () => app.live.changed('system'),
      onOutcome: tellOutcome,
    });
    const nightly = nightlyBackups({
      backups,
      settings,
      log,
      hasCode: recovery.exists,
      onNoCode: () => alerts.raise('backup.no_code', STATION),
    });
    const write = databaseWrites(db, {
      onFull: machine.look,
      isReadOnly: machine.takesNone,
    });

    function tellOutcome({ error }: BackupOutcome): void {
      if (!error) {
        for (const rule of ['backup.failed', 'database.damaged']) alerts.clear(rule, STATION);
        // Somebody has looked at what was lost, and there is a sound backup again.
        const seen = alerts
          .open()
          .some((alert) => alert.rule === 'database.replaced' && alert.acknowledgedAt);
        if (seen) alerts.clear('database.replaced', STATION);
      } else if (error.code === 'database.damaged') alerts.raise('database.damaged', STATION);
      else alerts.raise('backup.failed', STATION, { message: error.message, messageEn: error.messageEn });
    }

    /** Told on the day that the folder is chosen, not in the night of the first backup. */
    async function tryFolder(): Promise<void> {
      try {
        await backups.tryFolder();
      } catch (error) {
        if (!(error instanceof AppError)) log.debug({ err: error }, 'the backup folder was not tried');
        else alerts.raise('backup.failed', STATION, { message: error.messageVi, messageEn: error.message });
      }
    }

    app.decorate('system', {
      recovery,
      backups,
      disk: machine.state,
      async alive() {
        write();
        const { probes } = await app.readiness.check();
        const wrong = MENDABLE.filter((name) => (probes[name] ?? 'ok') !== 'ok');
        if (wrong.length > 0) throw new Error(wrong.map((name) => `${name}: ${probes[name]}`).join('; '));
      },
    } satisfies System);

    app.readiness.add('disk', () => {
      if (machine.state()?.readOnly) throw new Error('the disk takes no writes any more');
      if (machine.state()?.level === 'full') throw new Error('the disk is nearly full');
    });
    systemMetrics({
      registry: app.metrics,
      version: packageJson.version,
      disk: machine.state,
      lastBackupAt: () => backups.state().lastGoodAt,
      clockTrusted: clock.trusted,
    });
    await app.register(systemRoutes, { backups, recovery, health: createHealth(app) });

    let stopWatching = async () => {};
    app.addHook('onReady', async () => {
      stopWatching = machine.start();
      nightly.plan();
    });
    const unhear = app.events.on('settings.changed', ({ section }) => {
      if (section !== 'backup') return;
      nightly.plan();
      if (settings().folder) void tryFolder();
    });
    app.addHook('preClose', async () => {
      unhear();
      await Promise.all([stopWatching(), nightly.stop(), backups.close()]);
    });
  },
  { name: 'system', dependencies: ['settings', 'web', 'alerts', 'speakers'] },
);
