import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../errors.ts';
import { checkedCopy } from './checked-copy.ts';
import type { Db } from './open.ts';

export const MIGRATIONS_DIR = join(dirname(fileURLToPath(import.meta.url)), '../../migrations');

const BEFORE = /^before-migration-\d{4}\.db$/;
/** How many of those copies stay. */
const KEPT_COPIES = 2;

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

/** All migrations in `dir`, in order. Throws where a number is missing or taken twice. */
export function readMigrations(dir: string = MIGRATIONS_DIR): Migration[] {
  const files = readdirSync(dir).filter((file) => file.endsWith('.sql'));
  files.sort();
  return files.map((file, index) => {
    const number = Number(/^(\d{4})_[a-z0-9_]+\.sql$/.exec(file)?.[1]);
    if (number !== index + 1) throw new Error(`migrations/${file}: expected number ${index + 1}`);
    return { number, name: file, sql: readFileSync(join(dir, file), 'utf8') };
  });
}

/**
 * Brings the database to the newest schema, each migration in its own transaction. The database is first copied
 * to `backupDir` and the copy checked, unless it is new; undefined: it is such a copy itself. Throws
 * `database.newer`, and `database.migration_changed` where the text of a migration changed after it ran. Returns
 * the names of those it ran.
 */
export function migrate(
  db: Db,
  backupDir: string | undefined,
  migrations: Migration[] = readMigrations(),
): string[] {
  db.exec(`CREATE TABLE IF NOT EXISTS migrations
    (number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, at INTEGER NOT NULL) STRICT`);
  const done = db
    .prepare<[], { number: number; name: string; sha256: string }>('SELECT * FROM migrations ORDER BY number')
    .all();
  for (const { number, name, sha256 } of done) {
    const file = migrations[number - 1];
    if (!file) throw new AppError('database.newer', { name });
    if (digest(file.sql) !== sha256) throw new AppError('database.migration_changed', { name: file.name });
  }
  const pending = migrations.slice(done.length);
  if (pending.length > 0 && done.length > 0 && backupDir) backUp(db, backupDir, done.length);
  const record = db.prepare('INSERT INTO migrations VALUES (?, ?, ?, ?)');
  for (const { number, name, sql } of pending) {
    db.transaction(() => {
      db.exec(sql);
      record.run(number, name, digest(sql), Date.now());
    })();
  }
  return pending.map((migration) => migration.name);
}

/** Always anew: a copy that an attempt of another day left behind is not how things stand now. */
function backUp(db: Db, dir: string, version: number): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  checkedCopy(db.name, join(dir, `before-migration-${String(version + 1).padStart(4, '0')}.db`));
  const copies = readdirSync(dir).filter((name) => BEFORE.test(name));
  for (const name of copies.sort().slice(0, -KEPT_COPIES)) rmSync(join(dir, name), { force: true });
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
