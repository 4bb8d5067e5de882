import { join } from 'node:path';
import t from 'tap';
import { templatesRepository } from '../../src/broadcast/emergency/templates-repository.ts';
import { migrate, readMigrations } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open.ts';
import { PIN } from '../harness.ts';
import { released, until, WORDS } from './released.ts';
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

t.test('a template without a word is refused, new or edited', async (t) => {
  const s = await stand(t);
  for (const text of ['…', '!!!', '--- ---']) {
    const { status, body } = await s.editor.post('/api/emergency-templates', { title: 'Lũ', text });
    t.equal(status, 400, text);
    t.match(body, { error: { code: 'speech.empty', field: 'text' } });
  }
  const { body: kept } = await s.editor.post('/api/emergency-templates', { title: 'Lũ', text: 'Lũ về.' });
  const path = `/api/emergency-templates/${kept.id}`;
  const { status } = await s.editor.put(path, { title: 'Lũ', text: '?', version: kept.version });
  t.equal(status, 400);
  const { items } = (await s.editor.get('/api/emergency-templates')).body;
  t.match(items, [{ text: 'Lũ về.', version: kept.version }]);
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

t.test('a template is released by who may, in the version that they read', async (t) => {
  const s = await stand(t);
  s.addSpeaker('Loa 1');
  const { body: made } = await s.editor.post('/api/emergency-templates', WORDS);
  t.match(made, { state: 'draft', version: 1, released: null, warm: false, repeats: 2 });
  const url = `/api/emergency-templates/${made.id}`;
  const play = () => s.editor.post('/api/emergency', { templateId: made.id, zoneIds: [s.zone], pin: PIN });
  t.match(await play(), { status: 409, body: { error: { code: 'emergency.template_draft' } } });
  t.equal((await s.editor.post(`${url}/release`, { version: 1 })).status, 403);
  for (const body of [undefined, {}, { version: 0 }, { version: '1' }]) {
    t.equal((await s.approver.post(`${url}/release`, body)).status, 400);
  }
  const edit = { ...WORDS, text: 'Bà con về nhà.', chime: '', repeats: 1 };
  t.match(await s.editor.put(url, { ...edit, version: 9 }), { status: 409 });
  t.match((await s.editor.put(url, { ...edit, version: 1 })).body, { state: 'draft', version: 2 });
  t.match(
    await s.approver.post(`${url}/release`, { version: 1 }),
    { status: 409, body: { error: { code: 'item.conflict' } } },
    'the text was changed while it was being read',
  );
  t.equal((await play()).status, 409);
  const release = await s.approver.post(`${url}/release`, { version: 2 });
  t.match(release.body, {
    state: 'released',
    released: { version: 2, text: edit.text, releasedByName: s.approver.user.name },
  });
  const first = await play();
  t.equal(first.status, 201);
  t.equal((await s.playout(first.body.id)).text, edit.text);
});

t.test('a released version stays in force while the next one is written', async (t) => {
  const s = await stand(t);
  s.addSpeaker('Loa 1');
  const id = await released(s, { repeats: 1 });
  const url = `/api/emergency-templates/${id}`;
  const play = () => s.editor.post('/api/emergency', { templateId: id, zoneIds: [s.zone], pin: PIN });
  const edited = await s.editor.put(url, { ...WORDS, title: 'Khác', text: 'Câu chưa ai duyệt.', version: 1 });
  t.match(edited.body, {
    state: 'draft',
    version: 2,
    text: 'Câu chưa ai duyệt.',
    released: { version: 1, text: WORDS.text, title: WORDS.title, repeats: 1 },
    warm: true,
  });
  const { status, body } = await play();
  t.match({ status, body }, { status: 201, body: { state: 'playing', title: WORDS.title } });
  t.equal((await s.playout(body.id)).text, WORDS.text);
  t.equal((await s.editor.delete(url)).status, 403, 'it is taken out of force by who may put it there');
  t.match((await s.approver.post(`${url}/release`, { version: 2 })).body, {
    state: 'released',
    released: { version: 2, text: 'Câu chưa ai duyệt.' },
  });
  t.match((await play()).body, { title: 'Khác' });
  t.equal((await s.approver.delete(url)).status, 204);
  t.equal((await play()).status, 404);
  t.equal(s.app.db.prepare('SELECT count(*) FROM emergency_releases').pluck().get(), 0);
});

t.test('its audio is there for whatever number of repeats is chosen on the spot', async (t) => {
  const s = await stand(t);
  s.addSpeaker('Loa 1');
  const { render } = s.app.speech;
  const made: (number | undefined)[] = [];
  s.app.speech.render = async (asked, options) => {
    const audio = await render(asked, options);
    made.push(asked.repeats);
    return audio;
  };
  const templateId = await released(s);
  await until('every number of repeats', () => [1, 2, 3, 4, 5].every((count) => made.includes(count)));
  t.equal(made[0], 2, 'as the template says comes first');
  s.app.speech.render = () => Promise.reject(new Error('nothing may be rendered now'));
  for (const repeats of [undefined, 1, 3, 5]) {
    const order = { templateId, zoneIds: [s.zone], pin: PIN, ...(repeats && { repeats }) };
    t.match((await s.editor.post('/api/emergency', order)).body, { state: 'playing', repeats: repeats ?? 2 });
  }
});
