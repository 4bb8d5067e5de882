import type { FastifyInstance } from 'fastify';
import type { RenderedAudio } from '../../speech/index.ts';
import { emergencyRequest } from '../playout/saying.ts';
import type { ReleaseRecord, TemplatesRepository } from './templates-repository.ts';

const RETRY_MS = 60_000;
const ALL_REPEATS = [1, 2, 3, 4, 5];
/** What takes longer is made for the template's own number of repeats only: it would cost minutes of work to keep. */
const LONGEST_CHOICE_MS = 10 * 60_000;

export type Warm = ReturnType<typeof createWarm>;

/** One sound of a template: what is chosen on the spot is part of it. */
interface Variant {
  readonly release: ReleaseRecord;
  readonly repeats: number;
  readonly drill: boolean;
}

/**
 * Keeps the audio of every template in force made, plain and as a drill: in an emergency nothing is left to render.
 * First as the template says; then, of what is not too long, for every other number of repeats that somebody may
 * choose on the spot. After a change of the speech settings the old audio serves until the new is made.
 */
export function createWarm(app: FastifyInstance, rows: TemplatesRepository) {
  const log = app.log.child({ slice: 'broadcast' });
  const audio = new Map<string, RenderedAudio>();
  const abort = new AbortController();
  let round: Promise<void> | undefined;
  let again = false;
  let retry: NodeJS.Timeout | undefined;

  const keyOf = ({ release: { templateId, version }, repeats, drill }: Variant) =>
    `${templateId}/${version}/${repeats}/${drill}`;

  async function render(variant: Variant): Promise<boolean> {
    const { release, repeats, drill } = variant;
    const request = emergencyRequest({ ...release, repeats, speed: 1 }, drill);
    try {
      audio.set(keyOf(variant), await app.speech.render(request, { signal: abort.signal }));
      return true;
    } catch (error) {
      if (!abort.signal.aborted)
        log.error({ err: error, template: release.templateId, drill }, 'a template is not rendered');
      return false;
    }
  }

  /** As the templates say, before anything else: these are what is played as a rule. */
  function own(releases: readonly ReleaseRecord[]): Variant[] {
    return releases.flatMap((release) =>
      [false, true].map((drill) => ({ release, repeats: release.repeats, drill })),
    );
  }

  /** With other repeats, as far as they are not too long; a drill can wait for its audio. */
  function others(releases: readonly ReleaseRecord[]): Variant[] {
    return releases.flatMap((release) => {
      const known = audio.get(keyOf({ release, repeats: release.repeats, drill: false }));
      const onceMs = (known?.durationMs ?? Number.POSITIVE_INFINITY) / release.repeats;
      return ALL_REPEATS.filter(
        (repeats) => repeats !== release.repeats && repeats * onceMs <= LONGEST_CHOICE_MS,
      ).map((repeats) => ({ release, repeats, drill: false }));
    });
  }

  /** True when all of them are there; a new wish ends it early, since that one comes first. */
  async function renderEach(variants: readonly Variant[], interruptible: boolean): Promise<boolean> {
    let complete = true;
    for (const variant of variants) {
      if (abort.signal.aborted || (interruptible && again)) return true;
      if (!(await render(variant))) complete = false;
    }
    return complete;
  }

  async function renderAll(): Promise<void> {
    const releases = rows.allInForce();
    const usual = own(releases);
    let complete = await renderEach(usual, false);
    app.live.changed('bulletins');
    const chosen = others(releases);
    if (!(await renderEach(chosen, true))) complete = false;
    const wanted = new Set([...usual, ...chosen].map(keyOf));
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
      });
  }

  return {
    keep,
    /** The audio of a version in force, if that is there to be played at once. */
    audioOf(release: ReleaseRecord, repeats: number, drill: boolean): RenderedAudio | undefined {
      const found = audio.get(keyOf({ release, repeats, drill }));
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
