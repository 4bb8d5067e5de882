import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import t from 'tap';
import { readWav } from '../../../../src/speech/pcm.ts';
import { SERVICE_NAMES } from '../../../lab/voices/providers.ts';
import { rigFor, soundPath } from './rig.ts';

t.setTimeout(120_000);
const TEXT = 'Kính mời bà con đến nhà văn hóa thôn.';
const never = new AbortController().signal;

t.test('each service speaks: what was asked of it, and the sound that comes of it', async (t) => {
  const rig = await rigFor(t, SERVICE_NAMES);
  for (const [name, voice, native] of [
    ['fpt', 'fpt:banmai', 'banmai'],
    ['vbee', 'vbee:hn_female_ngochuyen_full_48k-fhg', 'hn_female_ngochuyen_full_48k-fhg'],
    ['viettel', 'viettel:hue-maingoc', 'hue-maingoc'],
    ['zalo', 'zalo:2', '2'],
  ] as const) {
    const engine = rig.engine(name);
    const lab = rig.labs[name];
    if (!lab) throw new Error(name);
    t.ok(engine.online);
    for (const loose of [false, true]) {
      lab.loose = loose;
      lab.readyAfterMs = 150;
      const path = soundPath(t);
      await engine.speak({ text: TEXT, voice, speed: 1, path }, never);
      const pcm = await readWav(path);
      t.equal(pcm?.rate, 22_050, name);
      t.ok((pcm?.samples.length ?? 0) > 22_050 * 2, `${name}: some three seconds`);
      t.same(readdirSync(dirname(path)), ['sound.wav'], 'nothing else is left');
    }
    t.match(lab.calls[0], { text: TEXT, voice: native });
  }
});

t.test('voices with Vietnamese names and accents, and none without a key', async (t) => {
  const rig = await rigFor(t, SERVICE_NAMES);
  const ids = rig.engines.flatMap(({ voices }) => voices.map(({ id }) => id));
  t.equal(new Set(ids).size, ids.length);
  for (const id of ids) t.match(id, /^(fpt|vbee|viettel|zalo):[a-zA-Z0-9._-]+$/);
  t.match(
    rig.engine('fpt').voices.find(({ id }) => id === 'fpt:myan'),
    {
      engine: 'fpt',
      accent: 'central',
      name: { vi: 'Mỹ An, nữ miền Trung (FPT.AI)', en: 'Mỹ An, female, centre (FPT.AI)' },
    },
  );
  for (const [name, lacks] of [
    ['fpt', { key: '' }],
    ['zalo', { enabled: false }],
    ['vbee', { appId: '' }],
  ] as const) {
    Object.assign(rig.settings[name] ?? {}, lacks);
    t.same(rig.engine(name).voices, [], name);
  }
  await t.rejects(
    rig.engine('fpt').speak({ text: TEXT, voice: 'fpt:banmai', speed: 1, path: soundPath(t) }, never),
    { code: 'speech.refused' },
  );
  t.same(rig.labs.fpt?.requests, [], 'without a key nobody is asked');
});

t.test('the speed on each scale, and a text too short for the service', async (t) => {
  const rig = await rigFor(t, SERVICE_NAMES);
  const speeds = [0.5, 0.9, 1, 1.26, 2];
  const expected = {
    fpt: ['-3', '0', '0', '1', '3'],
    vbee: ['0.5', '0.9', '1', '1.3', '1.9'],
    viettel: ['0.7', '0.9', '1', '1.3', '1.3'],
    zalo: ['0.8', '0.9', '1', '1.2', '1.2'],
  };
  for (const name of SERVICE_NAMES) {
    const engine = rig.engine(name);
    const voice = engine.voices[0]?.id ?? '';
    for (const speed of speeds)
      await engine.speak({ text: 'Xin chào.', voice, speed, path: soundPath(t) }, never);
    t.same(
      rig.labs[name]?.calls.map((call) => call.speed),
      expected[name],
      name,
    );
  }
  await rig.engine('fpt').speak({ text: 'a,', voice: 'fpt:banmai', speed: 1, path: soundPath(t) }, never);
  t.equal(rig.labs.fpt?.calls.at(-1)?.text, 'a,.');
});

t.test('another address sounds otherwise as far as the cache knows', async (t) => {
  const rig = await rigFor(t, ['fpt']);
  const before = rig.engine('fpt').revision;
  Object.assign(rig.settings.fpt ?? {}, { url: 'http://10.1.2.3/fpt' });
  t.not(rig.engine('fpt').revision, before);
  t.notMatch(rig.engine('fpt').revision, /khoa-bi-mat/);
});
