import { Value } from 'typebox/value';
import type { Clock } from '../../clock.ts';
import type { Secrets } from '../../config/secrets.ts';
import type { Db } from '../../db/open.ts';
import { AppError, invalid } from '../../errors.ts';
import { EventBus } from '../../events.ts';
import type { Outbox } from '../../outbox/index.ts';
import { reasonFor } from '../../reasons.ts';
import { createAudit } from '../audit.ts';
import type { Role } from '../roles.ts';
import { createAccounts } from './accounts.ts';
import { createLockout } from './lockout.ts';
import { createPins } from './pins.ts';
import { NewUser } from './schemas.ts';
import { createSessions } from './sessions.ts';
import { usersRepository } from './users-repository.ts';

export interface RescueParts {
  /** Open and migrated; the station may be running on it. */
  db: Db;
  clock: Pick<Clock, 'now'>;
  secrets: Secrets;
  outbox: Outbox;
}

export interface ListedUser {
  username: string;
  name: string;
  role: Role;
  disabled: boolean;
  /** UTC ms */
  lastSignInAt: number | null;
}

const WHO = { actor: 'console' };
const ALL = 10_000;

/** `tramso user`: whoever is root at the machine gets a lost administrator back in; the audit log tells of it. */
export function rescue({ db, clock, secrets, outbox }: RescueParts) {
  const users = usersRepository(db);
  const audit = createAudit({ db, clock, secrets, outbox });
  const pins = createPins(secrets.derive('pin'));
  const lockout = createLockout({ db, clock });
  // A station that runs beside us sees within seconds that sessions are gone, and closes what they held open.
  const sessions = createSessions({
    db,
    clock,
    events: new EventBus(() => {}),
    key: secrets.derive('csrf'),
    limits: () => ({ idleMs: Number.POSITIVE_INFINITY, absoluteMs: Number.POSITIVE_INFINITY }),
  });
  const accounts = createAccounts({ db, clock, audit, sessions, lockout, pins });

  return {
    list: (): ListedUser[] => users.list('', ALL),

    /** A one-time password for this account, which is enabled and unlocked too. Throws `item.not_found`. */
    async resetPassword(username: string): Promise<string> {
      const user = users.findByName(username);
      if (!user) throw new AppError('item.not_found');
      accounts.update(WHO, user.id, { disabled: false });
      return (await accounts.resetPassword(WHO, user.id)).password;
    },

    /** A new administrator; returns the one-time password. Throws `input.invalid` or `user.exists`. */
    async createAdmin(username: string, name: string): Promise<string> {
      const input = { username, name, role: 'admin' } as const;
      if (!Value.Check(NewUser, input)) {
        const { field, vi, en } = reasonFor(Value.Errors(NewUser, input));
        throw invalid(field, vi, en);
      }
      return (await accounts.create(WHO, input)).password;
    },
  };
}
