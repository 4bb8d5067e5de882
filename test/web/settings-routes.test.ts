import t from 'tap';
import { Type } from 'typebox';
import { SECRET_SET, Secret } from '../../src/config/settings.ts';
import { startStation } from '../harness.ts';

const Schema = Type.Object(
  {
    speed: Type.Number({ title: 'Tốc độ đọc', minimum: 0.5, maximum: 2, default: 1 }),
    voices: Type.Array(Type.String(), { default: ['vi'] }),
    key: Secret({ title: 'Khóa API' }),
  },
  { title: 'Thử', titleEn: 'Trial', additionalProperties: false },
);

async function withSection(t: Parameters<typeof startStation>[0]) {
  const station = await startStation(t);
  const section = station.app.settings.section('trial', Schema);
  const admin = await station.signIn('admin');
  const trial = async () =>
    (await admin.get('/api/settings')).body.items.find(({ name }: { name: string }) => name === 'trial');
  const entries = async () => (await admin.get('/api/audit?action=settings.update')).body.items;
  return { ...station, section, admin, trial, entries };
}

t.test('every section is listed with its schema and values, secrets as dots', async (t) => {
  const { section, trial } = await withSection(t);
  section.set({ key: 'rất kín' });
  t.match(await trial(), {
    name: 'trial',
    title: { vi: 'Thử', en: 'Trial' },
    schema: {
      type: 'object',
      properties: { speed: { title: 'Tốc độ đọc', minimum: 0.5 }, key: { secret: true } },
    },
    values: { speed: 1, voices: ['vi'], key: SECRET_SET },
    version: 1,
  });
});

t.test('a change is in force, and logged by the names of its keys', async (t) => {
  const { section, admin, entries, app } = await withSection(t);
  const changed = await admin.put('/api/settings/trial', { speed: 1.5, voices: ['vi'], key: 'rất kín' });
  t.match(changed, { status: 200, body: { values: { speed: 1.5, key: SECRET_SET }, version: 1 } });
  t.match(section.get(), { speed: 1.5, key: 'rất kín' });
  t.match(await entries(), [{ target: 'settings:trial', details: { changed: ['speed', 'key'] } }]);
  await admin.put('/api/settings/trial', { key: SECRET_SET, speed: 1.5 });
  t.equal(section.get().key, 'rất kín', 'dots sent back keep the secret');
  t.equal((await entries()).length, 1, 'no change, no entry');
  const stored = JSON.stringify([
    app.db.prepare('SELECT * FROM settings').all(),
    app.db.prepare('SELECT * FROM audit').all(),
    app.db.prepare('SELECT * FROM outbox').all(),
  ]);
  t.notMatch(stored, /rất kín/);
});

t.test('a bad value names its field and changes and logs nothing', async (t) => {
  const { section, admin, entries, signIn } = await withSection(t);
  const bad: [object, string][] = [
    [{ speed: 3 }, 'speed'],
    [{ speed: '1' }, 'speed'],
    [{ voices: [1] }, 'voices.0'],
    [{ speeed: 1 }, 'speeed'],
  ];
  for (const [body, field] of bad) {
    t.match(await admin.put('/api/settings/trial', body), {
      status: 400,
      body: { error: { code: 'input.invalid', field } },
    });
  }
  t.same(section.get(), { speed: 1, voices: ['vi'], key: '' });
  t.same(await entries(), []);
  t.equal((await admin.put('/api/settings/trial', [])).status, 400);
  t.equal((await admin.put('/api/settings/none', { a: 1 })).status, 404);
  const editor = await signIn('editor');
  t.equal((await editor.get('/api/settings')).status, 403);
  t.equal((await editor.put('/api/settings/trial', { speed: 2 })).status, 403);
});

t.test('what could not be committed is not in force, nor announced', async (t) => {
  const { app, section, admin, trial } = await withSection(t);
  const heard: string[] = [];
  app.events.on('settings.changed', ({ section }) => heard.push(section));
  // Fails at COMMIT, as a full disk does in WAL mode.
  app.db.exec(`CREATE TABLE nobody (id INTEGER PRIMARY KEY);
    CREATE TABLE late (id REFERENCES nobody DEFERRABLE INITIALLY DEFERRED);
    CREATE TRIGGER fails AFTER INSERT ON settings BEGIN INSERT INTO late VALUES (1); END;`);
  t.equal((await admin.put('/api/settings/trial', { speed: 1.5 })).status, 500);
  t.equal(section.get().speed, 1);
  t.match(await trial(), { values: { speed: 1 }, version: 0 });
  t.same(heard, []);
  app.db.exec('DROP TRIGGER fails');
  t.equal((await admin.put('/api/settings/trial', { speed: 1.5 })).status, 200);
  t.equal(section.get().speed, 1.5);
  t.same(heard, ['trial']);
  app.db.transaction(() => t.throws(() => section.set({ speed: 2 }), /inside a transaction/))();
});

t.test('names that every object has are no settings', async (t) => {
  const { admin } = await withSection(t);
  for (const key of ['toString', 'valueOf', 'constructor', 'hasOwnProperty']) {
    const body = JSON.parse(`{"${key}": 1}`);
    t.not((await admin.put('/api/settings/broadcast', body)).status, 200, key);
  }
});

t.test('sections are read a page at a time', async (t) => {
  const { admin } = await withSection(t);
  const all = (await admin.get('/api/settings')).body.items;
  const names: string[] = [];
  let after = '';
  do {
    const { body } = await admin.get(`/api/settings?limit=3${after && `&after=${after}`}`);
    names.push(...body.items.map(({ name }: { name: string }) => name));
    after = body.next;
  } while (after);
  t.same(
    names,
    all.map(({ name }: { name: string }) => name),
  );
});
