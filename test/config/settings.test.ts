import t from 'tap';
import { Type } from 'typebox';
import { SECRET_SET, Secret } from '../../src/config/settings.ts';
import { startStation } from '../harness.ts';
import { stationFolder } from '../station-folder.ts';

const Sample = Type.Object({
  volume: Type.Integer({ default: 50, minimum: 0, maximum: 100 }),
  apiKey: Secret({ title: 'Khóa API' }),
});

t.test('a section is whole from the first day, and survives a restart', async (t) => {
  const data = stationFolder(t);
  const first = await startStation(t, { data });
  const section = first.app.settings.section('sample', Sample);
  t.same(section.get(), { volume: 50, apiKey: '' });
  section.set({ volume: 70 });
  t.equal(section.get().volume, 70);
  await first.close();

  const second = await startStation(t, { data });
  t.equal(second.app.settings.section('sample', Sample).get().volume, 70);
});

t.test('a wrong value changes nothing and names the field in Vietnamese', async (t) => {
  const { app } = await startStation(t);
  const section = app.settings.section('sample', Sample);
  t.throws(() => section.set({ volume: 101 }), { code: 'input.invalid', details: { field: 'volume' } });
  t.throws(() => section.set({ volum: 1 }), { code: 'input.invalid', details: { field: 'volum' } });
  t.same(section.get(), { volume: 50, apiKey: '' });
});

t.test('a secret rests sealed, is never shown, and is kept when its mask comes back', async (t) => {
  const { app } = await startStation(t);
  const section = app.settings.section('sample', Sample);
  section.set({ apiKey: 'rất bí mật' });
  const stored = String(app.db.prepare("SELECT value FROM settings WHERE section = 'sample'").pluck().get());
  t.notMatch(stored, /bí mật/);
  t.equal(section.shown().apiKey, SECRET_SET);
  section.set({ volume: 60, apiKey: SECRET_SET });
  t.same(section.get(), { volume: 60, apiKey: 'rất bí mật' });
  section.set({ apiKey: '' });
  t.equal(section.shown().apiKey, '');
});

t.test(
  'a value that a newer version no longer allows gives way to its default, and no other does',
  async (t) => {
    const { app } = await startStation(t);
    const apiKey = app.secrets.seal('rất bí mật', 'settings.sample.apiKey');
    app.db
      .prepare("INSERT INTO settings (section, value, updated_at) VALUES ('sample', ?, 0)")
      .run(JSON.stringify({ volume: 900, apiKey, old: 1 }));
    t.same(app.settings.section('sample', Sample).get(), { volume: 50, apiKey: 'rất bí mật' });
  },
);

t.test('a change is announced', async (t) => {
  const { app } = await startStation(t);
  const heard: string[] = [];
  app.events.on('settings.changed', ({ section }) => heard.push(section));
  app.settings.section('sample', Sample).set({ volume: 1 });
  t.same(heard, ['sample']);
});
