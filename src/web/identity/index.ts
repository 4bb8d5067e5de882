import type { IncomingMessage } from 'node:http';
import cookie from '@fastify/cookie';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { AppError } from '../../errors.ts';
import { type Accounts, createAccounts } from './accounts.ts';
import { IdentitySettings } from './config.ts';
import { tokenOf } from './cookie.ts';
import { type Credentials, createCredentials } from './credentials.ts';
import { createLockout, type Lockout } from './lockout.ts';
import { createPins } from './pins.ts';
import sessionRoutes from './session-routes.ts';
import { createSessions, type Session, type Sessions, type SessionUser } from './sessions.ts';
import { createSetupCode, type SetupCode } from './setup-code.ts';
import { type UsersRepository, usersRepository } from './users-repository.ts';
import usersRoutes from './users-routes.ts';

export type { Audit, AuditEntry, AuditVerdict } from '../audit.ts';
export type { Session, SessionUser } from './sessions.ts';

declare module 'fastify' {
  interface FastifyInstance {
    identity: Identity;
    pin: {
      /** True, or throws `auth.pin_wrong`, `auth.locked`, or `auth.pin_unset` where there is none. */
      verify(userId: string, pin: string, request?: FastifyRequest): Promise<boolean>;
      /** Throws `auth.locked` or `auth.pin_unset` where no PIN would be right now; counts no guess. */
      requireOpen(userId: string): void;
    };
  }
  interface FastifyRequest {
    user: SessionUser | null;
    sessionId: string | null;
  }
  interface FastifyContextConfig {
    /** Open to somebody who has still to change a one-time password. */
    withOneTimePassword?: true;
    /** Asked again and again by an open page: no sign that somebody sits before it. */
    passive?: true;
  }
}

export interface Identity {
  /** The code that creates the first account, to be printed by the start; null once there is an account. */
  firstRunCode(): string | null;
  /** No account exists yet. */
  needsSetup(): boolean;
  /** The session behind a request or an upgrade; for what goes past Fastify's hooks. */
  sessionOf(request: IncomingMessage): Session | undefined;
}

/** What the routes of this folder work with. */
export interface IdentityParts {
  users: UsersRepository;
  accounts: Accounts;
  credentials: Credentials;
  sessions: Sessions;
  lockout: Lockout;
  setupCode: SetupCode;
}

/** What a page reads by itself, after an event or now and then: nobody may be sitting before it. */
function isPassive({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && headers['x-tramso-passive'] === '1';
}

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];
const MINUTE_MS = 60_000;

/** Decorates `identity`, `pin` and every request's `user` and `sessionId`; serves accounts and sessions. */
export default fp(
  async (app) => {
    // Parsed where it is looked at, not for each file of the panel.
    await app.register(cookie, { hook: false });
    const { audit, db, clock, secrets, events } = app;
    const log = app.log.child({ slice: 'web' });
    const settings = app.settings.section('identity', IdentitySettings);
    const users = usersRepository(db);
    const lockout = createLockout({ db, clock });
    const sessions = createSessions({
      db,
      clock,
      events,
      key: secrets.derive('csrf'),
      limits() {
        const { idleMinutes, sessionHours } = settings.get();
        return { idleMs: idleMinutes * MINUTE_MS, absoluteMs: sessionHours * 60 * MINUTE_MS };
      },
    });
    const pins = createPins(secrets.derive('pin'));
    const changed = (id: string) => app.live.changed('users', id);
    const accounts = createAccounts({ db, clock, audit, sessions, lockout, pins, changed });
    const credentials = createCredentials({ db, clock, audit, lockout, pins, log });
    const setupCode = createSetupCode({ db, clock, key: secrets.derive('setup') });
    const needsSetup = () => users.count() === 0;
    const firstCode = needsSetup() ? setupCode.renew() : null;

    app.decorate('pin', { verify: credentials.verifyPin, requireOpen: credentials.requirePinOpen });
    app.decorate('identity', {
      needsSetup,
      firstRunCode: () => (needsSetup() ? firstCode : null),
      sessionOf(request) {
        // A socket that connects again by itself is no use either.
        const session = sessions.find(tokenOf(app, request), { touch: false });
        return session?.oneTime ? undefined : session;
      },
    });
    app.decorateRequest('user', null);
    app.decorateRequest('sessionId', null);

    app.addHook('onRequest', async (request) => {
      const config = request.routeOptions.config;
      const touch = !(config.passive || isPassive(request));
      const session = sessions.find(tokenOf(app, request.raw), { touch });
      if (!session) return;
      const isOurPage =
        SAFE_METHODS.includes(request.method) ||
        sessions.isCsrfToken(session.id, request.headers['x-csrf-token']);
      if (!isOurPage) {
        // What is open to everybody needs no session, and gets none.
        if (config.public) return;
        throw new AppError('auth.csrf');
      }
      if (session.oneTime && !config.public && !config.withOneTimePassword) {
        throw new AppError('auth.password_change');
      }
      request.user = session.user;
      request.sessionId = session.id;
    });

    const parts: IdentityParts = { users, accounts, credentials, sessions, lockout, setupCode };
    await app.register(sessionRoutes, parts);
    await app.register(usersRoutes, parts);

    app.addHook('onClose', sessions.start(log));
  },
  { name: 'identity', dependencies: ['db', 'settings', 'outbox'] },
);
