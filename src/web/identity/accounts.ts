import { v7 as uuidv7 } from 'uuid';
import { type Clock, DAY_MS } from '../../clock.ts';
import type { Db } from '../../db/open.ts';
import { AppError } from '../../errors.ts';
import { cleanName } from '../../names.ts';
import type { Audit, AuditEntry } from '../audit.ts';
import type { Lockout } from './lockout.ts';
import { checkPassword, checkPin } from './password-rules.ts';
import { hashPassword, oneTimePassword } from './passwords.ts';
import type { Pins } from './pins.ts';
import type { NewUser, UserPatch } from './schemas.ts';
import type { Sessions } from './sessions.ts';
import { type UserRow, usersRepository } from './users-repository.ts';

/** Long enough to reach somebody who is away over a weekend. */
const ONE_TIME_MS = 3 * DAY_MS;

/** Who does it, for the audit log. */
export type Who = Pick<AuditEntry, 'request' | 'actor'>;

export interface AccountsParts {
  db: Db;
  clock: Pick<Clock, 'now'>;
  audit: Audit;
  sessions: Sessions;
  lockout: Lockout;
  pins: Pins;
  /** Called after each change of a person's account. */
  changed?: (id: string) => void;
}

/** What may be done to people's accounts; each is one transaction with its audit entry. */
export function createAccounts({
  db,
  clock,
  audit,
  sessions,
  lockout,
  pins,
  changed = () => {},
}: AccountsParts) {
  const users = usersRepository(db);

  function require(id: string): UserRow {
    const user = users.get(id);
    if (!user) throw new AppError('item.not_found');
    return user;
  }

  /** Changes one account as it is now (hashing took a while), with its audit entry. */
  function write(
    who: Who,
    id: string,
    action: string,
    change: (user: UserRow) => Partial<UserRow>,
    details: object = {},
  ): UserRow {
    const next = db
      .transaction(() => {
        const user = require(id);
        const changedUser = { ...user, ...change(user), updatedAt: clock.now() };
        users.update(changedUser);
        audit.append({ ...who, action, target: `user:${id}`, details });
        return changedUser;
      })
      .immediate();
    changed(id);
    return next;
  }

  function insert(
    who: Who,
    { username, name, role }: NewUser,
    secrets: Pick<UserRow, 'passwordHash' | 'passwordExpiresAt' | 'pinHash'>,
    first: () => void = () => {},
  ): UserRow {
    const now = clock.now();
    const user: UserRow = {
      id: uuidv7(),
      username: username.toLowerCase(),
      name: cleanName(name),
      role,
      ...secrets,
      disabled: false,
      createdAt: now,
      updatedAt: now,
      lastSignInAt: null,
    };
    db.transaction(() => {
      first();
      if (users.findByName(user.username)) {
        throw new AppError('user.exists', { field: 'username', username: user.username });
      }
      // First, since a log without an entry where there are accounts is one that was emptied.
      const details = { username: user.username, name: user.name, role };
      audit.append({ ...who, action: 'user.create', target: `user:${user.id}`, details });
      users.insert(user);
    }).immediate();
    changed(user.id);
    return user;
  }

  function liftLocks(id: string, username: string): void {
    lockout.clear({ kind: 'password', subject: username });
    lockout.clear({ kind: 'pin', subject: id });
  }

  async function makeOneTime() {
    const password = oneTimePassword();
    const passwordHash = await hashPassword(password);
    return { password, secrets: { passwordHash, passwordExpiresAt: clock.now() + ONE_TIME_MS } };
  }

  return {
    require,

    /** A new account; the password returned is shown once and must be changed at the first sign-in. */
    async create(who: Who, input: NewUser): Promise<{ user: UserRow; password: string }> {
      const { password, secrets } = await makeOneTime();
      return { user: insert(who, input, { ...secrets, pinHash: null }), password };
    },

    /**
     * The first administrator, with a password of their own choice.
     * @param first runs in the transaction before the account is made; what it throws prevents it
     */
    async createFirst(
      who: Who,
      input: Omit<NewUser, 'role'> & { password: string; pin: string },
      first: () => void,
    ): Promise<UserRow> {
      const { username, name, password, pin } = input;
      checkPassword(password, username);
      checkPin(pin);
      const [passwordHash, pinHash] = await Promise.all([hashPassword(password), pins.hash(pin)]);
      return insert(
        who,
        { username, name, role: 'admin' },
        { passwordHash, pinHash, passwordExpiresAt: null },
        first,
      );
    },

    /** Name, role, disabled. A person whose rights change is signed out everywhere. */
    update(who: Who, id: string, patch: Omit<UserPatch, 'reset' | 'unlock'>): UserRow {
      const before = require(id);
      const { name = before.name, role = before.role, disabled = before.disabled } = patch;
      const after = { name: cleanName(name), role, disabled };
      const keys = (['name', 'role', 'disabled'] as const).filter((key) => before[key] !== after[key]);
      if (keys.length === 0) return before;
      const details = Object.fromEntries(keys.map((key) => [key, { from: before[key], to: after[key] }]));
      return write(
        who,
        id,
        'user.update',
        (user) => {
          const isAdmin = user.role === 'admin' && !user.disabled;
          if (isAdmin && (role !== 'admin' || disabled) && users.enabledAdmins() < 2) {
            throw new AppError('user.last_admin');
          }
          if (keys.some((key) => key !== 'name')) sessions.endAllOf(id);
          return after;
        },
        details,
      );
    },

    /** A one-time password for somebody who forgot theirs; signs them out everywhere and lifts a lock. */
    async resetPassword(who: Who, id: string): Promise<{ user: UserRow; password: string }> {
      const { password, secrets } = await makeOneTime();
      const user = write(who, id, 'user.reset_password', ({ username }) => {
        liftLocks(id, username);
        sessions.endAllOf(id);
        return secrets;
      });
      return { user, password };
    },

    /** Lets somebody guess again who was locked out, as their password or as their PIN; one's own lock stays. */
    unlock(who: Who, id: string): UserRow {
      if (who.request?.user?.id === id) throw new AppError('user.own_lock');
      return write(who, id, 'user.unlock', ({ username }) => {
        liftLocks(id, username);
        return {};
      });
    },

    /** The person's own new password; signs them out everywhere. */
    async setPassword(who: Who, id: string, password: string): Promise<void> {
      checkPassword(password, require(id).username);
      const passwordHash = await hashPassword(password);
      write(who, id, 'user.change_password', () => {
        sessions.endAllOf(id);
        return { passwordHash, passwordExpiresAt: null };
      });
    },

    /** A new PIN, for a person who has confirmed their password; opens a PIN that was locked. */
    async setPin(who: Who, id: string, pin: string): Promise<void> {
      checkPin(pin);
      const pinHash = await pins.hash(pin);
      write(who, id, 'user.change_pin', () => {
        lockout.clear({ kind: 'pin', subject: id });
        return { pinHash };
      });
    },

    endSessions(who: Who, id: string): void {
      write(who, id, 'user.end_sessions', () => {
        sessions.endAllOf(id);
        return {};
      });
    },
  };
}

export type Accounts = ReturnType<typeof createAccounts>;
