import { join } from 'node:path';
import fp from 'fastify-plugin';
import { SpeechSettings } from './config.ts';
import { createSpeech, type Speech } from './speech.ts';

export type { Chime } from './chimes/chimes.ts';
export type { Voice } from './engines/engine.ts';
export type { SpeechHealth } from './health.ts';
export type { Normalised, Token, TokenClass } from './normalise/index.ts';
export type { RenderRequest } from './request.ts';
export { createSpeech, type RenderedAudio, type Speech, type SpeechOptions } from './speech.ts';

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
    const section = app.settings.section('speech', SpeechSettings);
    const speech = createSpeech({
      dir: join(app.config.data, 'audio'),
      programs: app.config.programs,
      settings: () => section.get(),
      spawn: app.outside.spawn,
      now: () => app.clock.now(),
      onFailed(reason, error) {
        log.error({ err: error, reason }, 'no speech can be made');
        app.events.emit('speech.failed', { reason });
      },
      onRecovered() {
        log.info('speech is made');
        app.events.emit('speech.recovered', {});
      },
    });
    await speech.open();
    app.decorate('speech', speech);
    const unhear = app.events.on('disk.level', ({ level }) => speech.roomChanged(level));
    app.addHook('onClose', async () => {
      unhear();
      await speech.close();
    });
  },
  { name: 'speech', dependencies: ['settings', 'db'] },
);
