import { join } from 'node:path';
import fp from 'fastify-plugin';
import chimeRoutes from './chimes/routes.ts';
import { SpeechSettings } from './config.ts';
import { espeakNg } from './engines/espeak-ng.ts';
import { onlineEngines } from './engines/online/index.ts';
import { PiperSettings, piper } from './engines/piper/piper.ts';
import type { Speech } from './offer.ts';
import { type KnownEngine, speechRoutes } from './routes.ts';
import { createSpeech } from './speech.ts';
import { WordsSettings } from './words.ts';

export type { Chime } from './chimes/chimes.ts';
export type { Voice } from './engines/engine.ts';
export type { SpeechHealth } from './health.ts';
export type { Decisions, Normalised, Token, TokenClass } from './normalise/index.ts';
export type { RenderedAudio, Speech, SpeechOptions } from './offer.ts';
export type { Recording, RecordingPart } from './recordings/recordings.ts';
export type { RenderRequest } from './request.ts';
export { createSpeech } from './speech.ts';

declare module 'fastify' {
  interface FastifyInstance {
    speech: Speech;
  }
}

declare module '../events.ts' {
  interface Events {
    /** The station cannot make speech; `reason` is an error code (`speech.engine_missing`, `disk.full` …). */
    'speech.failed': { reason: string };
    /** It can: at the first success since the start, and at the first after a failure. */
    'speech.recovered': Record<string, never>;
  }
}

/** Decorates `speech`: text in, mastered audio out. */
export default fp(
  async (app) => {
    const log = app.log.child({ slice: 'speech' });
    const section = app.settings.section('speech', SpeechSettings, ({ chime }, current) =>
      chime === '' || chime === current.chime || offersChime(app.speech, chime)
        ? undefined
        : { field: 'chime', vi: 'không có nhạc hiệu này', en: 'there is no such chime' },
    );
    const words = app.settings.section('speech.words', WordsSettings, (next, current) =>
      app.speech.refuseWords(next, current),
    );
    const { programs, data } = app.config;
    const { spawn } = app.outside;
    const piperSection = app.settings.section('speech.piper', PiperSettings);
    const local = piper({ dir: join(data, 'voices'), settings: () => piperSection.get(), spawn });
    const extra: KnownEngine[] = [
      { engine: local, section: 'speech.piper', settings: () => piperSection.get() },
      ...onlineEngines({
        section: (name, schema) => app.settings.section(name, schema),
        ffmpeg: programs.ffmpeg,
        spawn,
        fetch: (...call) => app.outside.fetch(...call),
      }),
    ];
    const speech = createSpeech({
      dir: join(data, 'audio'),
      chimesDir: join(data, 'chimes'),
      recordingsDir: join(data, 'recordings'),
      programs,
      settings: () => section.get(),
      words: () => words.get(),
      engines: () => extra.map(({ engine }) => engine).filter(({ voices }) => voices.length > 0),
      monthlyLimit: (name) =>
        extra.find(({ engine }) => engine.name === name)?.settings().monthlyCharacters || undefined,
      spawn,
      now: () => app.clock.now(),
      onFailed(reason, error) {
        log.error({ err: error, reason }, 'no speech can be made');
        app.events.emit('speech.failed', { reason });
      },
      onFallback({ engine, voice }, error) {
        log.warn({ err: error, engine, voice }, 'a voice could not speak, the next one is asked');
      },
      onRecovered() {
        log.info('speech is made');
        app.events.emit('speech.recovered', {});
      },
    });
    await speech.open();
    app.decorate('speech', speech);
    speech.ownChimes.hold({
      what: 'cài đặt giọng đọc',
      whatEn: 'setting of the voice',
      count: (id) => Number(section.get().chime === id),
    });
    const offs = [
      app.events.on('disk.level', ({ level }) => speech.roomChanged(level)),
      app.events.on('settings.changed', ({ section: changed }) => {
        const found = extra.find((one) => one.section === changed);
        if (found) speech.engineChanged(found.engine.name);
      }),
    ];
    app.addHook('onClose', async () => {
      for (const off of offs) off();
      await speech.close();
      await local.close();
    });
    const builtIn = { engine: espeakNg({ program: programs.espeak, spawn }), section: null };
    await app.register(chimeRoutes);
    speechRoutes(app, [{ ...builtIn, settings: () => ({ enabled: true }) }, ...extra]);
  },
  { name: 'speech', dependencies: ['settings', 'db'] },
);

function offersChime(speech: Speech, chime: string): boolean {
  return speech.chimes().some(({ id, target }) => id === chime && target === 'bulletin');
}
