import type { FastifyBaseLogger } from 'fastify';
import type { Alerts } from '../../alerts/index.ts';
import { HEALTH_REASONS, type HealthCode } from './reasons.ts';
import { afterTelling, NOTHING_TOLD, whatToTell } from './telling.ts';
import { isMany, tellLosses } from './together.ts';
import { isSuspect, type Watched } from './watched.ts';

export interface TellerParts {
  alerts: Pick<Alerts, 'raise' | 'clear'>;
  /** Runs the work in one transaction, and keeps the cameras that were told in it. */
  commit(told: readonly Watched[], work: () => void): void;
  now(): number;
  log: FastifyBaseLogger;
}

/** After a power cut everybody is to be told at once: so many each time, in one commit. */
const TOLD_AT_ONCE = 50;
/** Those who stay away when the others are back are told by name after this. */
const REST_MS = 5 * 60_000;
const GROUP = 'all';

/** Tells log and alerts what lasts: one line and one alert a change, and one for all where most vanish together. */
export function createTeller({ alerts, commit, now, log }: TellerParts) {
  /** How many the alert about many names; 0: there is none. */
  let named = 0;

  function tellOne(watched: Watched, reason: HealthCode | null): void {
    const { camera, told } = watched;
    // The alert of a group is closed with the group.
    if (told.reason && !told.together) alerts.clear(told.reason, camera.id);
    if (reason !== null) alerts.raise(reason, camera.id, { name: camera.name });
    watched.told = afterTelling(told, reason, now());
  }

  function tellEach(due: readonly Due[]): void {
    commit(
      due.map(({ watched }) => watched),
      () => {
        for (const { watched, reason } of due) tellOne(watched, reason);
      },
    );
    for (const { watched, reason, together } of due) {
      const { id, name } = watched.camera;
      if (reason !== null) log.warn({ camera: id, name, reason }, 'camera is not well');
      // One line has told of them all, and one will when the last of them is back.
      else if (!together) log.info({ camera: id, name }, 'camera is well again');
    }
  }

  function tellTogether(lost: readonly Watched[], count: number): void {
    commit(lost, () => {
      for (const watched of lost) {
        const { told, camera } = watched;
        if (told.reason && !told.together) alerts.clear(told.reason, camera.id);
        watched.told = afterTelling(told, 'camera.unreachable', now(), true);
      }
      alerts.raise('camera.many_lost', GROUP, { count });
    });
    named = count;
    log.warn({ count }, 'many cameras lost together');
  }

  function endGroup(): void {
    commit([], () => alerts.clear('camera.many_lost', GROUP));
    log.info({ count: named }, 'the cameras that were lost together are back or told one by one');
    named = 0;
  }

  /** Those who stay away when most of the others are back. */
  function stragglers(group: readonly Watched[], total: number): readonly Watched[] {
    const newest = Math.max(...group.map(({ since }) => since));
    return isMany(group.length, total) || now() - newest < REST_MS ? [] : group;
  }

  return {
    /** @param together how many were lost together before a restart, and have not been told otherwise */
    begin(together: number): void {
      named = together;
    },

    /** Looks through all cameras for what is to be told by now. */
    tell(all: readonly Watched[]): void {
      const due: Due[] = [];
      const lost: Watched[] = [];
      for (const watched of all) {
        const reason = whatToTell(watched.told, { ...watched, reason: worthTelling(watched) }, now());
        if (reason === 'camera.unreachable') lost.push(watched);
        else if (reason !== undefined) due.push({ watched, reason, together: watched.told.together });
      }
      const total = all.filter(({ state }) => state !== 'off').length;
      const group = all.filter(({ told, reason }) => told.together && reason === 'camera.unreachable');
      const losses = {
        total,
        untold: lost.map(({ since }) => since),
        together: group.length,
        suspects: all.filter(isSuspect).length,
      };
      const way = tellLosses(losses, now());
      if (way === 'one') tellTogether(lost, lost.length + group.length);
      const single = way === 'each' ? [...lost, ...stragglers(group, total)] : [];
      for (const watched of single) {
        due.push({ watched, reason: 'camera.unreachable', together: watched.told.together });
      }
      if (due.length > 0) tellEach(due.slice(0, TOLD_AT_ONCE));
      if (named > 0 && !all.some(({ told }) => told.together)) endGroup();
    },

    /** It is gone, or nobody watches it any more: nothing of it stays open. In the caller's transaction. */
    forget(watched: Watched): void {
      const { told, camera } = watched;
      if (told.reason && !told.together) alerts.clear(told.reason, camera.id);
      watched.told = NOTHING_TOLD;
    },
  };
}

/** The fault that somebody is to be told of. */
function worthTelling({ reason }: Watched): HealthCode | null {
  return reason !== null && HEALTH_REASONS[reason].severity !== null ? reason : null;
}

interface Due {
  watched: Watched;
  reason: HealthCode | null;
  /** It was told with the others until now. */
  together: boolean;
}
