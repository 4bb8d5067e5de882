import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { Page, PageQuery, pageOf, readCursor } from '../paging.ts';
import type { IdentityParts } from './index.ts';
import type { LockKey } from './lockout.ts';
import { NewUser, User, UserId, UserPatch, UserWithPassword } from './schemas.ts';
import type { UserRow } from './users-repository.ts';

const tags = ['users'];
const config = { right: 'user.manage' } as const;

/** Người dùng: the accounts, for administrators. */
const usersRoutes: FastifyPluginAsyncTypebox<IdentityParts> = async (
  app,
  { users, accounts, sessions, lockout },
) => {
  function lockedUntil(key: LockKey): number | null {
    const ms = lockout.lockedFor(key);
    return ms > 0 ? app.clock.now() + ms : null;
  }

  function shown(user: UserRow): User {
    const { id, username, name, role, disabled, createdAt, lastSignInAt } = user;
    return {
      id,
      username,
      name,
      role,
      disabled,
      hasPin: user.pinHash !== null,
      mustChangePassword: user.passwordExpiresAt !== null,
      lockedUntil: lockedUntil({ kind: 'password', subject: user.username }),
      pinLockedUntil: lockedUntil({ kind: 'pin', subject: id }),
      sessions: sessions.count(id),
      createdAt,
      lastSignInAt,
    };
  }

  app.get(
    '/api/users',
    { config, schema: { tags, querystring: PageQuery, response: { 200: Page(User) } } },
    (request) => {
      const { limit = 50, after } = request.query;
      const [start = ''] = readCursor(after, ['string']) ?? [];
      const rows = users.list(String(start), limit + 1);
      const { items, next } = pageOf(rows, limit, (user) => [user.username]);
      return { items: items.map(shown), next, total: users.count() };
    },
  );

  app.post(
    '/api/users',
    { config, schema: { tags, body: NewUser, response: { 201: UserWithPassword } } },
    async (request, reply) => {
      const { user, password } = await accounts.create({ request }, request.body);
      reply.code(201);
      return { ...shown(user), oneTimePassword: password };
    },
  );

  app.patch(
    '/api/users/:id',
    { config, schema: { tags, params: UserId, body: UserPatch, response: { 200: UserWithPassword } } },
    async (request) => {
      const { reset, unlock, ...patch } = request.body;
      const { id } = request.params;
      const updated = accounts.update({ request }, id, patch);
      const user = unlock ? accounts.unlock({ request }, id) : updated;
      if (!reset) return shown(user);
      const { user: resetUser, password } = await accounts.resetPassword({ request }, id);
      return { ...shown(resetUser), oneTimePassword: password };
    },
  );

  app.delete(
    '/api/users/:id/sessions',
    { config, schema: { tags, params: UserId, response: { 204: Type.Null() } } },
    async (request, reply) => {
      accounts.endSessions({ request }, request.params.id);
      reply.code(204);
      return null;
    },
  );
};

export default usersRoutes;
