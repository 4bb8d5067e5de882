import type { Db } from '../../db/open.ts';
import type { Role } from '../roles.ts';

export interface SessionRow {
  id: string;
  userId: string;
  createdAt: number;
  seenAt: number;
}

/** A session with the person it stands for. */
export interface SessionWithUser extends SessionRow {
  username: string;
  name: string;
  role: Role;
  passwordExpiresAt: number | null;
}

const COLUMNS = 's.id, s.user_id AS userId, s.created_at AS createdAt, s.seen_at AS seenAt';

/** The SQL of the sessions. */
export function sessionsRepository(db: Db) {
  const insert = db.prepare<[string, Buffer, string, string, number, number]>(
    `INSERT INTO sessions (id, token_hash, user_id, address, created_at, seen_at) VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const find = db.prepare<[Buffer], SessionWithUser>(
    `SELECT ${COLUMNS}, u.username, u.name, u.role, u.password_expires_at AS passwordExpiresAt
     FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_hash = ? AND u.disabled = 0`,
  );
  const all = db.prepare<[], SessionRow>(`SELECT ${COLUMNS} FROM sessions s`);
  const ofUser = db.prepare<[string], SessionRow>(
    `SELECT ${COLUMNS} FROM sessions s WHERE s.user_id = ? ORDER BY s.created_at, s.id`,
  );
  const seen = db.prepare<[number, string]>('UPDATE sessions SET seen_at = ? WHERE id = ?');
  const remove = db.prepare<[string]>('DELETE FROM sessions WHERE id = ?');
  return {
    insert: (row: SessionRow & { tokenHash: Buffer; address: string }) =>
      insert.run(row.id, row.tokenHash, row.userId, row.address, row.createdAt, row.seenAt),
    find: (tokenHash: Buffer) => find.get(tokenHash),
    all: () => all.all(),
    /** Oldest first. */
    ofUser: (userId: string) => ofUser.all(userId),
    setSeen: (id: string, at: number) => seen.run(at, id),
    /** False where it was gone already. */
    remove: (id: string) => remove.run(id).changes > 0,
  };
}
