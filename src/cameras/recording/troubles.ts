import type { Alerts } from '../../alerts/index.ts';
import type { ModesRepository } from './modes-repository.ts';
import type { Recorders } from './recorders.ts';

export interface TroublesParts {
  modes: Pick<ModesRepository, 'all'>;
  recorders: Pick<Recorders, 'isSlow' | 'deafMs'>;
  alerts: Pick<Alerts, 'raise' | 'clear' | 'open'>;
  nameOf(cameraId: string): string;
}

/** A subscription that is renewed is deaf for a moment. */
const DEAF_MS = 120_000;

/** Tells what ails the recording of single cameras though it goes on; that it does not is told by their health. */
export function createTroubles({ modes, recorders, alerts, nameOf }: TroublesParts) {
  const rules: [rule: string, ails: (cameraId: string) => boolean][] = [
    ['camera.recording_slow', recorders.isSlow],
    ['camera.recording_deaf', (cameraId) => recorders.deafMs(cameraId) >= DEAF_MS],
  ];
  /** By rule, the cameras with an open alert; read at the first look. */
  let told: Map<string, Set<string>> | undefined;

  function toldBefore(): Map<string, Set<string>> {
    const open = alerts.open();
    return new Map(
      rules.map(([rule]) => [
        rule,
        new Set(open.filter((alert) => alert.rule === rule).map(({ subject }) => subject)),
      ]),
    );
  }

  return {
    /** Called again and again. */
    look(): void {
      told ??= toldBefore();
      const ids = modes.all().map(({ cameraId }) => cameraId);
      for (const [rule, ails] of rules) {
        const before = told.get(rule) ?? new Set();
        const now = new Set(ids.filter(ails));
        for (const id of now) if (!before.has(id)) alerts.raise(rule, id, { name: nameOf(id) });
        for (const id of before) if (!now.has(id)) alerts.clear(rule, id);
        told.set(rule, now);
      }
    },
  };
}
