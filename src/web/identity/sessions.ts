import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../../clock.ts';
import type { Db } from '../../db/open.ts';
import type { EventBus } from '../../events.ts';
import { guarded, type Pulse, whileNeeded } from '../../repeat.ts';
import type { Role } from '../roles.ts';
import { type SessionRow, sessionsRepository } from './sessions-repository.ts';

declare module '../../events.ts' {
  interface Events {
    /** Signed out, expired or revoked: whatever this session holds open must close. */
    'session.ended': { sessionId: string };
  }
}

/** A person as a request or a socket knows them. */
export interface SessionUser {
  id: string;
  username: string;
  name: string;
  role: Role;
}

export interface Session {
  id: string;
  user: SessionUser;
  /** Signed in with a one-time password: nothing may be done before it is changed. */
  oneTime: boolean;
}

export interface SessionLimits {
  idleMs: number;
  absoluteMs: number;
}

export interface SessionParts {
  db: Db;
  clock: Pick<Clock, 'now'>;
  events: EventBus;
  /** Signs the CSRF tokens. */
  key: Buffer;
  limits: () => SessionLimits;
}

const TOKEN_BYTES = 32;
const TOKEN = /^[\w-]{43}$/;
/** More sign-ins than any officer has browsers; the oldest session gives way. */
const MAX_PER_USER = 20;
const SWEEP_MS = 2_000;
const SEEN_MS = 60_000;

/**
 * Server-side sessions. The browser holds a random token, the database only its SHA-256. Each request reads its
 * session anew, so that one revoked by anybody (also by `tramso user`, another process) is gone at once; what it
 * does not do is write: the time of last use is kept in memory and stored once a minute.
 */
export function createSessions({ db, clock, events, key, limits }: SessionParts) {
  const repository = sessionsRepository(db);
  /** When the sessions that came by since the start were last used (UTC ms). */
  const seen = new Map<string, number>();
  let storedAt = clock.now();
  /** Rests while nobody has come by: then nothing is held open. */
  let sweeping: Pulse | undefined;

  function note(id: string, at: number): void {
    seen.set(id, at);
    sweeping?.wake();
  }

  function isOver(row: SessionRow, now: number): boolean {
    const { idleMs, absoluteMs } = limits();
    const lastSeen = Math.max(row.seenAt, seen.get(row.id) ?? 0);
    return now - lastSeen >= idleMs || now - row.createdAt >= absoluteMs;
  }

  function forget(id: string): void {
    seen.delete(id);
    events.emit('session.ended', { sessionId: id });
  }

  function end(id: string): void {
    if (repository.remove(id)) forget(id);
  }

  /** Ends what has expired, and lets go of what another process has ended. */
  function sweep(): void {
    const now = clock.now();
    const rows = repository.all();
    const over = rows.filter((row) => isOver(row, now)).map(({ id }) => id);
    const living = new Set(rows.map(({ id }) => id).filter((id) => !over.includes(id)));
    // First what they hold open: nothing can be written on a full disk, and still it must close.
    for (const id of seen.keys()) if (!living.has(id)) forget(id);
    // At once: each commit waits for the disk, and after a week's power cut all of them are over.
    if (over.length > 0) removeAll(over);
    if (now - storedAt >= SEEN_MS) store();
  }

  const removeAll = db.transaction((ids: readonly string[]) => {
    for (const id of ids) repository.remove(id);
  });

  function store(): void {
    db.transaction(() => {
      for (const row of repository.all()) {
        const at = seen.get(row.id);
        if (at !== undefined && at > row.seenAt) repository.setSeen(row.id, at);
      }
    })();
    storedAt = clock.now();
  }

  function csrfToken(sessionId: string): string {
    return createHmac('sha256', key).update(sessionId).digest('base64url');
  }

  return {
    /** A new session; the token is for its cookie and kept nowhere else. Callable inside a transaction. */
    open(userId: string, address: string): { id: string; token: string } {
      const token = randomBytes(TOKEN_BYTES).toString('base64url');
      const id = uuidv7();
      const now = clock.now();
      for (const old of repository.ofUser(userId).slice(0, 1 - MAX_PER_USER)) end(old.id);
      repository.insert({ id, tokenHash: digest(token), userId, address, createdAt: now, seenAt: now });
      note(id, now);
      return { id, token };
    },

    /** The live session of a token, whatever somebody sent for one; counts as use of it unless `touch` is false. */
    find(token: string | undefined, { touch = true } = {}): Session | undefined {
      const row = token && TOKEN.test(token) ? repository.find(digest(token)) : undefined;
      const now = clock.now();
      if (!row || isOver(row, now)) return undefined;
      // Noted in any case: what it holds open must close with it.
      if (touch || !seen.has(row.id)) note(row.id, touch ? now : row.seenAt);
      const { username, name, role } = row;
      return {
        id: row.id,
        user: { id: row.userId, username, name, role },
        oneTime: row.passwordExpiresAt !== null,
      };
    },

    end,

    /** Ends every session of a person. Callable inside a transaction. */
    endAllOf(userId: string): void {
      for (const row of repository.ofUser(userId)) end(row.id);
    },

    /** How many browsers a person is signed in on. */
    count: (userId: string) => repository.ofUser(userId).length,

    csrfToken,

    /** Whether a request may act for the session: only a page of ours can read the token and send it. */
    isCsrfToken(sessionId: string, sent: unknown): boolean {
      if (typeof sent !== 'string') return false;
      const expected = Buffer.from(csrfToken(sessionId));
      const given = Buffer.from(sent);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },

    /** Looks after the sessions until the function returned is called. */
    start(log: FastifyBaseLogger): () => Promise<void> {
      const sweepOn = () => {
        sweep();
        return seen.size > 0;
      };
      sweeping = whileNeeded(SWEEP_MS, sweepOn, { log, work: 'sessions swept' });
      sweeping.wake();
      return async () => {
        await sweeping?.close();
        await guarded(store, { log, work: 'sessions stored' })();
      };
    },

    sweep,
  };
}

export type Sessions = ReturnType<typeof createSessions>;

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
