import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { faultIn } from '../../src/db/checked-copy.ts';
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

t.test('what an attempt left behind is never taken for the backup', async (t) => {
  const dir = t.testdir({ 'before-migration-0002.db': '', 'before-migration-0002.db.new': 'half a copy' });
  const db = openDatabase(join(dir, 'x.db'));
  t.teardown(() => db.close());
  migrate(db, dir, [one]);
  db.exec('INSERT INTO a VALUES (7)');
  migrate(db, dir, [one, two]);
  t.equal(faultIn(join(dir, 'before-migration-0002.db')), undefined);
  t.ok(statSync(join(dir, 'before-migration-0002.db')).size > 0);
  t.notOk(existsSync(join(dir, 'before-migration-0002.db.new')));
});

t.test('without a backup nothing is migrated, and only the newest two stay', async (t) => {
  const dir = t.testdir({ backups: {} });
  const backups = join(dir, 'backups');
  const db = openDatabase(join(dir, 'x.db'));
  t.teardown(() => db.close());
  migrate(db, backups, [one]);
  t.throws(() => migrate(db, join(dir, 'x.db', 'backups'), [one, two]), { code: 'ENOTDIR' });
  t.equal(db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'b'").pluck().get(), 0);
  const further = [3, 4].map((number) => ({
    number,
    name: `000${number}_c.sql`,
    sql: `CREATE TABLE c${number} (x INTEGER) STRICT`,
  }));
  migrate(db, backups, [one, two]);
  migrate(db, backups, [one, two, ...further.slice(0, 1)]);
  migrate(db, backups, [one, two, ...further]);
  t.same(readdirSync(backups), ['before-migration-0003.db', 'before-migration-0004.db']);
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
  t.throws(() => migrate(db, dir, [one]), { code: 'database.newer' });
  const changed = [one, { ...two, sql: `${two.sql} ` }];
  t.throws(() => migrate(db, dir, changed), { code: 'database.migration_changed' });
});

t.test('the project’s own migrations are numbered without gaps and each names its slice', async (t) => {
  for (const { name } of readMigrations()) {
    const slice = /^\d{4}_([a-z]+)(_[a-z_]+)?\.sql$/.exec(name)?.[1] ?? '';
    t.ok(existsSync(join(MIGRATIONS_DIR, '../src', slice)), `${name} belongs to src/${slice}`);
  }
  const dir = t.testdir({ '0002_x.sql': '' });
  t.throws(() => readMigrations(dir), /expected number 1/);
});
