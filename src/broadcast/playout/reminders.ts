import type { Notices } from './notices.ts';
import type { PlayoutsRepository } from './playouts-repository.ts';
import { BEFORE_AIR } from './state.ts';

interface RemindersParts {
  notices: Notices;
  playouts: Pick<PlayoutsRepository, 'unapproved' | 'get'>;
  /** How long before air somebody is told. */
  warningMs(): number;
}

/** Says in time that a bulletin is about to be due and nobody has approved it; takes that back once somebody has. */
export function createReminders({ notices, playouts, warningMs }: RemindersParts) {
  const reminded = new Set<string>();
  /** @param now UTC ms */
  return (now: number): void => {
    const lacking = playouts.unapproved(now, now + warningMs());
    for (const record of lacking) {
      if (reminded.has(record.id)) continue;
      reminded.add(record.id);
      notices.beforeAir('broadcast.not_approved', record);
    }
    const ids = new Set(lacking.map(({ id }) => id));
    for (const id of reminded) {
      if (ids.has(id)) continue;
      reminded.delete(id);
      const record = playouts.get(id);
      // At its time it is told of as missed instead.
      if (record && BEFORE_AIR.includes(record.state) && record.plannedAt > now) {
        notices.settled('broadcast.not_approved', record);
      }
    }
  };
}
