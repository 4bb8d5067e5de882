import type { FastifyInstance } from 'fastify';
import { guarded, repeat } from '../repeat.ts';
import { createBallast } from './ballast.ts';
import { createDiskWatch, type DiskLevel, type DiskState, type DiskWatch } from './disk-watch.ts';

const LOOK_EVERY_MS = 10_000;
/** The subject of alerts about the machine itself. */
export const STATION = 'station';

export interface MachineWatch extends Pick<DiskWatch, 'state' | 'look' | 'takesNone'> {
  /** Looks now and from then on; the function returned ends it. */
  start(): () => Promise<void>;
}

/** Watches disk and clock, and tells of every change: one log line, one event, one alert. */
export function watchMachine(app: FastifyInstance): MachineWatch {
  const { alerts, clock, config, events } = app;
  const log = app.log.child({ slice: 'system' });

  function onLevel(level: DiskLevel, { free, used }: DiskState, before: DiskLevel | undefined): void {
    if (level !== 'ok') log.warn({ room: level, free, used }, 'the disk is filling up');
    else if (before) log.info({ room: level, free, used }, 'there is room on the disk again');
    events.emit('disk.level', { level, free, used });
    for (const name of ['low', 'full'] as const) {
      const rule = `disk.${name}`;
      if (name === level) alerts.raise(rule, STATION, { percent: Math.round(used * 100) });
      else alerts.clear(rule, STATION);
    }
    app.live.changed('system');
  }

  // What was open before a restart may be over by now: the first look says so.
  let clockWas: boolean | undefined;
  function lookAtClock(): void {
    const trusted = clock.trusted();
    if (trusted === clockWas) return;
    if (trusted) alerts.clear('clock.untrusted', STATION);
    else alerts.raise('clock.untrusted', STATION);
    clockWas = trusted;
  }

  const ballast = createBallast(config.data);
  const disk = createDiskWatch({ data: config.data, ballast, onLevel });

  // No alert: it could not be written down. The probe `disk` and the doctor tell of it.
  async function lookAtDisk(): Promise<void> {
    const was = disk.state()?.readOnly ?? false;
    await disk.look();
    const readOnly = disk.state()?.readOnly ?? false;
    if (readOnly === was) return;
    if (readOnly) log.error({ data: config.data }, 'the disk takes no writes any more');
    else log.info({ data: config.data }, 'the disk takes writes again');
    app.live.changed('system');
  }

  const lookAtDiskSafely = guarded(lookAtDisk, { log, work: 'disk looked at' });
  const lookAtClockSafely = guarded(lookAtClock, { log, work: 'clock looked at' });

  async function look(): Promise<void> {
    await lookAtDiskSafely();
    await lookAtClockSafely();
  }

  return {
    state: disk.state,
    takesNone: disk.takesNone,
    look,
    start() {
      const first = look();
      const stop = repeat(LOOK_EVERY_MS, look, { log, work: 'machine looked at' });
      return async () => {
        await stop();
        await first;
      };
    },
  };
}
