import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { installVoice } from '../../src/speech/engines/piper/install.ts';
import { startStation } from '../harness.ts';
import { START } from '../lab/voices/providers.ts';
import { KEY } from '../lab/voices/voice-lab.ts';
import { tinyVoice } from './engines/piper/tiny-voice.ts';

t.setTimeout(120_000);

interface Row {
  name: string;
  voices: { id: string }[];
}

t.test('the engines, and a voice tried from the settings', async (t) => {
  const lab = await START.fpt();
  t.teardown(() => lab.close());
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  const rows = async () => (await admin.get('/api/speech/engines')).body.items as Row[];
  const row = async (name: string) => (await rows()).find((one) => one.name === name);

  t.same(
    (await rows()).map(({ name }) => name),
    ['espeak-ng', 'piper', 'fpt', 'vbee', 'viettel', 'zalo'],
  );
  t.match(await row('espeak-ng'), { online: false, section: null, enabled: true, used: 0, limit: null });
  t.match(await row('fpt'), {
    ...{ title: 'FPT.AI', online: true, section: 'speech.fpt', enabled: false, voices: [] },
    ...{ used: 0, limit: 100_000, restsUntil: null, lastError: null },
  });

  const saved = await admin.put('/api/settings/speech.fpt', { enabled: true, key: KEY, url: lab.url });
  t.equal(saved.status, 200);
  t.notMatch(JSON.stringify(saved.body), new RegExp(KEY), 'the key is never given back');
  t.equal((await row('fpt'))?.voices.length, 7);
  const choices = (await admin.get('/api/panel/choices')).body.voices as { id: string }[];
  t.ok(
    choices.some(({ id }) => id === 'fpt:banmai'),
    'editors may choose it',
  );

  const tried = await admin.post('/api/speech/try', { voice: 'fpt:banmai' });
  t.match(tried, {
    status: 200,
    body: { voice: { id: 'fpt:banmai', engine: 'fpt', name: { vi: /Ban Mai/ } } },
  });
  const audio = await admin.get(tried.body.url);
  t.match(audio, { status: 200, headers: { 'content-type': 'audio/mpeg' } });
  t.ok(((await row('fpt')) as Row & { used: number }).used > 40);
  const local = await admin.post('/api/speech/try', { voice: 'vi', text: 'Xin chào.' });
  t.equal(local.body.voice.id, 'vi');

  lab.fault = 'auth';
  const refused = await admin.post('/api/speech/try', { voice: 'fpt:banmai', text: 'Xin chào bà con.' });
  t.match(refused, {
    status: 502,
    body: { error: { code: 'speech.refused', message: /FPT\.AI.*khóa API/ } },
  });
  t.match(await row('fpt'), { lastError: { code: 'speech.refused', at: Number } });
  t.notMatch(JSON.stringify([refused.body, await rows()]), new RegExp(KEY));
  t.match(await admin.post('/api/speech/try', { voice: 'vbee:x' }), { status: 400 });

  const logged = (await admin.get('/api/audit')).body.items as { action: string }[];
  t.ok(logged.filter(({ action }) => action === 'speech.try').length >= 3);
  t.notMatch(JSON.stringify(logged), new RegExp(KEY));

  for (const role of ['editor', 'approver', 'viewer', 'police'] as const) {
    const person = await station.signIn(role);
    t.equal((await person.get('/api/speech/engines')).status, 403, role);
    t.equal((await person.post('/api/speech/try', { voice: 'vi' })).status, 403, role);
  }
});

t.test('the sections of the settings: whole, in both languages, wrong values refused', async (t) => {
  const station = await startStation(t);
  const admin = await station.signIn('admin');
  const { items } = (await admin.get('/api/settings')).body as {
    items: { name: string; title: object; schema: { properties: Record<string, Record<string, unknown>> } }[];
  };
  for (const name of ['speech.piper', 'speech.fpt', 'speech.vbee', 'speech.viettel', 'speech.zalo']) {
    const section = items.find((one) => one.name === name);
    t.match(section?.title, { vi: /Giọng đọc/, en: /oices/ }, name);
    for (const [key, schema] of Object.entries(section?.schema.properties ?? {}))
      t.match(
        schema,
        { title: String, titleEn: String, description: String, descriptionEn: String },
        `${name}.${key}`,
      );
  }
  for (const [section, value, field] of [
    ['speech.fpt', { url: 'ftp://x' }, 'url'],
    ['speech.fpt', { url: 'https://user:pass@x/' }, 'url'],
    ['speech.fpt', { key: 'khóa có dấu' }, 'key'],
    ['speech.vbee', { appId: 'a b' }, 'appId'],
    ['speech.zalo', { monthlyCharacters: -1 }, 'monthlyCharacters'],
    ['speech.piper', { threads: 0 }, 'threads'],
  ] as const) {
    const answer = await admin.put(`/api/settings/${section}`, value);
    t.match(answer, { status: 400, body: { error: { field } } }, JSON.stringify(value));
  }
});

t.test(
  'a voice installed from the command line is there without a restart, and can be switched off',
  async (t) => {
    const station = await startStation(t);
    const admin = await station.signIn('admin');
    const voices = async () => (await station.app.speech.voices()).map(({ id }) => id);
    t.notOk((await voices()).includes('piper:tiny'));
    const top = t.testdir();
    mkdirSync(join(station.data, 'voices'), { recursive: true });
    await installVoice({
      ...{
        dir: join(station.data, 'voices'),
        source: tinyVoice(top),
        id: 'tiny',
        accent: 'south',
        speaker: 0,
      },
      confirm: async () => true,
    });
    t.ok((await voices()).includes('piper:tiny'));
    const tried = await admin.post('/api/speech/try', { voice: 'piper:tiny' });
    t.match(tried, { status: 200, body: { voice: { engine: 'piper' } } });
    await admin.put('/api/settings/speech.piper', { enabled: false });
    t.notOk((await voices()).includes('piper:tiny'));
  },
);
