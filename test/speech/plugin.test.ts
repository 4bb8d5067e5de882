import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Fastify, { type FastifyBaseLogger } from 'fastify';
import pino from 'pino';
import t, { type Test } from 'tap';
import { DEFAULTS } from '../../src/config/schema.ts';
import { loadSecrets } from '../../src/config/secrets.ts';
import settings from '../../src/config/settings.ts';
import db from '../../src/db/index.ts';
import { EventBus } from '../../src/events.ts';
import speech from '../../src/speech/index.ts';
import { START } from '../lab/voices/providers.ts';
import { KEY } from '../lab/voices/voice-lab.ts';
import { stationFolder } from '../station-folder.ts';
import { watchedSpawn } from './fakes.ts';

t.setTimeout(60_000);

/** The plugin with what it needs, and nothing else of the station. */
async function appWith(t: Test, programs: Partial<typeof DEFAULTS.programs> = {}) {
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line) => void lines.push(line) }) as FastifyBaseLogger;
  const app = Fastify({ loggerInstance: log });
  const data = stationFolder(t);
  const { started, spawn } = watchedSpawn();
  app.decorate('config', { ...DEFAULTS, data, programs: { ...DEFAULTS.programs, ...programs } });
  app.decorate('outside', { spawn, fetch, wall: () => Date.UTC(2026, 10, 22) });
  app.decorate('events', new EventBus((error) => t.fail(String(error))));
  await app.register(db, { wall: app.outside.wall });
  app.decorate('secrets', loadSecrets(data));
  await app.register(settings);
  await app.register(speech);
  await app.ready();
  t.teardown(() => app.close());
  const events: unknown[] = [];
  app.events.on('speech.failed', (payload) => events.push(payload));
  app.events.on('speech.recovered', (payload) => events.push(payload));
  return { app, data, started, events, lines };
}

t.test('decorates the station with speech', async (t) => {
  const { app, data, started, events } = await appWith(t);
  t.same(started, [], 'starting costs no process');
  const audio = await app.speech.render({ text: 'Xin chào bà con.', target: 'bulletin' });
  t.equal(audio.path, join(data, 'audio', `${audio.id}.mp3`));
  t.ok(existsSync(audio.path));
  t.same(events, [{}]);
});

t.test('a change of the settings is in force at once', async (t) => {
  const { app } = await appWith(t);
  t.equal(app.speech.normalise('1.000').spoken, 'một nghìn');
  app.settings.find('speech')?.set({ thousand: 'ngàn', voice: 'vi-vn-x-central', chime: '' });
  t.equal(app.speech.normalise('1.000').spoken, 'một ngàn');
  t.equal((await app.speech.render({ text: 'Xin chào.', target: 'bulletin' })).voice, 'vi-vn-x-central');
  t.throws(() => app.settings.find('speech')?.set({ voice: 'giọng Bắc' }), { code: 'input.invalid' });
  t.throws(() => app.settings.find('speech')?.set({ speed: 3 }), { code: 'input.invalid' });
});

t.test('tells when the station cannot speak', async (t) => {
  const { app, events } = await appWith(t, { espeak: '/nowhere/espeak-ng' });
  await t.rejects(app.speech.render({ text: 'Xin chào.', target: 'bulletin' }), {
    code: 'speech.engine_missing',
  } as never);
  t.same(events, [{ reason: 'speech.engine_missing' }]);
  t.notOk((await app.speech.health()).ok);
});

t.test(
  'a service that is down: the station speaks, the log tells who did not, and a new key is tried at once',
  async (t) => {
    const lab = await START.fpt();
    t.teardown(() => lab.close());
    const { app, lines } = await appWith(t);
    app.settings.find('speech.fpt')?.set({ enabled: true, key: 'khoa-cu', url: lab.url });
    const say = (text: string) =>
      app.speech.render({ text, target: 'bulletin', voice: 'fpt:lannhi', chime: null });
    t.match(await say('Xin chào bà con.'), { engine: 'espeak-ng', voice: 'vi-vn-x-south' });
    const told = lines.map((line) => JSON.parse(line)).filter(({ voice }) => voice === 'fpt:lannhi');
    t.match(told, [{ slice: 'speech', engine: 'fpt', err: { code: 'speech.refused' }, level: 40 }]);
    t.notMatch(lines.join(), /khoa-cu/);
    t.ok(app.speech.engineState('fpt').restsUntil);
    const asked = lab.calls.length;
    await say('Xin chào lần nữa.');
    t.equal(lab.calls.length, asked, 'it rests');
    app.settings.find('speech.fpt')?.set({ key: KEY });
    t.match(app.speech.engineState('fpt'), { restsUntil: null, lastError: null });
    t.match(await say('Xin chào lần cuối.'), { engine: 'fpt', voice: 'fpt:lannhi' });
    t.notMatch(lines.join(), new RegExp(KEY));
  },
);
