import { createHash } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { DAY_MS } from '../../clock.ts';
import type { Db } from '../../db/open.ts';
import { AppError } from '../../errors.ts';

const MINUTE_MS = 60_000;
const WINDOW_MS = 15 * MINUTE_MS;
const FIRST_LOCK_MS = 5 * MINUTE_MS;
const LONGEST_LOCK_MS = 60 * MINUTE_MS;

/** Wrong guesses allowed in a window, per account (password and PIN apart) and per address. */
const ALLOWED = { password: 5, pin: 5, address: 20 } as const;
export type LockKind = keyof typeof ALLOWED;

export interface LockState {
  failures: number;
  /** UTC ms of the first failure of the window. */
  since: number;
  /** Locks so far; forgotten after a day without a failure. */
  level: number;
  /** UTC ms; 0 when not locked. */
  lockedUntil: number;
}

/** Milliseconds until a locked state opens; 0 when open. A lock beyond any of ours is a clock's fault: open. */
export function lockedFor(state: LockState | undefined, now: number): number {
  const left = (state?.lockedUntil ?? 0) - now;
  return left > 0 && left <= LONGEST_LOCK_MS ? left : 0;
}

/** The state after one more guess that is taken for wrong: 5 minutes at the limit, doubling up to an hour. */
export function afterFailure(state: LockState | undefined, allowed: number, now: number): LockState {
  const quiet = state ? now - Math.max(state.since, state.lockedUntil) : Number.POSITIVE_INFINITY;
  const sameWindow = state && state.lockedUntil === 0 && now >= state.since && now - state.since < WINDOW_MS;
  const level = state && quiet < DAY_MS ? state.level : 0;
  const failures = sameWindow ? state.failures + 1 : 1;
  const since = sameWindow ? state.since : now;
  if (failures < allowed) return { failures, since, level, lockedUntil: 0 };
  const lockMs = Math.min(FIRST_LOCK_MS * 2 ** level, LONGEST_LOCK_MS);
  return { failures, since, level: level + 1, lockedUntil: now + lockMs };
}

/** The state as if one guess, which was taken for wrong, had not been; it also opens the lock that this one began. */
function withoutOne(state: LockState, allowed: number): LockState {
  const failures = Math.max(0, state.failures - 1);
  if (state.lockedUntil === 0 || failures >= allowed) return { ...state, failures };
  return { ...state, failures, level: state.level - 1, lockedUntil: 0 };
}

export interface LockKey {
  kind: LockKind;
  /** A user name, user id or address; stored as a digest. */
  subject: string;
}

/** Persistent lockout: what holds guessing back, also over a restart. */
export function createLockout({ db, clock }: { db: Db; clock: Pick<Clock, 'now'> }) {
  const read = db.prepare<[LockKind, string], LockState>(
    'SELECT failures, since, level, locked_until AS lockedUntil FROM lockouts WHERE kind = ? AND subject = ?',
  );
  const write = db.prepare('INSERT OR REPLACE INTO lockouts VALUES (?, ?, ?, ?, ?, ?)');
  const remove = db.prepare('DELETE FROM lockouts WHERE kind = ? AND subject = ?');
  const removeOld = db.prepare('DELETE FROM lockouts WHERE max(since, locked_until) < ?');

  /** Charges a guess before it is checked, so that guesses in parallel don't share one charge. */
  const charge = db.transaction((keys: readonly LockKey[]): number => {
    const now = clock.now();
    const states = keys.map(({ kind, subject }) => read.get(kind, digest(subject)));
    const left = Math.max(...states.map((state) => lockedFor(state, now)));
    if (left > 0) throw locked(left);
    removeOld.run(now - 2 * DAY_MS);
    const charged = keys.map(({ kind, subject }, i) => {
      const next = afterFailure(states[i], ALLOWED[kind], now);
      write.run(kind, digest(subject), next.failures, next.since, next.level, next.lockedUntil);
      return next;
    });
    return Math.max(...charged.map((state) => lockedFor(state, now)));
  });

  /**
   * After a right guess. What others guessed wrong from the same address stays counted: else whoever has any account
   * could sign in between the guesses at another's.
   */
  const refund = db.transaction((keys: readonly LockKey[]): void => {
    for (const key of keys) {
      const state = key.kind === 'address' ? read.get(key.kind, digest(key.subject)) : undefined;
      if (!state) clear(key);
      else {
        const { failures, since, level, lockedUntil } = withoutOne(state, ALLOWED.address);
        write.run(key.kind, digest(key.subject), failures, since, level, lockedUntil);
      }
    }
  });

  function clear(key: LockKey): void {
    remove.run(key.kind, digest(key.subject));
  }

  return {
    /**
     * Lets `check` judge one guess. Throws `auth.locked` without calling it while any of the keys is locked; a right
     * guess clears the person's and takes its own charge back from the address, a wrong one that reaches the limit throws `auth.locked` too.
     * @param onLock called in the moment a lock begins
     */
    async attempt(
      keys: readonly LockKey[],
      check: () => Promise<boolean>,
      onLock: () => void,
    ): Promise<boolean> {
      const lockMs = charge.immediate(keys);
      if (await check()) {
        refund(keys);
        return true;
      }
      if (lockMs === 0) return false;
      onLock();
      throw locked(lockMs);
    },
    clear,
    /** Throws `auth.locked` while it is; counts no guess. */
    requireOpen({ kind, subject }: LockKey): void {
      const left = lockedFor(read.get(kind, digest(subject)), clock.now());
      if (left > 0) throw locked(left);
    },
    /** Milliseconds until it opens; 0 when open. */
    lockedFor: ({ kind, subject }: LockKey) => lockedFor(read.get(kind, digest(subject)), clock.now()),
  };
}

export type Lockout = ReturnType<typeof createLockout>;

function locked(ms: number): AppError {
  return new AppError('auth.locked', { minutes: Math.ceil(ms / MINUTE_MS) });
}

function digest(subject: string): string {
  return createHash('sha256').update(subject.toLowerCase()).digest('base64url');
}
