import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import packageJson from '../../../package.json' with { type: 'json' };
import { AppError } from '../../errors.ts';
import { GUESSING } from '../rate-limits.ts';
import { rightsOf } from '../roles.ts';
import { setToken } from './cookie.ts';
import type { IdentityParts } from './index.ts';
import { requireUser } from './require-user.ts';
import { ChangePassword, ChangePin, SessionAnswer, Setup, SignIn } from './schemas.ts';
import type { UserRow } from './users-repository.ts';

const tags = ['session'];
const answer200 = { response: { 200: SessionAnswer } };
const own = { signedIn: true, withOneTimePassword: true, rateLimit: GUESSING } as const;

/** First run, sign-in and out, one's own password and PIN. */
const sessionRoutes: FastifyPluginAsyncTypebox<IdentityParts> = async (app, parts) => {
  const { users, accounts, credentials, sessions, setupCode } = parts;

  function answer(request: FastifyRequest): SessionAnswer {
    const user = request.user ? users.get(request.user.id) : undefined;
    return {
      user: user
        ? {
            id: user.id,
            username: user.username,
            name: user.name,
            role: user.role,
            rights: rightsOf(user.role),
            hasPin: user.pinHash !== null,
            mustChangePassword: user.passwordExpiresAt !== null,
          }
        : null,
      csrf: request.sessionId ? sessions.csrfToken(request.sessionId) : '',
      setup: app.identity.needsSetup(),
      clock: { now: app.clock.now(), trusted: app.clock.trusted() },
      version: packageJson.version,
    };
  }

  /** Signs the browser in as `user`, who has just proved to be it, in place of whoever it was before. */
  function signIn(user: UserRow, request: FastifyRequest, reply: FastifyReply): SessionAnswer {
    const session = app.db
      .transaction(() => {
        // Hashing took a while, in which the account may have been closed.
        const current = users.get(user.id);
        if (!current || current.disabled || current.passwordHash !== user.passwordHash) {
          throw new AppError('auth.wrong');
        }
        if (request.sessionId) sessions.end(request.sessionId);
        users.update({ ...current, lastSignInAt: app.clock.now() });
        const { id, username, name, role } = current;
        request.user = { id, username, name, role };
        app.audit.append({ request, action: 'session.sign_in', target: `user:${id}` });
        return sessions.open(id, request.ip);
      })
      .immediate();
    request.sessionId = session.id;
    setToken(reply, session.token);
    return answer(request);
  }

  app.get(
    '/api/session',
    { config: { public: true, passive: true }, schema: { tags, ...answer200 } },
    (request) => answer(request),
  );

  app.post(
    '/api/session',
    { config: { public: true, rateLimit: GUESSING }, schema: { tags, body: SignIn, ...answer200 } },
    async (request, reply) => {
      const { username, password } = request.body;
      return signIn(await credentials.signIn(username, password, request), request, reply);
    },
  );

  app.delete(
    '/api/session',
    {
      config: { signedIn: true, withOneTimePassword: true },
      schema: { tags, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { id } = requireUser(request);
      const { sessionId } = request;
      app.db
        .transaction(() => {
          if (sessionId) sessions.end(sessionId);
          app.audit.append({ request, action: 'session.sign_out', target: `user:${id}` });
        })
        .immediate();
      setToken(reply, null);
      reply.code(204);
      return null;
    },
  );

  app.post(
    '/api/session/password',
    { config: own, schema: { tags, body: ChangePassword, ...answer200 } },
    async (request, reply) => {
      const user = accounts.require(requireUser(request).id);
      const { current, password } = request.body;
      await credentials.confirmPassword(user, current, request);
      await accounts.setPassword({ request }, user.id, password);
      return signIn(accounts.require(user.id), request, reply);
    },
  );

  app.post(
    '/api/session/pin',
    { config: { signedIn: true, rateLimit: GUESSING }, schema: { tags, body: ChangePin, ...answer200 } },
    async (request) => {
      const user = accounts.require(requireUser(request).id);
      const { password, pin } = request.body;
      await credentials.confirmPassword(user, password, request);
      await accounts.setPin({ request }, user.id, pin);
      return answer(request);
    },
  );

  app.post(
    '/api/setup',
    { config: { public: true, rateLimit: GUESSING }, schema: { tags, body: Setup, ...answer200 } },
    async (request, reply) => {
      const { code, ...account } = request.body;
      if (!app.identity.needsSetup()) throw new AppError('setup.done');
      setupCode.check(code);
      const user = await accounts.createFirst({ request, actor: 'first run' }, account, () => {
        // Two browsers may have come this far with the same code.
        if (!app.identity.needsSetup()) throw new AppError('setup.done');
        setupCode.use();
      });
      return signIn(user, request, reply);
    },
  );
};

export default sessionRoutes;
