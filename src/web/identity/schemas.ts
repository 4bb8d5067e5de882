import { type Static, Type } from 'typebox';
import { RIGHTS, ROLES } from '../roles.ts';
import { PASSWORD_MAX } from './password-rules.ts';

const Instant = Type.Integer({ description: 'UTC milliseconds' });
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()]);

const Role = Type.Enum([...ROLES]);
const Username = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{2,31}$',
  description: '3–32 letters without accents, digits, . _ -; case does not matter',
});
const PersonName = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' });
/** Longer than any password that was let in: what is typed wrong must not be a 400. */
const Typed = Type.String({ minLength: 1, maxLength: 4 * PASSWORD_MAX });

export const SessionAnswer = Type.Object({
  user: nullable(
    Type.Object({
      id: Type.String(),
      username: Type.String(),
      name: Type.String(),
      role: Role,
      rights: Type.Array(Type.Enum([...RIGHTS])),
      hasPin: Type.Boolean(),
      /** Signed in with a one-time password: everything else is refused until it is changed. */
      mustChangePassword: Type.Boolean(),
    }),
  ),
  csrf: Type.String({ description: 'For the header x-csrf-token; empty when nobody is signed in' }),
  setup: Type.Boolean({ description: 'No account exists yet' }),
  clock: Type.Object({ now: Instant, trusted: Type.Boolean() }),
  version: Type.String(),
});
export type SessionAnswer = Static<typeof SessionAnswer>;

export const SignIn = Type.Object({
  username: Type.String({ minLength: 1, maxLength: 64 }),
  password: Typed,
});
export type SignIn = Static<typeof SignIn>;

export const Setup = Type.Object({
  code: Type.String({ minLength: 1, maxLength: 40 }),
  username: Username,
  name: PersonName,
  password: Typed,
  pin: Type.String({ maxLength: 12 }),
});
export type Setup = Static<typeof Setup>;

export const ChangePassword = Type.Object({ current: Typed, password: Typed });
export const ChangePin = Type.Object({ password: Typed, pin: Type.String({ maxLength: 12 }) });

export const User = Type.Object({
  id: Type.String(),
  username: Type.String(),
  name: Type.String(),
  role: Role,
  disabled: Type.Boolean(),
  hasPin: Type.Boolean(),
  mustChangePassword: Type.Boolean(),
  /** Until when too many wrong guesses keep the account locked; null when open. */
  lockedUntil: nullable(Instant),
  /** The same for the PIN, which is asked before an emergency. */
  pinLockedUntil: nullable(Instant),
  sessions: Type.Integer(),
  createdAt: Instant,
  lastSignInAt: nullable(Instant),
});
export type User = Static<typeof User>;

/** With the password to hand over, shown this once. */
export const UserWithPassword = Type.Object({
  ...User.properties,
  oneTimePassword: Type.Optional(Type.String()),
});
export type UserWithPassword = Static<typeof UserWithPassword>;

export const NewUser = Type.Object({ username: Username, name: PersonName, role: Role });
export type NewUser = Static<typeof NewUser>;

export const UserPatch = Type.Object({
  name: Type.Optional(PersonName),
  role: Type.Optional(Role),
  disabled: Type.Optional(Type.Boolean()),
  /** Replaces the password by a one-time one and lifts the locks. */
  reset: Type.Optional(Type.Literal(true)),
  /** Lifts the locks of password and PIN; not one's own. */
  unlock: Type.Optional(Type.Literal(true)),
});
export type UserPatch = Static<typeof UserPatch>;

export const UserId = Type.Object({ id: Type.String({ maxLength: 64 }) });
