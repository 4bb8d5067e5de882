import type { FastifyInstance } from 'fastify';
import type { RenderedAudio, RenderRequest } from '../../speech/index.ts';

export type Ahead = ReturnType<typeof createAhead>;

/**
 * Renders while a PIN is being checked, since it nearly always is right: text in the cache is there by then. A wrong
 * one ends the rendering, and nobody has more than one under way, so that a session without its PIN cannot fill the
 * queue in front of a real emergency.
 */
export function createAhead(app: FastifyInstance) {
  const logger = app.log.child({ slice: 'broadcast' });
  const underWay = new Set<string>();

  /** The audio where it was there when the check was over; throws what the check throws. */
  return async (
    userId: string,
    request: RenderRequest | undefined,
    check: () => Promise<unknown>,
  ): Promise<RenderedAudio | undefined> => {
    if (!request || underWay.has(userId)) {
      await check();
      return undefined;
    }
    const abort = new AbortController();
    let audio: RenderedAudio | undefined;
    underWay.add(userId);
    app.speech.render(request, { signal: abort.signal }).then(
      (made) => {
        audio = made;
      },
      (error) => {
        if (!abort.signal.aborted) logger.warn({ err: error }, 'an emergency could not be rendered ahead');
      },
    );
    try {
      await check();
      return audio;
    } catch (error) {
      abort.abort(error);
      throw error;
    } finally {
      underWay.delete(userId);
    }
  };
}
