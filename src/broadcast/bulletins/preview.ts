import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';
import type { RenderedAudio, RenderRequest } from '../../speech/index.ts';
import { bulletinRequest } from '../playout/saying.ts';
import type { BulletinsRepository } from './bulletins-repository.ts';
import type { Bulletin, Preview, SpeechPreviewRequest } from './schemas.ts';

export type Previews = ReturnType<typeof createPreviews>;

/** Audio to be listened to before anything goes on air; what was listened to needs no rendering later. */
export function createPreviews(app: FastifyInstance, rows: BulletinsRepository) {
  const log = app.log.child({ slice: 'broadcast' });

  async function render(request: RenderRequest): Promise<{ audio: RenderedAudio; preview: Preview }> {
    const audio = await app.speech.render(request);
    const { id, durationMs, normalised, voice } = audio;
    return { audio, preview: { audioUrl: `/api/audio/${id}`, durationMs, spoken: normalised, voice } };
  }

  async function ofBulletin(bulletin: Bulletin): Promise<Preview> {
    const { audio, preview } = await render(bulletinRequest({ ...bulletin, repeats: 1 }));
    rows.setDuration(bulletin.id, bulletin.version, audio.durationMs);
    return preview;
  }

  return {
    ofBulletin,
    async ofText(input: Static<typeof SpeechPreviewRequest>): Promise<Preview> {
      const { text, voice = null, speed = 1, pitch = 0, decisions = {}, chime = null } = input;
      const { recordings = [], framed = true } = input;
      const words = { text, voice, speed, pitch, decisions, recordings, chime, repeats: 1 };
      return (await render({ ...bulletinRequest(words), framed })).preview;
    },
    /** Once it is submitted its audio will be wanted: by who approves it, then on air. */
    ahead(bulletin: Bulletin): void {
      ofBulletin(bulletin).catch((error) =>
        log.warn({ err: error, bulletin: bulletin.id }, 'a bulletin could not be rendered ahead'),
      );
    },
  };
}
