import { join } from 'node:path';
import t from 'tap';
import { templatesRepository } from '../../src/broadcast/emergency/templates-repository.ts';
import { migrate, readMigrations } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open.ts';
import { stand } from './stand.ts';

t.setTimeout(120_000);

t.test('what was released before stays in force', async (t) => {
  const dir = t.testdir({});
  const db = openDatabase(join(dir, 'tramso.db'));
  t.teardown(() => db.close());
  const all = readMigrations();
  const at = all.findIndex(({ name }) => name.includes('broadcast_templates'));
  migrate(db, dir, all.slice(0, at));
  const old =
    db.prepare(`INSERT INTO emergency_templates VALUES (?, 'Sơ tán', 'Bà con sơ tán.', NULL, '', 1, ?, 3,
    'a', 'Hoa', ?, ?, ?, 10, 20)`);
  old.run('one', 'released', 'b', 'Lan', 15);
  old.run('two', 'draft', null, null, null);
  migrate(db, dir, all);
  const rows = templatesRepository(db);
  t.match(rows.list(10), [
    { id: 'one', version: 3, authorName: 'Hoa', updatedAt: 20 },
    { id: 'two', version: 3 },
  ]);
  t.match(rows.allInForce(), [
    {
      templateId: 'one',
      version: 3,
      text: 'Bà con sơ tán.',
      chime: '',
      releasedByName: 'Lan',
      releasedAt: 15,
    },
  ]);
  t.equal(rows.allInForce().length, 1);
});

t.test('pages, however long the titles are', async (t) => {
  const s = await stand(t);
  const titles = ['Ậ', 'Ề', '𝄞'].map((letter) => letter.repeat(200));
  for (const title of titles) {
    const { status } = await s.editor.post('/api/emergency-templates', { title, text: 'Bà con sơ tán.' });
    t.equal(status, 201);
  }
  const seen: string[] = [];
  let after: string | null = '';
  while (after !== null) {
    const query = after === '' ? '' : `&after=${after}`;
    const { status, body } = await s.editor.get(`/api/emergency-templates?limit=1${query}`);
    t.equal(status, 200);
    seen.push(...body.items.map(({ title }: { title: string }) => title));
    after = body.next;
  }
  t.same(seen, titles);
});
