import type { FastifyBaseLogger } from 'fastify';
import { schedule } from '../../cron.ts';
import type { BackupSettings } from '../config.ts';
import type { Backups } from './backups.ts';

export interface NightlyParts {
  backups: Pick<Backups, 'isDue' | 'start'>;
  settings: () => Readonly<BackupSettings>;
  hasCode: () => boolean;
  /** A backup would be due but for the missing recovery code. */
  onNoCode: () => void;
  log: FastifyBaseLogger;
}

export interface Nightly {
  /** To be called at the start and when the settings changed. */
  plan(): void;
  stop(): Promise<void>;
}

/**
 * Looks once an hour, at the minute of the chosen time, whether a backup is due: so a night that was missed because
 * the box was off, or a backup disk that was not plugged in, is made up for within the hour.
 */
export function nightlyBackups(parts: NightlyParts): Nightly {
  const { backups, settings, hasCode, onNoCode, log } = parts;
  let end: (() => Promise<void>) | undefined;
  let leaving: Promise<unknown> = Promise.resolve();

  function drop(): void {
    if (end) leaving = Promise.all([leaving, end()]);
    end = undefined;
  }

  return {
    plan() {
      drop();
      const minute = Number(settings().time.slice(3));
      end = schedule({
        at: `${minute} * * * *`,
        work() {
          if (!backups.isDue()) return;
          if (!hasCode()) onNoCode();
          // How it ended is told by backups.ts.
          else backups.start().catch((error) => log.debug({ err: error }, 'no backup'));
        },
        log,
        name: 'the nightly backup begun',
      });
    },
    async stop() {
      drop();
      await leaving;
    },
  };
}
