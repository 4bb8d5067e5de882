import Database from 'better-sqlite3';

export type Db = Database.Database;

/**
 * Opens the station's database: WAL, and every commit on the disk before it is acknowledged. better-sqlite3 is
 * built with WAL_SYNCHRONOUS=1, which silently falls back to NORMAL, so FULL is set and read back after a write.
 */
export function openDatabase(path: string): Db {
  const db = new Database(path, { timeout: 5_000 });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma('busy_timeout = 5000');
    db.pragma('journal_size_limit = 16777216');
    db.pragma('trusted_schema = OFF');
    // KiB; what is read often stays with the kernel too, and better-sqlite3 alone would hold 16 MB.
    db.pragma('cache_size = -4000');
    db.exec('CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT');
    db.prepare(
      "INSERT INTO meta VALUES ('opened', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    ).run(new Date().toISOString());
    if (db.pragma('synchronous', { simple: true }) !== 2)
      throw new Error('SQLite did not keep synchronous=FULL');
    if (db.pragma('journal_mode', { simple: true }) !== 'wal')
      throw new Error('SQLite did not keep WAL mode');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Reads one value of `meta`. */
export function readMeta(db: Db, key: string): string | undefined {
  return db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(key);
}

/** Writes one value of `meta`. */
export function writeMeta(db: Db, key: string, value: string): void {
  db.prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run(
    key,
    value,
  );
}
