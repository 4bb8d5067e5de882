import type { Db } from '../../db/open.ts';
import type { Role } from '../roles.ts';

export interface UserRow {
  /** UUIDv7 */
  id: string;
  /** Lower case. */
  username: string;
  name: string;
  role: Role;
  passwordHash: string;
  /** UTC ms; set while the password is a one-time one. */
  passwordExpiresAt: number | null;
  pinHash: string | null;
  disabled: boolean;
  createdAt: number;
  updatedAt: number;
  lastSignInAt: number | null;
}

type Stored = Omit<UserRow, 'disabled'> & { disabled: number };

const COLUMNS = `id, username, name, role, password_hash AS passwordHash, password_expires_at AS passwordExpiresAt,
  pin_hash AS pinHash, disabled, created_at AS createdAt, updated_at AS updatedAt,
  last_sign_in_at AS lastSignInAt`;

/** The SQL of the table of people. Nobody is ever deleted: the audit log speaks of them. */
export function usersRepository(db: Db) {
  const byId = db.prepare<[string], Stored>(`SELECT ${COLUMNS} FROM users WHERE id = ?`);
  const byName = db.prepare<[string], Stored>(`SELECT ${COLUMNS} FROM users WHERE username = ?`);
  const list = db.prepare<[string, number], Stored>(
    `SELECT ${COLUMNS} FROM users WHERE username > ? ORDER BY username LIMIT ?`,
  );
  const count = db.prepare<[], number>('SELECT count(*) FROM users').pluck();
  const admins = db
    .prepare<[], number>("SELECT count(*) FROM users WHERE role = 'admin' AND disabled = 0")
    .pluck();
  const insert = db.prepare(`INSERT INTO users VALUES (:id, :username, :name, :role, :passwordHash,
    :passwordExpiresAt, :pinHash, :disabled, :createdAt, :updatedAt, :lastSignInAt)`);
  const update = db.prepare(`UPDATE users SET name = :name, role = :role, password_hash = :passwordHash,
    password_expires_at = :passwordExpiresAt, pin_hash = :pinHash, disabled = :disabled, updated_at = :updatedAt,
    last_sign_in_at = :lastSignInAt WHERE id = :id`);
  const replacePinHash = db.prepare('UPDATE users SET pin_hash = ? WHERE id = ? AND pin_hash = ?');
  return {
    get: (id: string) => maybe(byId.get(id)),
    findByName: (username: string) => maybe(byName.get(username.toLowerCase())),
    /** By user name, those after `start`. */
    list: (start: string, limit: number) => list.all(start, limit).map(toUser),
    count: () => count.get() ?? 0,
    /** Administrators who can sign in. */
    enabledAdmins: () => admins.get() ?? 0,
    insert: (user: UserRow) => insert.run({ ...user, disabled: Number(user.disabled) }),
    update: (user: UserRow) => update.run({ ...user, disabled: Number(user.disabled) }),
    /** The same PIN, hashed in another way; nothing happens where it has been changed meanwhile. */
    replacePinHash: (id: string, from: string, to: string) => replacePinHash.run(to, id, from),
  };
}

export type UsersRepository = ReturnType<typeof usersRepository>;

function toUser(row: Stored): UserRow {
  return { ...row, disabled: row.disabled === 1 };
}

function maybe(row: Stored | undefined): UserRow | undefined {
  return row && toUser(row);
}
