import type { FastifyInstance } from 'fastify';
import type { RenderedAudio } from '../../speech/index.ts';
import { emergencyRequest } from '../playout/saying.ts';
import type { TemplateRecord, TemplatesRepository } from './templates-repository.ts';

const RETRY_MS = 60_000;

export type Warm = ReturnType<typeof createWarm>;

/**
 * Keeps the audio of every released template made, plain and as a drill: in an emergency nothing is left to render.
 * After a change of the speech settings the old audio serves until the new is made.
 */
export function createWarm(app: FastifyInstance, rows: TemplatesRepository) {
  const log = app.log.child({ slice: 'broadcast' });
  const audio = new Map<string, RenderedAudio>();
  const abort = new AbortController();
  let round: Promise<void> | undefined;
  let again = false;
  let retry: NodeJS.Timeout | undefined;

  const keyOf = ({ id, version }: TemplateRecord, drill: boolean) => `${id}/${version}/${drill}`;

  async function render(template: TemplateRecord, drill: boolean): Promise<boolean> {
    const request = emergencyRequest({ ...template, speed: 1 }, drill);
    try {
      audio.set(keyOf(template, drill), await app.speech.render(request, { signal: abort.signal }));
      return true;
    } catch (error) {
      if (!abort.signal.aborted)
        log.error({ err: error, template: template.id, drill }, 'a template is not rendered');
      return false;
    }
  }

  async function renderAll(): Promise<void> {
    const all = rows.released().flatMap((template) => [
      { template, drill: false },
      { template, drill: true },
    ]);
    let complete = true;
    for (const { template, drill } of all) {
      if (abort.signal.aborted) return;
      if (!(await render(template, drill))) complete = false;
    }
    const wanted = new Set(all.map(({ template, drill }) => keyOf(template, drill)));
    for (const key of audio.keys()) if (!wanted.has(key)) audio.delete(key);
    if (!complete && !abort.signal.aborted) retry = setTimeout(keep, RETRY_MS);
  }

  async function rounds(): Promise<void> {
    do {
      again = false;
      await renderAll();
    } while (again && !abort.signal.aborted);
  }

  /** Renders what is missing; asked while a round runs, another follows it. */
  function keep(): void {
    clearTimeout(retry);
    if (abort.signal.aborted) return;
    if (round) {
      again = true;
      return;
    }
    round = rounds()
      .catch((error) => log.error({ err: error }, 'emergency templates could not be kept ready'))
      .finally(() => {
        round = undefined;
        app.live.changed('bulletins');
      });
  }

  return {
    keep,
    /** Its audio, if that is there to be played at once. */
    audioOf(template: TemplateRecord, drill: boolean): RenderedAudio | undefined {
      const found = audio.get(keyOf(template, drill));
      return found && app.speech.file(found.id) !== undefined ? found : undefined;
    },
    /** Resolves when nothing is being rendered any more. */
    idle: () => round ?? Promise.resolve(),
    async stop(): Promise<void> {
      abort.abort();
      clearTimeout(retry);
      await round;
    },
  };
}
