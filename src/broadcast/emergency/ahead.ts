import type { FastifyInstance } from 'fastify';
import type { RenderedAudio, RenderRequest } from '../../speech/index.ts';
import { within } from '../../web/time-limit.ts';

/** To find audio in the cache takes a few reads of the disk, and may take longer than the check. */
const FROM_CACHE_MS = 50;

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
    underWay.add(userId);
    const rendering = app.speech.render(request, { signal: abort.signal }).catch((error) => {
      if (!abort.signal.aborted) logger.warn({ err: error }, 'an emergency could not be rendered ahead');
      return undefined;
    });
    try {
      await check();
      return await within(FROM_CACHE_MS, rendering);
    } catch (error) {
      abort.abort(error);
      throw error;
    } finally {
      underWay.delete(userId);
    }
  };
}
