import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import type { Clock } from '../../clock.ts';
import type { Db } from '../../db/open.ts';
import { AppError } from '../../errors.ts';
import type { Audit, AuditEntry } from '../audit.ts';
import type { LockKey, Lockout } from './lockout.ts';
import { NOBODYS_HASH, verifyPassword } from './passwords.ts';
import type { Pins } from './pins.ts';
import { type UserRow, usersRepository } from './users-repository.ts';

export interface CredentialsParts {
  db: Db;
  clock: Pick<Clock, 'now'>;
  audit: Audit;
  lockout: Lockout;
  pins: Pins;
  log: FastifyBaseLogger;
}

/** Is it really this person? Every wrong answer is counted, over restarts, and the lock that follows is audited. */
export function createCredentials({ db, clock, audit, lockout, pins, log }: CredentialsParts) {
  const users = usersRepository(db);

  function attempt(
    keys: readonly LockKey[],
    who: Pick<AuditEntry, 'request' | 'actor'>,
    user: UserRow | undefined,
    check: () => Promise<boolean>,
  ): Promise<boolean> {
    return lockout.attempt(keys, check, () => {
      const target = user ? { target: `user:${user.id}` } : {};
      const details = { kind: keys[0]?.kind };
      db.transaction(() => audit.append({ ...who, action: 'session.lock', ...target, details })).immediate();
    });
  }

  /** Beside the work that waits for the PIN; where it fails, the next right PIN does it. */
  function renewPinHash(userId: string, old: string, pin: string): void {
    pins
      .hash(pin)
      .then((pinHash) => users.replacePinHash(userId, old, pinHash))
      .catch((error) => log.warn({ err: error }, 'a PIN could not be hashed anew'));
  }

  function passwordKeys(username: string, request: FastifyRequest): LockKey[] {
    return [
      { kind: 'password', subject: username },
      { kind: 'address', subject: request.ip },
    ];
  }

  return {
    /**
     * The person of that name and password. `auth.wrong` for a wrong name, a wrong password and a disabled account
     * alike, after the same work; `auth.locked` after too many, also for names that nobody has.
     */
    async signIn(username: string, password: string, request: FastifyRequest): Promise<UserRow> {
      const user = users.findByName(username);
      const who = { request, actor: user?.name ?? 'unknown' };
      const isRight = await attempt(passwordKeys(username, request), who, user, async () => {
        const isSame = await verifyPassword(user?.passwordHash ?? NOBODYS_HASH, password);
        return isSame && user !== undefined && !user.disabled;
      });
      if (!isRight || !user) throw new AppError('auth.wrong');
      if (user.passwordExpiresAt !== null && user.passwordExpiresAt <= clock.now()) {
        throw new AppError('auth.password_expired');
      }
      return user;
    },

    /** Throws `auth.locked` or `auth.pin_unset` where no PIN would be right now; counts no guess. */
    requirePinOpen(userId: string): void {
      if (!users.get(userId)?.pinHash) throw new AppError('auth.pin_unset');
      lockout.requireOpen({ kind: 'pin', subject: userId });
    },

    /** The password once more, before something that a session alone must not do. Throws as signIn does. */
    async confirmPassword(user: UserRow, password: string, request: FastifyRequest): Promise<void> {
      const check = () => verifyPassword(user.passwordHash, password);
      const isRight = await attempt(passwordKeys(user.username, request), { request }, user, check);
      if (!isRight) throw new AppError('auth.password_wrong');
    },

    /**
     * True, or throws `auth.pin_wrong`, `auth.locked`, or `auth.pin_unset` where there is none.
     * @param request by which the PIN came: the audit log tells from where a lock was brought about
     */
    async verifyPin(userId: string, pin: string, request?: FastifyRequest): Promise<true> {
      const user = users.get(userId);
      const pinHash = user?.pinHash;
      if (!user || user.disabled || !pinHash) throw new AppError('auth.pin_unset');
      const who = request ? { request } : { actor: user.name };
      const check = () => pins.verify(pinHash, pin);
      const isRight = await attempt([{ kind: 'pin', subject: userId }], who, user, check);
      if (!isRight) throw new AppError('auth.pin_wrong');
      if (pins.isOld(pinHash)) renewPinHash(userId, pinHash, pin);
      return true;
    },
  };
}

export type Credentials = ReturnType<typeof createCredentials>;
