import { join } from 'node:path';
import t from 'tap';
import { openDatabase, readMeta, writeMeta } from '../../src/db/open.ts';

t.test('every open is WAL with synchronous=FULL, also after a write and a reopening', async (t) => {
  const path = join(t.testdir(), 'x.db');
  for (let round = 0; round < 3; round++) {
    const db = openDatabase(path);
    writeMeta(db, 'round', String(round));
    t.equal(db.pragma('journal_mode', { simple: true }), 'wal');
    t.equal(db.pragma('synchronous', { simple: true }), 2);
    t.equal(db.pragma('foreign_keys', { simple: true }), 1);
    t.equal(readMeta(db, 'round'), String(round));
    db.close();
  }
});

t.test('a file that is no database is refused and left alone', async (t) => {
  const dir = t.testdir({ 'x.db': 'this is not SQLite at all, but long enough to be read as a header' });
  t.throws(() => openDatabase(join(dir, 'x.db')), /not a database/);
});
