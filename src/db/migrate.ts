import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Db } from './open.ts';

export const MIGRATIONS_DIR = join(dirname(fileURLToPath(import.meta.url)), '../../migrations');

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
 * Brings the database to the newest schema, each migration in its own transaction. The database is backed up
 * first (VACUUM INTO `backupDir`) unless it is new. A migration whose text changed after it ran, or a database
 * from a newer version, stops the start. Returns the names of those it ran.
 */
export function migrate(db: Db, backupDir: string, migrations: Migration[] = readMigrations()): string[] {
  db.exec(`CREATE TABLE IF NOT EXISTS migrations
    (number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, at INTEGER NOT NULL) STRICT`);
  const done = db
    .prepare<[], { number: number; name: string; sha256: string }>('SELECT * FROM migrations ORDER BY number')
    .all();
  for (const row of done) {
    const file = migrations[row.number - 1];
    if (!file)
      throw new Error(
        `The database is from a newer version (${row.name}). Install that version or restore a backup.`,
      );
    if (digest(file.sql) !== row.sha256) throw new Error(`${file.name} was changed after it had run`);
  }
  const pending = migrations.slice(done.length);
  if (pending.length > 0 && done.length > 0) backUp(db, backupDir, done.length);
  const record = db.prepare('INSERT INTO migrations VALUES (?, ?, ?, ?)');
  for (const { number, name, sql } of pending) {
    db.transaction(() => {
      db.exec(sql);
      record.run(number, name, digest(sql), Date.now());
    })();
  }
  return pending.map((migration) => migration.name);
}

function backUp(db: Db, dir: string, version: number): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, `before-migration-${String(version + 1).padStart(4, '0')}.db`);
  if (!existsSync(path)) db.prepare('VACUUM INTO ?').run(path);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
