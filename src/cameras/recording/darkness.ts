import type { ClockFloor } from '../../db/clock-floor.ts';
import type { modesRepository } from './modes-repository.ts';
import type { Recorders } from './recorders.ts';
import type { segmentsRepository } from './segments-repository.ts';
import type { statesRepository } from './states-repository.ts';

export interface DarknessParts {
  modes: Pick<ReturnType<typeof modesRepository>, 'all'>;
  history: Pick<ReturnType<typeof statesRepository>, 'at' | 'add'>;
  rows: Pick<ReturnType<typeof segmentsRepository>, 'lastOf'>;
  recorders: Pick<Recorders, 'stateOf'>;
  clock: Pick<ClockFloor, 'now' | 'lastAlive'>;
}

/** A crash could not say that the station was off: since it was last known to run. */
export function noteDarkness({ modes, history, rows, recorders, clock }: DarknessParts): void {
  for (const { cameraId } of modes.all()) {
    const last = history.at(cameraId, Number.MAX_SAFE_INTEGER);
    if (last === undefined || last.state === 'box_off' || last.state === 'off') continue;
    if (recorders.stateOf(cameraId).state !== 'off') continue;
    const end = Math.max(rows.lastOf(cameraId)?.endedAt ?? 0, clock.lastAlive ?? 0, last.at);
    const at = Math.min(end, clock.now());
    history.add({ cameraId, at, state: 'box_off', reason: null });
  }
}
