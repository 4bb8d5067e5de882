import { existsSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { MIGRATIONS_DIR, type Migration, migrate, readMigrations } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open.ts';

const one: Migration = { number: 1, name: '0001_a.sql', sql: 'CREATE TABLE a (x INTEGER) STRICT' };
const two: Migration = { number: 2, name: '0002_b.sql', sql: 'CREATE TABLE b (x INTEGER) STRICT' };
const broken: Migration = { number: 2, name: '0002_b.sql', sql: 'CREATE TABLE b (x); CREATE TABLE a (x)' };

t.test('runs each once, in order, and backs an existing database up first', async (t) => {
  const dir = t.testdir();
  const backups = join(dir, 'backups');
  const db = openDatabase(join(dir, 'x.db'));
  t.teardown(() => db.close());
  t.same(migrate(db, backups, [one]), ['0001_a.sql']);
  t.notOk(existsSync(backups), 'a new database has nothing to back up');
  db.exec('INSERT INTO a VALUES (7)');
  t.same(migrate(db, backups, [one, two]), ['0002_b.sql']);
  t.same(migrate(db, backups, [one, two]), []);
  const copy = openDatabase(join(backups, 'before-migration-0002.db'));
  t.teardown(() => copy.close());
  t.equal(copy.prepare('SELECT x FROM a').pluck().get(), 7);
});

t.test('a migration that fails leaves nothing half done', async (t) => {
  const dir = t.testdir();
  const db = openDatabase(join(dir, 'x.db'));
  t.teardown(() => db.close());
  migrate(db, dir, [one]);
  t.throws(() => migrate(db, dir, [one, broken]));
  t.equal(db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'b'").pluck().get(), 0);
  t.same(migrate(db, dir, [one, two]), ['0002_b.sql']);
});

t.test('a changed migration and a database from a newer version stop the start', async (t) => {
  const dir = t.testdir();
  const db = openDatabase(join(dir, 'x.db'));
  t.teardown(() => db.close());
  migrate(db, dir, [one, two]);
  t.throws(() => migrate(db, dir, [one]), /newer version/);
  t.throws(() => migrate(db, dir, [one, { ...two, sql: `${two.sql} ` }]), /changed after/);
});

t.test('the project’s own migrations are numbered without gaps and each names its slice', async (t) => {
  for (const { name } of readMigrations()) {
    const slice = /^\d{4}_([a-z]+)(_[a-z_]+)?\.sql$/.exec(name)?.[1] ?? '';
    t.ok(existsSync(join(MIGRATIONS_DIR, '../src', slice)), `${name} belongs to src/${slice}`);
  }
  const dir = t.testdir({ '0002_x.sql': '' });
  t.throws(() => readMigrations(dir), /expected number 1/);
});
