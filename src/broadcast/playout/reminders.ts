import type { Bulletin } from '../bulletins/schemas.ts';
import type { Notices } from './notices.ts';
import type { PlayoutRecord } from './record.ts';

interface RemindersParts {
  notices: Notices;
  bulletin(id: string): Bulletin | undefined;
  warningMs(): number;
  now(): number;
}

/** Says in time that a bulletin is about to be due and nobody has approved it; takes that back once somebody has. */
export function createReminders({ notices, bulletin, warningMs, now }: RemindersParts) {
  const reminded = new Set<string>();
  return (coming: readonly PlayoutRecord[]): void => {
    const near = coming.filter(
      (record) => record.bulletinId !== null && record.plannedAt <= now() + warningMs(),
    );
    for (const record of near) {
      const approved = bulletin(record.bulletinId ?? '')?.state === 'approved';
      if (approved === !reminded.has(record.id)) continue;
      if (approved) {
        reminded.delete(record.id);
        notices.settled('broadcast.not_approved', record);
      } else {
        reminded.add(record.id);
        notices.beforeAir('broadcast.not_approved', record);
      }
    }
    const ids = new Set(near.map(({ id }) => id));
    for (const id of reminded) if (!ids.has(id)) reminded.delete(id);
  };
}
